"""The weekly and monthly report (source row B16): all that it says, gathered in one look at the database."""

from collections import Counter
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, func, select

from case_api.centre import Centre
from case_api.reports.behind import Behind, What, numbers_behind
from case_api.reports.classes import classes_of, received_by_district
from case_api.reports.days import end_moment
from case_api.reports.rates import rates_of
from case_api.reports.repeats import repeats_of
from case_api.storage.engine import reading
from case_api.storage.tables_cases import cases
from case_api.storage.tables_reports import named_units
from hotline.counts import Count
from hotline.periods import Period
from hotline.queues import Queue
from hotline.report_doc import ClassesPage, RatesPage, RepeatsPage

FEW = 10
"""So many cases are named behind a number; of more it is said how they are listed."""
_REPEATS = 20
_TOP = 10


@dataclass(frozen=True, slots=True)
class OverdueUnit:
    """A unit that is late: with replies to cases that were settled in the period, and with what it has in hand now.

    `in_hand` are cases with a red lamp at this moment, None where the period is over.
    """

    unit: str
    settled_late: int
    in_hand: int | None


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit on the exposure list (曝光), and the number of the case for which a leader let it be named."""

    unit: str
    day: str
    case: str


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
            overdue=_overdue(conn, centre, period, by_unit),
            named=tuple(_named(conn, period)),
            numbers=_numbers(conn, centre, period, by_unit),
        )


def _overdue(conn: Connection, centre: Centre, period: Period, by_unit: RatesPage) -> tuple[OverdueUnit, ...]:
    late = {line.key: line.raw.overdue for line in by_unit.lines if line.raw.overdue}
    now = centre.now()
    goes_on = now < end_moment(period, ZoneInfo(centre.pack.time_zone))
    red: dict[str, int] = {row.unit: row.times for row in conn.execute(_RED, {"now": now})} if goes_on else {}
    found = (OverdueUnit(unit, late.get(unit, 0), red.get(unit, 0) if goes_on else None) for unit in {*late, *red})
    return tuple(sorted(found, key=lambda each: (-each.settled_late, -(each.in_hand or 0), each.unit)))


def _named(conn: Connection, period: Period) -> list[NamedUnit]:
    rows = conn.execute(_NAMED, {"since": period.since, "until": period.until})
    return [NamedUnit(row.unit, row.day.isoformat(), row.number) for row in rows]


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


_RED = (
    select(cases.c.unit, func.count().label("times"))
    .where(cases.c.queue == Queue.UNIT.value, cases.c.red_at <= bindparam("now"))
    .group_by(cases.c.unit)
)
_NAMED = (
    select(named_units.c.unit, named_units.c.day, cases.c.number)
    .join(cases, cases.c.id == named_units.c.case_id)
    .where(named_units.c.day.between(bindparam("since"), bindparam("until")))
    .order_by(named_units.c.day, named_units.c.unit, cases.c.number)
)
