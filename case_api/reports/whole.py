"""The weekly and monthly report (source row B16): all that it says, gathered in one look at the database."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Connection

from case_api.centre import Centre
from case_api.reports.behind import numbers_behind
from case_api.reports.classes import classes_of, received_by_district
from case_api.reports.exposed import named_of, overdue_of
from case_api.reports.rates import rates_of
from case_api.reports.repeats import repeats_of
from case_api.storage.engine import reading
from hotline.behind import Behind, What
from hotline.counts import Count
from hotline.periods import Period
from hotline.report_doc import ClassesPage, NamedUnit, OverdueUnit, RatesPage, RepeatsPage

FEW = 10
"""So many cases are named behind a number; of more it is said how they are listed."""
_REPEATS = 20
_TOP = 10


@dataclass(frozen=True, slots=True)
class Report:
    """A report on a period. `numbers` are the cases behind a number, where they are few, by what it counts and whose.

    Its keys are the count and the unit (None for all units).
    """

    period: Period
    by_unit: RatesPage
    by_district: RatesPage
    received: Counter[str]
    topics: ClassesPage
    classes: ClassesPage
    repeats: RepeatsPage
    overdue: tuple[OverdueUnit, ...]
    named: tuple[NamedUnit, ...]
    numbers: dict[tuple[What, str | None], tuple[str, ...]]


NAMED_COUNTS = (Count.UNSOLVED, Count.DISSATISFIED, Count.NOT_CONTACTED, Count.OVERDUE, Count.EXCLUDED)
"""The counts whose cases a report names: those that somebody has to look at."""


def report_of(centre: Centre, period: Period) -> Report:
    """Return the report on a period. Raises `ProblemError` (busy)."""
    with reading(centre.engine) as conn:
        by_unit = rates_of(conn, centre, period, "unit")
        return Report(
            period=period,
            by_unit=by_unit,
            by_district=rates_of(conn, centre, period, "district"),
            received=received_by_district(conn, centre, period),
            topics=classes_of(conn, centre, period, level=1, most=5),
            classes=classes_of(conn, centre, period, most=_TOP),
            repeats=repeats_of(conn, centre, period, limit=_REPEATS),
            overdue=overdue_of(conn, centre, period, by_unit),
            named=named_of(conn, period),
            numbers=_numbers(conn, centre, period, by_unit),
        )


def _numbers(
    conn: Connection, centre: Centre, period: Period, by_unit: RatesPage
) -> dict[tuple[What, str | None], tuple[str, ...]]:
    """Return the cases behind those counts of every unit that are few; one look for each count."""
    found: dict[tuple[What, str | None], tuple[str, ...]] = {}
    for count in NAMED_COUNTS:
        few = {line.key for line in by_unit.lines if 0 < getattr(line.raw, count.value) <= FEW}
        of_unit: dict[str, list[str]] = {unit: [] for unit in few}
        for row in numbers_behind(conn, centre, period, Behind(count), few) if few else ():
            of_unit[row.unit].append(row.number)
        found |= {(count, unit): tuple(numbers) for unit, numbers in of_unit.items()}
    return found
