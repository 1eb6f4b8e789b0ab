"""The trainer's screen: one list at a time; Enter opens what stands behind a line, Escape goes back to it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on

from hotline.practice_trainer_doc import whole_weeks
from hotline.practice_words import weeks_words
from hotline.texts import visible
from local_cache import news as seat_news
from screens.parts.ask import Choose, Option
from screens.parts.base import bindings_of
from screens.parts.scroll_rows import ScrollRows
from screens.parts.tab_row import tab_names, tab_of_key, way_back
from screens.parts.text_rows import wrapped
from screens.parts.top_line import paint_top_line
from screens.parts.trouble import trouble_words
from screens.parts.while_seen import WhileSeen
from screens.parts.work_list import WorkList
from screens.trainer.acting import TrainerActing
from screens.trainer.level import ASKING
from screens.trainer.shown import WEEKS
from screens.trainer.tabs import Tab
from widgets.key_line import KeyLine
from widgets.lamp import Piece, Tone, signed
from widgets.line_list import LineList
from widgets.message_line import MessageLine
from widgets.one_line import OneLine
from widgets.status_line import StatusLine
from wording import language, tr
from wording.os_trouble import os_row

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult

    from local_cache.news import News
    from screens.trainer.level import Level

_ACTS = frozenset({"mark_line", "assign_practice", "put_group", "end_line", "trainer_note"})
_ALL, _PERSON = "all", "person"


class TrainerScreen(WhileSeen, TrainerActing):
    """Who practises, what is set, what came of it: lists by their digits, with what is said of the marked line."""

    PLACE = "trainer"
    KEYS: ClassVar = (
        "next_list", "back", "mark_line", "assign_practice", "put_group", "trainer_note", "answer_appeal", "end_line",
        "whose_results", "which_weeks", "write_files", "work", "desk",
    )  # fmt: skip
    BINDINGS = bindings_of("trainer")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012
    DEFAULT_CSS = """
    TrainerScreen #work { height: 1fr; }
    TrainerScreen #about { height: 5; margin-top: 1; background: $panel; }
    TrainerScreen.-wide #about { height: 9; }
    """

    def __init__(self) -> None:
        super().__init__(id="trainer")
        self._painted: Level[Any] | None = None
        self._files: tuple[Path, ...] = ()
        """What was written last, until the mark is moved: too long for the message line."""

    def compose(self) -> ComposeResult:
        """Top line, whose results of which weeks, the lists or the way back, list, what is said, message, keys."""
        yield StatusLine()
        yield OneLine(id="whose")
        yield OneLine(id="lists")
        yield WorkList((), empty=ASKING)
        yield ScrollRows(id="about")
        yield MessageLine()
        yield KeyLine()

    def look(self) -> None:
        """Show the list that is seen, and ask how things stand now."""
        self.read_names()
        self.paint_level()
        self.read_anew()

    def look_again(self) -> None:
        """Ask once more after some time."""
        self.read_again_soon()

    # ---- from list to list

    @on(LineList.Opened)
    def _enter(self, message: LineList.Opened) -> None:
        message.stop()
        opened = self.top.opened(message.key)
        if isinstance(opened, str):
            self.say(partial(tr, opened), wrong=True)
        else:
            self.top.key = message.key
            self.open_level(opened)

    @on(LineList.AtEnd)
    def _at_end(self, message: LineList.AtEnd) -> None:
        message.stop()
        self.read_on()

    @on(LineList.Moved)
    def _moved(self, message: LineList.Moved) -> None:
        message.stop()
        self._files = ()
        self.query_one(ScrollRows).to_top()
        self._paint_about()

    @on(ScrollRows.Left)
    @on(ScrollRows.Entered)
    def _about_left(self) -> None:
        self.set_focus(self.query_one(WorkList))

    def action_back(self) -> None:
        """Go back to the list from which this one was opened."""
        if self.query_one(ScrollRows).has_focus:
            self.set_focus(self.query_one(WorkList))
        elif self.opened:
            self.opened.pop()
            self.say("")
            self.paint_level()
            self.read_anew()

    def action_next_list(self) -> None:
        """Go on to the next list."""
        tabs = list(Tab)
        self._files = ()
        self.show_tab(tabs[(tabs.index(self.tab) + 1) % len(tabs)])

    def on_key(self, event: events.Key) -> None:
        """Go to a list by its digit."""
        tab = tab_of_key(self, event, list(Tab))
        if tab is not None:
            self.show_tab(tab)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Turn away what means nothing in the list that is shown."""
        if action == "back":
            return bool(self.opened) or self.query_one(ScrollRows).has_focus
        if action == "answer_appeal":
            return self.top.unanswered(self.marked_key) is not None
        if action in _ACTS:
            return action in self.top.acts
        return super().check_action(action, parameters)

    # ---- whose results, of which weeks

    def action_whose_results(self) -> None:
        """Choose whose results are seen: all, a group, or the marked trainee."""
        shown, person, groups = self.shown, self._person_here(), tuple(self.shown.groups)

        def options() -> list[Option]:
            names = [Option(_ALL, tr("all trainees"))]
            names += [Option(_PERSON, visible(person[1]))] if person is not None else []
            return [*names, *(Option(str(place), visible(each.name)) for place, each in enumerate(groups))]

        def chosen(answer: str | None) -> None:
            if answer is None:
                return
            shown.person = person if answer == _PERSON else None
            shown.group = groups[int(answer)] if answer not in (_ALL, _PERSON) else None
            self.show_tab(self.tab)

        self.app.push_screen(Choose(lambda: tr("Whose results?"), options), chosen)

    def action_which_weeks(self) -> None:
        """See 4, 13 or 52 weeks."""
        self.shown.weeks = WEEKS[(WEEKS.index(self.shown.weeks) + 1) % len(WEEKS)]
        self.paint_level()
        self.read_anew()

    def action_write_files(self) -> None:
        """Write the results of these weeks as page and workbook to new files."""

        def written(files: tuple[Path, ...]) -> None:
            self._files = files
            self.say(lambda: tr("The results are written to files"))
            self._paint_about()

        def failed(error: Exception) -> None:
            why = os_row(error) if isinstance(error, OSError) else trouble_words(error)
            self.say(lambda: tr("NOT written: {why}").format(why=why), wrong=True)

        self.say(lambda: tr("Asking the centre ..."))
        self.when_done(self.services.seat.keep_practice(self.shown.wanted, language()), written, failed)

    # ---- painting

    def paint_level(self) -> None:
        """Show the list on top with its marked line."""
        if self.services.session is None:
            return
        work, top = self.query_one(WorkList), self.top
        with self.prevent(LineList.Moved):
            if top is not self._painted or not top.pages:
                work.head(top.columns, top.empty)
            work.empty = top.empty
            work.show(top.rows())
            work.goes_on = top.goes_on
            if top is not self._painted:
                work.key = top.key or (work.rows[0].key if work.rows else "")
        self._painted = top if work.rows else None
        work.is_awaited = top.is_awaited
        paint_top_line(self)
        self._paint_heads()
        self._paint_about()

    def _paint_heads(self) -> None:
        weeks = weeks_words(*whole_weeks(self.shown.wanted.first, self.shown.wanted.last))
        said: list[Piece] = [(f" {self.shown.whose_words()}", Tone.ACCENT), (f"   {weeks}", Tone.BRIGHT)]
        told: list[Piece] = []
        if not self.services.seat.status.line_up:
            told = [signed(tr("no line"), Tone.YELLOW)]
        elif not self.fresh and self.top.pages:
            told = [signed(tr("not fresh"), Tone.YELLOW)]
        self.query_one("#whose", OneLine).say(said, [*told, (" ", Tone.GREY)])
        back = way_back(self.top.title(), self.tab, self.key_of("back")) if self.opened else []
        self.query_one("#lists", OneLine).say(back or tab_names(list(Tab), self.tab))

    def _paint_about(self) -> None:
        width = max(20, self.size.width - 2)
        files = [row for file in self._files for row in wrapped(tr("Written: {file}").format(file=file), width)]
        self.query_one(ScrollRows).show(*files, *self.top.about(self.query_one(WorkList).key, width))
        self.paint_keys()

    def on_resize(self) -> None:
        """Use the room there is."""
        self.call_after_refresh(self._paint_about)

    def paint_keys(self) -> None:
        """Show the keys that work now."""
        key = self.query_one(WorkList).key
        opens = bool(key) and not isinstance(self.top.opened(key), str)
        enter = [(tr("Enter"), tr("open"))] if opens else []
        self.offer_keys(*enter, *self.query_one(ScrollRows).keys_to_read_on("Tab"))

    def on_descendant_focus(self) -> None:
        """Name the keys that work from here."""
        self.paint_keys()

    # ---- news and language

    def hear(self, news: News) -> None:
        """Follow the line and the city's names."""
        if isinstance(news, seat_news.StatusChanged) and self.seen:
            paint_top_line(self)
            self._paint_heads()
            if news.status.line_up and not self.fresh:
                self.read_anew()
        elif isinstance(news, seat_news.PackChanged):
            self.read_names()
            self.paint_level()

    def relabel(self) -> None:
        """Write everything again in the other language."""
        super().relabel()
        self._painted = None
        self.paint_level()
