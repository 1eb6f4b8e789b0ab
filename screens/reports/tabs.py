"""The reports side by side: what each asks of the centre, and the list that its answer makes. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any, cast

from hotline.report_doc import ClassesPage, NamedPage, OverduePage, RatesPage, RepeatsPage
from local_cache import report_questions as ask
from screens.reports.other_lines import ClassLines, ExposureLines, OverdueLines
from screens.reports.rate_lines import RateLines
from screens.reports.repeat_lines import RepeatLines
from wording import mark

if TYPE_CHECKING:
    from local_cache.report_questions import ReportQuestion
    from screens.reports.level import Level
    from screens.reports.span import Span
    from screens.services import Services

ReportPage = RatesPage | ClassesPage | RepeatsPage | OverduePage | NamedPage


class Tab(Enum):
    """A report; its value is the message id of its name."""

    UNITS = mark("Units")
    DISTRICTS = mark("Districts")
    OVER_TIME = mark("Over time")
    CLASSES = mark("Classes")
    REPEATS = mark("Repeats")
    OVERDUE = mark("Overdue")
    EXPOSED = mark("Exposed")


OF_OWN_UNIT = (Tab.UNITS, Tab.OVER_TIME)
"""The reports that people of a unit read, on their own unit."""


def question(tab: Tab, span: Span, *, reviewed: bool, start: int = 0) -> ReportQuestion[Any]:
    """Return what a report asks; `reviewed` and `start` are about repeats alone."""
    period = span.period
    match tab:
        case Tab.UNITS:
            return ask.rates(period, "unit")
        case Tab.DISTRICTS:
            return ask.rates(period, "district")
        case Tab.OVER_TIME:
            return ask.rates(span.over_time(), span.kind)
        case Tab.CLASSES:
            return ask.top_classes(period)
        case Tab.REPEATS:
            return ask.repeats(period, reviewed=reviewed, start=start)
        case Tab.OVERDUE:
            return ask.overdue(period)
        case Tab.EXPOSED:
            return ask.exposure_list(period)


def level(tab: Tab, pages: Sequence[ReportPage], services: Services, own_unit: str) -> Level:
    """Return the list of a report as the centre answered; `own_unit` is empty for who reads all."""
    match page := pages[0]:
        case ClassesPage():
            return ClassLines(services, page)
        case OverduePage():
            return OverdueLines(services, page)
        case NamedPage():
            return ExposureLines(services, page)
        case RepeatsPage():
            return RepeatLines(services, cast("Sequence[RepeatsPage]", pages))
        case RatesPage():
            of = {Tab.DISTRICTS: "district", Tab.OVER_TIME: "time"}.get(tab, "unit")
            return RateLines(services, page, of, own_unit=own_unit)  # type: ignore[arg-type]
