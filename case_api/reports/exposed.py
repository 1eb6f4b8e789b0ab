"""Units that somebody has to press on: who is late, and who stands on the exposure list (曝光, source row Z24)."""

from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, func, select

from case_api.centre import Centre
from case_api.reports.days import end_moment
from case_api.reports.rates import rates_of
from case_api.reports.readers import check_reads_all
from case_api.storage.engine import reading
from case_api.storage.tables_cases import cases
from case_api.storage.tables_reports import named_units
from hotline.context import Actor
from hotline.periods import Period
from hotline.queues import Queue
from hotline.report_doc import NamedPage, NamedUnit, OverduePage, OverdueUnit, RatesPage


def overdue(centre: Centre, period: Period, reader: Actor) -> OverduePage:
    """Return the units that are late, the most often first. Raises `ProblemError` (`forbidden`, `busy`)."""
    check_reads_all(reader)
    with reading(centre.engine) as conn:
        units = overdue_of(conn, centre, period, rates_of(conn, centre, period, "unit"))
    return OverduePage(as_of=centre.now(), since=period.since, until=period.until, units=units)


def named(centre: Centre, period: Period, reader: Actor) -> NamedPage:
    """Return the units that a leader has let be named in a period. Raises `ProblemError` (`forbidden`, `busy`)."""
    check_reads_all(reader)
    with reading(centre.engine) as conn:
        units = named_of(conn, period)
    return NamedPage(as_of=centre.now(), since=period.since, until=period.until, units=units)


def overdue_of(conn: Connection, centre: Centre, period: Period, by_unit: RatesPage) -> tuple[OverdueUnit, ...]:
    """Return the units that are late, by their rates of the period and what they have in hand now."""
    late = {line.key: line.raw.overdue for line in by_unit.lines if line.raw.overdue}
    now = centre.now()
    goes_on = now < end_moment(period, ZoneInfo(centre.pack.time_zone))
    red: dict[str, int] = {row.unit: row.times for row in conn.execute(_RED, {"now": now})} if goes_on else {}
    found = [
        OverdueUnit(unit=unit, settled_late=late.get(unit, 0), in_hand=red.get(unit, 0) if goes_on else None)
        for unit in {*late, *red}
    ]
    return tuple(sorted(found, key=lambda each: (-each.settled_late, -(each.in_hand or 0), each.unit)))


def named_of(conn: Connection, period: Period) -> tuple[NamedUnit, ...]:
    """Return the units that were named in a period, with the case of each."""
    rows = conn.execute(_NAMED, {"since": period.since, "until": period.until})
    return tuple(NamedUnit(unit=row.unit, day=row.day, case_id=row.id, order_no=row.number) for row in rows)


_RED = (
    select(cases.c.unit, func.count().label("times"))
    .where(cases.c.queue == Queue.UNIT.value, cases.c.red_at <= bindparam("now"))
    .group_by(cases.c.unit)
)
_NAMED = (
    select(named_units.c.unit, named_units.c.day, cases.c.id, cases.c.number)
    .join(cases, cases.c.id == named_units.c.case_id)
    .where(named_units.c.day.between(bindparam("since"), bindparam("until")))
    .order_by(named_units.c.day, named_units.c.unit, cases.c.number)
)
