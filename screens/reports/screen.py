"""The reports screen: one list at a time; Enter opens what stands behind a line, Escape goes back to it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.containers import Vertical

from hotline.report_readers import reads_all_reports
from local_cache import news as seat_news
from screens.parts.base import bindings_of
from screens.parts.scroll_rows import ScrollRows
from screens.parts.tab_row import tab_names, tab_of_key, way_back
from screens.parts.top_line import paint_top_line
from screens.parts.work_list import WorkList
from screens.reports.behind_cases import CasesBehind
from screens.reports.below import BelowTheList
from screens.reports.level import CaseLevel
from screens.reports.other_lines import ClassLines, OverdueLines
from screens.reports.rate_lines import NumbersOf
from screens.reports.reading import ASKING
from screens.reports.tabs import OF_OWN_UNIT, Tab
from widgets.clock_text import exact
from widgets.key_line import KeyLine
from widgets.lamp import Piece, Tone, signed
from widgets.line_list import LineList
from widgets.message_line import MessageLine
from widgets.one_line import OneLine
from widgets.status_line import StatusLine
from wording import tr

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from local_cache.news import News
    from screens.reports.level import Level

_OF_ALL = frozenset({"review", "all_repeats", "read_whole", "write_files"})
"""What only those do who read the reports on all units."""


_OF_PERIOD = frozenset({"next_report", "earlier", "later", "month_or_week", "read_whole", "write_files"})
"""What the key line names at a report itself; they work wherever one is."""


class ReportsScreen(BelowTheList):
    """Reports of a month or week: a report, the numbers of a line, the cases behind a number, each with its pane."""

    PLACE = "reports"
    KEYS: ClassVar = (
        "next_report", "back", "review", "all_repeats", "second_number", "earlier", "later", "month_or_week",
        "read_whole", "write_files", "reveal", "note", "find", "needs_you", "work", "desk",
    )  # fmt: skip
    BINDINGS = bindings_of("reports")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012
    DEFAULT_CSS = """
    ReportsScreen #work { height: 11; }
    ReportsScreen #case { height: 1fr; margin-top: 1; }
    ReportsScreen.-wide #work { height: 22; }
    """

    def __init__(self) -> None:
        super().__init__(id="reports")
        self._painted: Level | None = None

    def compose(self) -> ComposeResult:
        """Top line, period, the reports or the way back, list, pane, message, keys."""
        yield StatusLine()
        yield OneLine(id="period")
        yield OneLine(id="reports_line")
        with Vertical():
            yield WorkList((), empty=ASKING)
            yield ScrollRows(id="case")
        yield MessageLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Ask for the first report and take the first key."""
        self.set_focus(self.query_one(WorkList))
        self.set_interval(1.0, self._paint_status)
        self._paint_status()
        self.read_left()

    def on_screen_resume(self) -> None:
        """Ask how things stand now."""
        self.read()
        self.paint_level()
        self.where_is()

    @property
    def reads_all(self) -> bool:
        """Say whether this person reads the reports on all units."""
        return reads_all_reports(self.services.roles)

    @property
    def tabs(self) -> tuple[Tab, ...]:
        """Return the reports that this person reads."""
        return tuple(Tab) if self.reads_all else OF_OWN_UNIT

    # ---- from list to list

    @on(LineList.Opened)
    def _enter(self, message: LineList.Opened) -> None:
        message.stop()
        if isinstance(self.top, CaseLevel):
            self.set_focus(self.query_one(ScrollRows))
        else:
            self._open(second=False)

    def action_second_number(self) -> None:
        """Open what stands behind the second number of the line."""
        self._open(second=True)

    def _open(self, *, second: bool) -> None:
        key = self.query_one(WorkList).key
        if self.top is None or not key:
            return
        opened = self.top.opened(key, second=second)
        if isinstance(opened, str):
            self.say(partial(tr, opened), wrong=True)
            return
        self.top.key = key
        self.opened.append(opened)
        self.say("")
        self.paint_level()
        if isinstance(opened, CasesBehind):
            self.read_cases(opened)

    def action_back(self) -> None:
        """Go back to the list from which this one was opened; from a case first to its list."""
        if self.query_one(ScrollRows).has_focus:
            self.set_focus(self.query_one(WorkList))
        elif self.opened:
            self.opened.pop()
            self.say("")
            self.paint_level()

    @on(ScrollRows.Left)
    @on(ScrollRows.Entered)
    def _pane_left(self, message: ScrollRows.Left | ScrollRows.Entered) -> None:
        message.stop()
        self.set_focus(self.query_one(WorkList))

    def on_descendant_focus(self) -> None:
        """Name the keys that work from here."""
        self.paint_keys()

    def action_next_report(self) -> None:
        """Go on to the next report."""
        place = self.tabs.index(self.tab) + 1 if self.tab in self.tabs else 0
        self.show_report(self.tabs[place % len(self.tabs)], self.span)

    def action_earlier(self) -> None:
        """Report on the month or week before."""
        self.show_report(self.tab, self.span.earlier())

    def action_later(self) -> None:
        """Report on the month or week after."""
        later = self.span.later(self.today)
        if later == self.span:
            self.say(lambda: tr("There is no report yet on what is still to come"), wrong=True)
        else:
            self.show_report(self.tab, later)

    def action_month_or_week(self) -> None:
        """Report on a week instead of a month, and back."""
        self.show_report(self.tab, self.span.of_other_kind(self.today))

    def on_key(self, event: events.Key) -> None:
        """Go to a report by its digit."""
        tab = tab_of_key(self, event, self.tabs)
        if tab is not None:
            self.show_report(tab, self.span)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Turn away what means nothing in the list that is shown."""
        match action:
            case "back":
                return bool(self.opened) or self.query_one(ScrollRows).has_focus
            case "second_number":
                return isinstance(self.top, NumbersOf | ClassLines | OverdueLines)
            case "review" | "all_repeats" if self.tab is not Tab.REPEATS:
                return False
            case _ if action in _OF_ALL and not self.reads_all:
                return False
            case _ if self.is_act(action):
                return self.view is not None
        return super().check_action(action, parameters)

    def is_offered(self, command: str) -> bool:
        """Leave out what could not be done."""
        if command == "later" and self.span.later(self.today) == self.span:
            return False
        if command in _OF_PERIOD and self.opened:
            return False
        return super().is_offered(command) and not (self.is_act(command) and self.why_not(command))

    # ---- painting

    def paint_level(self) -> None:
        """Show the list on top with its marked line."""
        work, top = self.query_one(WorkList), self.top
        with self.prevent(LineList.Moved):
            if top is None:
                work.head((), self.words_for_nothing())
                work.show([])
                work.goes_on = False
            else:
                work.head(top.columns, top.empty)
                work.show(top.rows())
                work.goes_on = top.goes_on
                if top is not self._painted:
                    self.forget_files()
                    work.key = top.key or (work.rows[0].key if work.rows else "")
        self._painted = top
        self._paint_heads()
        self.show_marked()

    def _paint_heads(self) -> None:
        now, zone = self.services.now(), self.services.zone
        said = [(f" {self.span.words(self.today)}", Tone.BRIGHT)]
        told: list[Piece] = []
        if self.pages:
            page = self.pages[0]
            when = exact(page.as_of, now, zone)
            fresh = self.is_fresh and self.services.seat.status.line_up
            told = [(tr("as of {at}").format(at=when), Tone.GREY)]
            if not fresh:
                told = [signed(tr("not fresh: as of {at}").format(at=when), Tone.YELLOW)]
        self.query_one("#period", OneLine).say(said, [*told, (" ", Tone.GREY)])
        back = way_back(self.opened[-1].title(), self.tab, self.key_of("back")) if self.opened else []
        self.query_one("#reports_line", OneLine).say(back or tab_names(self.tabs, self.tab))

    def on_resize(self) -> None:
        """Use the room there is."""
        self.call_after_refresh(self.paint_case)

    def paint_keys(self) -> None:
        """Show the keys that work now."""
        enter = [(tr("Enter"), tr("open"))] if not isinstance(self.top, CaseLevel) and self.top is not None else []
        self.offer_keys(
            *enter,
            *self.query_one(ScrollRows).keys_to_read_on(tr("Enter") if not enter else "Tab"),
            now=("find",) if self.wanted is not None else (),
        )

    def _paint_status(self) -> None:
        paint_top_line(self)

    # ---- news and language

    def hear(self, news: News) -> None:
        """Follow the line and the cases."""
        match news:
            case seat_news.StatusChanged():
                self._paint_status()
                self._paint_heads()
                self.paint_keys()
                if news.status.line_up and not self.is_fresh:
                    self.read()
            case seat_news.CasesChanged():
                self.where_is()
            case seat_news.PackChanged():
                self.paint_level()

    def relabel(self) -> None:
        """Write everything again in the other language."""
        super().relabel()
        self.paint_level()
        self._paint_status()
