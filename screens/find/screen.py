"""Find: search on this seat or at the centre, read one case aloud, and add to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.timer import Timer

from hotline.codes import State
from local_cache import news as seat_news
from local_cache.model import CaseView
from screens.find.found_list import FoundList
from screens.find.search_words import SearchWords
from screens.find.searching import NOTHING_FOUND, Searching
from screens.find.unmerging import UNMERGE
from screens.parts.base import bindings_of
from screens.parts.begun import ANSWER, NOTE, act_words
from screens.parts.case_acts import OPS
from screens.parts.case_pane import case_rows
from screens.parts.choices import area_choices
from screens.parts.scroll_rows import ScrollRows
from screens.parts.text_rows import TextRows
from screens.parts.top_line import paint_top_line
from widgets.choices import Choices
from widgets.entry import Entry
from widgets.key_line import KeyLine
from widgets.line_list import LineList
from widgets.message_line import MessageLine
from widgets.picker import Picker
from widgets.status_line import StatusLine
from wording import mark, tr

if TYPE_CHECKING:
    from local_cache.news import News

READ_AFTER_S = 0.08
"""A row is read when the mark has rested on it for so long."""


class FindScreen(Searching):
    """The list at the left (or above), the case at the right (or below). `words` starts a search, `case_id` a case."""

    PLACE = "find"
    KEYS: ClassVar = (
        "unmerge", "urge", "note", "reveal", "amend", "withdraw", "caller_note", "lift_note", "search_centre",
        "needs_you", "desk",
    )  # fmt: skip
    BINDINGS = bindings_of("find")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012
    DEFAULT_CSS = """
    FindScreen #asked { height: auto; }
    FindScreen #words { padding-right: 1; }
    FindScreen #place { width: 36; }
    FindScreen #found { layout: vertical; height: 1fr; }
    FindScreen #cases { height: 8; }
    FindScreen #case { height: 1fr; margin-top: 1; }
    FindScreen.-wide #found { layout: horizontal; }
    FindScreen.-wide #cases { height: 1fr; width: 55%; }
    FindScreen.-wide #case { margin: 0 0 0 1; }
    """

    @dataclass
    class ChoicesMade(Message):
        """The places have been made in a thread."""

        choices: Choices

    def __init__(self, words: str = "", case_id: str = "") -> None:
        super().__init__(id="find")
        self._words = words
        self._first = case_id
        self._sent_here = bool(words)
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Search fields, list, case, message, keys."""
        yield StatusLine()
        with Horizontal(id="asked"):
            yield SearchWords(id="words", label=mark("Search"), value=self._words,
                              placeholder=mark("text, case or whole phone number"))  # fmt: skip
            yield Picker(id="place", label=mark("Place"))
        yield TextRows(id="as_of")
        with Vertical(id="found"):
            yield FoundList(empty=NOTHING_FOUND)
            yield ScrollRows(id="case")
        yield MessageLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Take the first key at once and list the newest cases."""
        for entry in self.query(Entry):
            entry.on_leave = self._left
        self.set_focus(self.query_one("#words"))
        self.set_interval(1.0, self._paint_status)
        self._paint_status()
        self.paint_keys()
        self._make_choices()
        self.search()

    def on_screen_resume(self) -> None:
        """Show what has happened meanwhile."""
        self.where_is()
        self.look_again()

    def _make_choices(self) -> None:
        pack = self.services.city_pack

        def make() -> None:
            self.post_message(self.ChoicesMade(area_choices(pack)))

        self.run_worker(make, thread=True, group="choices", exclusive=True, exit_on_error=False)

    @on(ChoicesMade)
    def _choices_made(self, message: ChoicesMade) -> None:
        message.stop()
        self.query_one("#place", Picker).choices = message.choices

    # ---- going about

    def _left(self, entry: Entry, step: int) -> None:
        if step < 0:
            self.set_focus(self.query_one("#words"))
        elif entry.id == "words" and not entry.value and self.is_answered:
            self.set_focus(self.query_one("#place"))
        else:
            self.say("")
            self.search()
            self.set_focus(self.query_one(LineList))

    def on_descendant_focus(self) -> None:
        """Show how to get back to the search words where they do not have the keys."""
        self.paint_keys()

    @on(FoundList.Left)
    def _list_left(self, message: FoundList.Left) -> None:
        message.stop()
        self.set_focus(self.query_one("#words"))

    # ---- one case

    @on(LineList.Moved)
    def _moved(self, message: LineList.Moved) -> None:
        message.stop()
        if self._timer is None:
            self._timer = self.set_timer(READ_AFTER_S, self._read_marked)
        else:
            self._timer.reset()

    def _read_marked(self) -> None:
        self._timer = None
        if marked := self.query_one(LineList).key:
            self.read_case(UUID(marked))
        else:
            self.view = None
            self.paint_case()

    @on(LineList.Opened)
    def _opened(self, message: LineList.Opened) -> None:
        message.stop()
        self.set_focus(self.query_one(ScrollRows))

    @on(ScrollRows.Left)
    def _pane_left(self, message: ScrollRows.Left) -> None:
        message.stop()
        self.set_focus(self.query_one(LineList))

    def read_case(self, case_id: UUID) -> None:
        """Read a case; only the newest one asked for is shown."""
        self.wanted = case_id

        def take(view: CaseView | None) -> None:
            if self.wanted == case_id:
                self.show_case(view)

        self.when_done(self.services.seat.case(case_id), take)

    @property
    def is_read(self) -> bool:
        """Say whether what was searched for is there, and the case of the marked row is shown."""
        if self.is_under_way or self.view is None:
            return False
        return str(self.view.doc.order.id) == self.query_one(LineList).key

    def show_case(self, view: CaseView | None) -> None:
        """Show a case; what was revealed of another one is hidden again."""
        before = self.view
        self.view = view
        if before is None or view is None or before.doc.order.id != view.doc.order.id:
            self.revealed = {}
            self.query_one(ScrollRows).to_top()
            self.forget_refusal()
        if view is not None:
            self.list_as_read(view)
        self.paint_case()

    def paint_case(self) -> None:
        """Paint the case that is shown."""
        pane = self.query_one(ScrollRows)
        if self.view is None:
            pane.show()
        else:
            width = max(20, pane.size.width - 2)
            now, zone = self.services.now(), self.services.zone
            pane.show(*case_rows(self.view, self.services.city_pack, now, zone, width, self.revealed))
        self.paint_keys()

    def on_resize(self) -> None:
        """Use the room there is."""
        self.call_after_refresh(self.paint_case)

    # ---- keys, news, language

    def action_find(self) -> None:
        """Go to the search words; what is typed then takes the place of the old ones."""
        words = self.query_one(SearchWords)
        self.set_focus(words)
        words.start_anew()

    def arrive(self) -> None:
        """Take new words from an operator who comes for a search; what was found before stays until then."""
        self.action_find()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer for a case only what its state allows."""
        if action == "find":
            return True
        if action in OPS:
            return self.view is not None  # where it cannot be done the key says why
        if action == "search_centre":
            return self.services.seat.status.line_up
        return super().check_action(action, parameters)

    def is_offered(self, command: str) -> bool:
        """Leave out what the rulebook would refuse."""
        return super().is_offered(command) and not (command in OPS and self.why_not(command))

    def paint_keys(self) -> None:
        """Show the keys that work now."""
        if isinstance(self.focused, Entry):
            self.offer_keys((tr("Enter"), tr("search")), leave_out=UNMERGE)  # a letter is typed here
        else:
            more = self.query_one(ScrollRows).keys_to_read_on(tr("Enter"))
            asked = self.view is not None and self.view.doc.order.state is State.WITH_SEAT
            answer = [(self.key_of(NOTE), act_words(ANSWER))] if asked else []  # what the case waits for stands first
            self.offer_keys(*answer, *more, (self.key_of("find"), tr("search words")), leave_out=NOTE if asked else "")

    def _paint_status(self) -> None:
        paint_top_line(self)

    def hear(self, news: News) -> None:
        """Repaint only what the news concerns."""
        match news:
            case seat_news.StatusChanged():
                self._paint_status()
                self.paint_keys()
            case seat_news.CasesChanged():
                self._changed(news.case_ids)
            case seat_news.PackChanged():
                self._make_choices()
                self.paint_list()
                self.paint_case()

    def _changed(self, case_ids: frozenset[UUID]) -> None:
        self.where_is()
        if self.view is not None and self.view.doc.order.id in case_ids:
            self.read_case(self.view.doc.order.id)
        if case_ids & {line.case_id for line in self._lines.values()}:
            self.look_again()

    def relabel(self) -> None:
        """Write everything again in the other language."""
        super().relabel()
        self.paint_list()
        self.paint_case()
        self._paint_status()
