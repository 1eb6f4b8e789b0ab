"""What the reports screen has been told: asked of the centre by report and period, and kept with its "as of"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from hotline.report_doc import RepeatsPage
from local_cache.errors import NoLine
from screens.parts.taken_up import TakesUp
from screens.parts.work_list import WorkList
from screens.reports import tabs
from screens.reports.behind_cases import CasesBehind
from screens.reports.span import Span
from screens.reports.tabs import ReportPage, Tab
from widgets.line_list import LineList
from wording import mark

if TYPE_CHECKING:
    from datetime import date

    from hotline.report_doc import BehindPage
    from screens.reports.level import Level

ASKING = mark("Asking the centre ...")
_NO_LINE = mark("Reports are at the centre: they come as soon as there is a line.")
_Asked = tuple[Tab, Span, bool]


class ReportReading(TakesUp):
    """A screen with the reports of a period; `opened` are the lists that were opened from one, the last on top."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.tab = Tab.UNITS
        self.reviewed = False
        """Whether repeats are listed too that were reviewed."""
        self.opened: list[Level] = []
        self.report: Level | None = None
        self.pages: list[ReportPage] = []
        self.is_fresh = False
        """The centre has answered the last time that it was asked."""
        self._span: Span | None = None
        self._kept: dict[_Asked, list[ReportPage]] = {}
        self._under_way_for: _Asked | None = None

    def paint_level(self) -> None:
        """Show the list on top."""
        raise NotImplementedError

    @property
    def today(self) -> date:
        """Return the day by the city's calendar."""
        return self.services.now().astimezone(self.services.zone).date()

    @property
    def span(self) -> Span:
        """Return the period that is shown; this month until another one is chosen."""
        if self._span is None:
            self._span = Span.around("month", self.today)
        return self._span

    @property
    def top(self) -> Level | None:
        """Return the list that is shown; None until the centre has answered."""
        return self.opened[-1] if self.opened else self.report

    @property
    def own_unit(self) -> str:
        """Return the unit whose rates alone this person reads; empty for who reads all."""
        session = self.services.session
        return "" if session is None or self.reads_all else session.unit

    @property
    def reads_all(self) -> bool:
        """Say whether this person reads the reports on all units."""
        raise NotImplementedError

    # ---- another report or period

    def show_report(self, tab: Tab, span: Span, *, reviewed: bool | None = None) -> None:
        """Show a report from its beginning, what is kept of it at once, and ask how it is now."""
        key = self.query_one(WorkList).key if (tab, self.opened) == (self.tab, []) else ""
        self.tab, self._span = tab, span
        self.reviewed = self.reviewed if reviewed is None else reviewed
        self.opened = []
        self._made(self._kept.get(self._asked, []), key)
        self.is_fresh = False
        self.read()
        self.paint_level()

    @property
    def _asked(self) -> _Asked:
        return self.tab, self.span, self.reviewed

    def _made(self, pages: list[ReportPage], key: str) -> None:
        self.pages = pages
        self.report = tabs.level(self.tab, pages, self.services, self.own_unit) if pages else None
        if self.report is not None:
            self.report.key = key

    def read(self) -> None:
        """Ask the centre for the report that is shown."""
        asked = self._asked
        if self._under_way_for == asked:
            return
        self._under_way_for = asked
        wanted = tabs.question(self.tab, self.span, reviewed=self.reviewed)
        self.when_done(
            self.services.seat.report(wanted),
            lambda page: self._came(asked, [page]),
            lambda error: self._not_read(asked, error),
        )

    def _came(self, asked: _Asked, pages: list[ReportPage]) -> None:
        self._kept[asked] = pages
        if self._under_way_for == asked:
            self._under_way_for = None
        if asked != self._asked:
            return  # another report is shown by now
        self.is_fresh = True
        self._made(pages, self.report.key if self.opened and self.report else self.query_one(WorkList).key)
        self.paint_level()

    def _not_read(self, asked: _Asked, error: Exception) -> None:
        if self._under_way_for == asked:
            self._under_way_for = None
        if asked == self._asked:
            self.is_fresh = False
            self._say_unless_no_line(error)
            self.paint_level()

    def _say_unless_no_line(self, error: Exception) -> None:
        if not isinstance(error, NoLine) or self.top is not None:
            self.seat_failed(error)

    def words_for_nothing(self) -> str:
        """Return the message id for a report of which nothing is known."""
        return ASKING if self._under_way_for == self._asked else _NO_LINE

    # ---- more of a list

    def read_cases(self, cases: CasesBehind) -> None:
        """Ask for the next page of the cases behind a number."""
        wanted = cases.question()
        if wanted is None or cases.is_asking:
            return
        cases.is_asking = True

        def came(page: BehindPage) -> None:
            cases.is_asking = False
            cases.take(page)
            if self.top is cases:
                self.paint_level()

        def failed(error: Exception) -> None:
            cases.is_asking = False
            self.seat_failed(error)

        self.when_done(self.services.seat.report(wanted), came, failed)

    @on(LineList.AtEnd)
    def _at_end(self, message: LineList.AtEnd) -> None:
        """Ask for the next page."""
        message.stop()
        last = self.pages[-1] if self.pages else None
        if isinstance(self.top, CasesBehind):
            self.read_cases(self.top)
        elif not self.opened and isinstance(last, RepeatsPage) and last.next:
            asked, before = self._asked, list(self.pages)
            if self._under_way_for == asked:
                return
            self._under_way_for = asked
            wanted = tabs.question(self.tab, self.span, reviewed=self.reviewed, start=last.next)
            self.when_done(
                self.services.seat.report(wanted),
                lambda page: self._came(asked, [*before, page]),
                lambda error: self._not_read(asked, error),
            )
