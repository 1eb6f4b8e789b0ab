"""Choose the case that another one goes into: the likely ones first, or whatever a search at the centre finds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from hotline.codes import LIVE, Channel
from hotline.intake_rules import LINE_LIMIT
from hotline.texts import visible
from local_cache.errors import NoLine
from local_cache.model import CaseLine, Probe
from screens.dispatch.same_caller import channel_words, same_callers
from screens.parts.base import Said, services_of, when_done
from screens.parts.case_words import coded, number_words, place_words, unit_words
from screens.parts.over import Keys, OverScreen
from screens.parts.query import query_of
from screens.parts.text_rows import Row, TextRows, wrapped
from screens.parts.trouble import trouble_words
from widgets.clock_text import at
from widgets.entry import Entry
from widgets.field import Field
from widgets.key_line import KeyLine
from widgets.lamp import Tone
from widgets.line_list import Column, LineList, ListRow
from widgets.message_line import MessageLine
from wording import mark, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.timer import Timer

    from hotline.likely_doc import LikelyCase
    from hotline.work_order import WorkOrder
    from local_cache.model import CaseView, Likely, Page

_LIST_ROWS = 6
_PARENT_ROWS = 3
_SEARCH_AFTER_S = 0.3
_MOST = 20
"""So many cases are asked for: nobody reads further for a case of the same matter."""
_LIKELY = mark("Likely the same matter")
_OWN = mark("The same caller")
_SAME = mark("Of this class and place")
_FOUND = mark("Found at the centre")
_NONE_LIKELY = mark("No live case is like this one: type words, a number or a telephone number.")
_NONE_FOUND = mark("No live case has these words.")


class Candidates(LineList):
    """A list that is left upwards, to the words above it."""

    class Left(Message):
        """The mark was moved up from the first row."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "up" and (not self.rows or self.key == self.rows[0].key):
            event.stop()
            event.prevent_default()
            self.post_message(self.Left())


class CaseWords(Field):
    """The words above that list, of which one row is marked in sight: moving down marks the one below it at once."""

    class Down(Message):
        """The key that moves down was pressed."""

    def press(self, key: str, character: str | None) -> bool:
        """Take a key; Down is the list's."""
        if key == "down":
            self.post_message(self.Down())
            return True
        return super().press(key, character)


