"""What a seat may ask of the reports at the centre: each question with the shape of its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from pydantic import BaseModel

from hotline.behind import NONE
from hotline.report_doc import BehindPage, ClassesPage, NamedPage, OverduePage, RatesPage, RepeatsPage

if TYPE_CHECKING:
    from hotline.behind import Behind
    from hotline.periods import Period

Answer = TypeVar("Answer", bound=BaseModel)
RatesBy = Literal["unit", "district", "month", "week"]
Form = Literal["text", "html", "xlsx"]
"""In which form the whole report comes: for a terminal, to be printed, for Excel."""
_MOST_CLASSES = 100


@dataclass(frozen=True, slots=True)
class ReportQuestion(Generic[Answer]):
    """A question: the address below `/v1/reports/`, what is asked there, and the model of the answer."""

    name: str
    answer: type[Answer]
    asked: tuple[tuple[str, str], ...]


def rates(period: Period, by: RatesBy) -> ReportQuestion[RatesPage]:
    """Ask for the rates by unit, district, month or week."""
    return ReportQuestion("rates", RatesPage, (*_days(period), ("by", by)))


def top_classes(period: Period) -> ReportQuestion[ClassesPage]:
    """Ask for the classes of which most cases came in."""
    return ReportQuestion("classes", ClassesPage, (*_days(period), ("limit", str(_MOST_CLASSES))))


def repeats(period: Period, *, reviewed: bool, start: int = 0) -> ReportQuestion[RepeatsPage]:
    """Ask for repeat complaints, with those that were `reviewed` or without; `start` is `next` of the page before."""
    asked = (("reviewed", _said(reviewed)), ("start", str(start)))
    return ReportQuestion("repeats", RepeatsPage, (*_days(period), *asked))


def overdue(period: Period) -> ReportQuestion[OverduePage]:
    """Ask for the units that are late."""
    return ReportQuestion("overdue", OverduePage, _days(period))


def exposure_list(period: Period) -> ReportQuestion[NamedPage]:
    """Ask for the units that were named."""
    return ReportQuestion("named", NamedPage, _days(period))


def cases_behind(period: Period, behind: Behind, cursor: str = "") -> ReportQuestion[BehindPage]:
    """Ask for the cases behind a number; `cursor` is `next` of the page before."""
    asked = [("what", str(behind.what)), ("adjusted", _said(behind.adjusted))]
    narrowed = (("unit", behind.unit), ("district", behind.district))
    asked += [(name, code or NONE) for name, code in narrowed if code is not None]
    asked += [(name, given) for name, given in (("class", behind.class_code), ("cursor", cursor)) if given]
    return ReportQuestion("cases", BehindPage, (*_days(period), *asked))


def _days(period: Period) -> tuple[tuple[str, str], ...]:
    return ("from", period.since.isoformat()), ("to", period.until.isoformat())


def _said(yes: bool) -> str:
    return "true" if yes else "false"
