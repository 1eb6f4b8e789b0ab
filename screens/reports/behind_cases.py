"""The cases behind a number, page by page, and those of a repeat complaint. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.texts import visible
from local_cache.report_questions import cases_behind
from screens.parts.case_words import class_name_words, coded, number_words, place_name_words, unit_words
from screens.parts.work_list import WorkColumn
from screens.reports.level import CaseLevel
from screens.reports.number_words import day_words
from widgets.lamp import Tone
from widgets.line_list import ListRow
from wording import mark, tr

if TYPE_CHECKING:
    from hotline.behind import Behind
    from hotline.case_doc import CaseDoc
    from hotline.periods import Period
    from hotline.report_doc import BehindPage, Repeat
    from local_cache.report_questions import ReportQuestion
    from screens.parts.base import Said
    from screens.services import Services

_DAY = WorkColumn(mark("Taken down"), 10, weight=3)
_NUMBER = WorkColumn(mark("Number"), 18, weight=9)
_STATE = WorkColumn(mark("State"), 12, weight=7)


class CasesBehind(CaseLevel):
    """The cases behind a number, the newest first. `pages` is what the centre has given so far."""

    columns = (
        _NUMBER, _STATE, _DAY, WorkColumn(mark("Unit"), 16, weight=5), WorkColumn(mark("Matter"), 0, least=12, weight=8)
    )  # fmt: skip
    empty = mark("Asking the centre ...")

    def __init__(self, services: Services, period: Period, behind: Behind, title: Said) -> None:
        super().__init__(services)
        self._period = period
        self._behind = behind
        self._title = title
        self.pages: list[BehindPage] = []
        self.is_asking = False

    def question(self) -> ReportQuestion[BehindPage] | None:
        """Return what is to be asked for the next page; None after the last."""
        if not self.pages:
            return cases_behind(self._period, self._behind)
        cursor = self.pages[-1].next
        return cases_behind(self._period, self._behind, cursor) if cursor else None

    def take(self, page: BehindPage) -> None:
        """Add a page."""
        self.pages.append(page)
        self.empty = mark("No case stands behind this number (any more).")

    @property
    def goes_on(self) -> bool:
        """Whether there is a next page."""
        return bool(self.pages and self.pages[-1].next)

    def rows(self) -> list[ListRow]:
        """Return the cases."""
        return [
            ListRow(str(order.id), (
                (number_words(order.order_no), Tone.BRIGHT), (coded(self.pack, "state", order.state), Tone.GREY),
                (day_words(order.created_at, self.zone), Tone.GREY),
                (unit_words(self.pack, order.lead_unit), Tone.GREY),
                (visible(order.title), Tone.GREY),
            ))
            for order in (doc.order for page in self.pages for doc in page.cases)
        ]  # fmt: skip

    def doc(self, key: str) -> CaseDoc | None:
        """Return the case of a line."""
        return next((doc for page in self.pages for doc in page.cases if str(doc.order.id) == key), None)

    def title(self) -> str:
        """Return which number they stand behind."""
        return self._title()


class CasesOfRepeat(CaseLevel):
    """The cases of one caller about one matter, the oldest first."""

    columns = (
        _NUMBER, _STATE, _DAY, WorkColumn(mark("Place"), 20, weight=5), WorkColumn(mark("Class"), 0, least=12, weight=8)
    )  # fmt: skip

    def __init__(self, services: Services, repeat: Repeat) -> None:
        super().__init__(services)
        self.repeat = repeat

    def rows(self) -> list[ListRow]:
        """Return the cases."""
        return [
            ListRow(str(case.id), (
                (number_words(case.order_no), Tone.BRIGHT), (coded(self.pack, "state", case.state), Tone.GREY),
                (day_words(case.created_at, self.zone), Tone.GREY),
                (place_name_words(self.pack, case.area_code), Tone.GREY),
                (class_name_words(self.pack, case.class_code), Tone.GREY),
            ))
            for case in self.repeat.cases
        ]  # fmt: skip

    def title(self) -> str:
        """Return of what matter they are."""
        return tr("one caller about {matter}").format(
            matter=class_name_words(self.pack, self.repeat.cases[-1].class_code)
        )