class MergeInto(OverScreen[str]):
    """Asks for a case; the answer is its id. What is marked is shown whole below the list.

    Enter in the words only goes to the list: they may have found something else since the operator looked.
    """

    DEFAULT_CSS = """
    MergeInto { align: center bottom; background: transparent; }
    MergeInto > Vertical { height: auto; width: 100%; background: $panel; }
    MergeInto KeyLine { background: $surface; }
    """

    def __init__(self, heading: Said, order: WorkOrder) -> None:
        super().__init__()
        self._heading = heading
        self._order = order
        self._lines: dict[str, CaseLine] = {}
        self._whole: CaseView | None = None
        self._of: dict[str, str] = {}
        self._asked = 0
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Heading, search words, candidates, the marked one, keys."""
        with Vertical():
            yield TextRows(id="heading")
            yield CaseWords(id="words", label=mark("Search"), placeholder=mark("text, case or whole phone number"),
                            limit=LINE_LIMIT)  # fmt: skip
            found = Candidates(
                (Column(mark("Number"), 16), Column(mark("State"), 10), Column(mark("Title")),
                 Column(mark("Place"), 16), Column(mark("When"), 6)),
                id="candidates",
                empty=_NONE_LIKELY,
                heads=False,
            )  # fmt: skip
            found.styles.height = _LIST_ROWS
            yield found
            yield TextRows(id="parent", rows=_PARENT_ROWS)
            yield MessageLine()
            yield KeyLine()

    def on_mount(self) -> None:
        """Ask what is likely; a letter goes to the words, Enter and Down to the list."""
        words = self.query_one("#words", Field)
        words.on_leave = self._words_left
        self.set_focus(words)
        self.paint()
        asked = services_of(self.app).seat.likely_at_centre(self._order.id)
        when_done(self, asked, self._centre_said, self._centre_not_asked)

    def paint(self) -> None:
        """Write heading, candidates and keys."""
        self.query_one("#heading", TextRows).show([(self._heading(), Tone.ACCENT)])
        self._paint_list()
        super().paint()

    def keys(self) -> Keys:
        """Enter merges into the marked case, from the words it goes to the cases."""
        found = self.query_one(Candidates)
        marked = self._lines.get(found.key)
        words = tr("merge into {number}").format(number=number_words(marked.number)) if marked else ""
        enter = [(tr("Enter"), words if found.has_focus else tr("to the cases"))] if marked else []
        return [*enter, (tr("Up, Down"), tr("mark")), *super().keys()]

    def asked(self) -> str:
        """Return the heading."""
        return self._heading()

    # ---- searching

    def _centre_not_asked(self, error: Exception) -> None:
        """Go on with what this seat has, and say what nobody knows then."""
        words = trouble_words(error)
        if isinstance(error, NoLine):
            words = tr(
                "No line: whether this caller has another live case is not known; this seat proposes what it has."
            )
        self.query_one(MessageLine).show(words, Tone.RED)
        self._centre_said(())

    def _centre_said(self, found: Sequence[LikelyCase]) -> None:
        """Propose what the centre knows of the caller, what this seat takes for the same matter, then its place's."""
        order = self._order
        probe = Probe(area_code=order.area_code, class_code=order.class_code, text=order.content)
        own = [(CaseLine.of(each), _OWN) for each in same_callers(found)]
        # The centre names cases of one class and place, and of others the same caller's alone.
        near = [(CaseLine.of(each.order), _SAME) for each in found if not each.same_caller]

        def came(likely: list[Likely]) -> None:
            if not self._asked:
                self._show([*own, *((each.line, _LIKELY) for each in likely), *near], _NONE_LIKELY)

        when_done(self, services_of(self.app).seat.likely_duplicates(probe), came, self._failed)

    @on(Entry.Changed)
    def _words_changed(self) -> None:
        if self._timer is None:
            self._timer = self.set_timer(_SEARCH_AFTER_S, self._search)
        else:
            self._timer.reset()

    def _search(self) -> None:
        self._timer = None
        words = self.query_one("#words", Field).value
        if not words.strip():
            return
        self._asked += 1
        asked = self._asked

        def came(page: Page) -> None:
            if asked == self._asked:
                self.query_one(MessageLine).clear()
                self._show([(line, _FOUND) for line in page.lines], _NONE_FOUND)

        def failed(error: Exception) -> None:
            if asked == self._asked:
                self._failed(error)

        when_done(
            self, services_of(self.app).seat.search_centre(replace(query_of(words, ""), limit=_MOST)), came, failed
        )

    def _failed(self, error: Exception) -> None:
        self.query_one(MessageLine).show(trouble_words(error), Tone.RED)

    def _show(self, found: Sequence[tuple[CaseLine, str]], empty: str) -> None:
        """Show what can be merged into, live cases but the case itself, each with the message id of why it is here."""
        self._lines, self._of = {}, {}
        for line, why in found:
            if line.case_id != self._order.id and line.state in LIVE:
                self._lines.setdefault(str(line.case_id), line)
                self._of.setdefault(str(line.case_id), why)
        self.query_one(Candidates).empty = empty
        self._paint_list()
        self._read_marked()

    def _paint_list(self) -> None:
        services = services_of(self.app)
        now, zone, pack = services.now(), services.zone, services.city_pack
        self.query_one(Candidates).rows = [
            ListRow(key, (
                (number_words(line.number), Tone.BRIGHT),
                (coded(pack, "state", line.state), Tone.GREY),
                (visible(line.title), Tone.BRIGHT),
                (place_words(pack, line.area_code).rpartition("/")[2].strip(), Tone.GREY),
                (at(line.created_at, now, zone), Tone.GREY),
            ))
            for key, line in self._lines.items()
        ]  # fmt: skip

    # ---- the marked one

    @on(LineList.Moved)
    def _moved(self, message: LineList.Moved) -> None:
        message.stop()
        self._read_marked()

    def _read_marked(self) -> None:
        key = self.query_one(Candidates).key
        self._whole = None
        self._paint_parent()
        self.paint_keys()
        if not key:
            return

        def came(view: CaseView | None) -> None:
            if self.query_one(Candidates).key == key:
                self._whole = view
                self._paint_parent()

        when_done(self, services_of(self.app).seat.case(UUID(key)), came, self._failed)

    def _paint_parent(self) -> None:
        services = services_of(self.app)
        line = self._lines.get(self.query_one(Candidates).key)
        rows: list[Row] = []
        if line is not None:
            pack, width = services.city_pack, max(20, self.app.size.width - 2)
            order = self._whole.doc.order if self._whole is not None else None
            unit = unit_words(pack, order.lead_unit) if order is not None and order.lead_unit else ""
            parts = (
                tr(self._of[str(line.case_id)]),
                channel_words(order, pack) if order is not None and order.channel is not Channel.PHONE else "",
                coded(pack, "state", line.state),
                unit,
                place_words(pack, line.area_code),
            )
            rows.append([("  ".join(filter(None, parts)), Tone.GREY)])
            rows += wrapped(visible(order.content if order is not None else line.title), width)[: _PARENT_ROWS - 1]
        self.query_one("#parent", TextRows).show(*rows)

    # ---- keys

    def _words_left(self, entry: Entry, step: int) -> None:  # noqa: ARG002
        if step > 0 and self._lines:
            self.set_focus(self.query_one(Candidates))

    @on(CaseWords.Down)
    def _down(self, message: CaseWords.Down) -> None:
        message.stop()
        if self._lines:
            found = self.query_one(Candidates)
            self.set_focus(found)
            found.key = found.rows[min(1, len(found.rows) - 1)].key

    @on(Candidates.Left)
    def _list_left(self, message: Candidates.Left) -> None:
        message.stop()
        self.set_focus(self.query_one("#words"))

    def on_descendant_focus(self) -> None:
        """Say what Enter does here."""
        self.paint_keys()

    @on(LineList.Opened)
    def _opened(self, message: LineList.Opened) -> None:
        message.stop()
        self.dismiss(message.key)
