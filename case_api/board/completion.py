"""What part of the cases that were due was handled within the clock (按时办结率), by district, for a wall (Z20).

It is the report's own rate (`hotline.rates.FORMULAS`, domain.md section 3b), raw: with what a reviewer excluded.
"""

import threading
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, func, select

from case_api.centre import Centre
from case_api.reports.rates import DISTRICT_LEVEL, district_of
from case_api.storage.engine import reading
from case_api.storage.tables_reports import settled_cases
from city_packs.model import CityPack
from hotline.periods import Period
from hotline.rates import FORMULAS, RateName, share_of
from hotline.wall_doc import DistrictLine

KEPT_FOR = timedelta(minutes=1)
_ON_TIME = next(formula for formula in FORMULAS if formula.rate is RateName.ON_TIME)


def running_month(today: date) -> Period:
    """Return the month that a day is in, up to that day."""
    return Period(today.replace(day=1), today)


def completion(conn: Connection, pack: CityPack, period: Period) -> tuple[DistrictLine, ...]:
    """Return the whole city and then each of its districts, in the order of the pack; all of them are in it.

    A case whose place is not known counts for the city alone. A city of one district has that line only.
    """
    columns = settled_cases.c
    wanted = (
        select(
            columns.area_code,
            func.count().filter(columns[_ON_TIME.whole.value]).label("handled"),
            func.count().filter(columns[_ON_TIME.of.value]).label("due"),
        )
        .where(columns.day.between(period.since, period.until))
        .group_by(columns.area_code)
    )
    found: dict[str, tuple[int, int]] = {}
    handled = due = 0
    for row in conn.execute(wanted):
        district = district_of(pack, row.area_code)
        before = found.get(district, (0, 0))
        found[district] = before[0] + row.handled, before[1] + row.due
        handled, due = handled + row.handled, due + row.due
    whole = _line(pack.city, pack.name, pack.name_en, (handled, due))
    districts = [area for area in pack.areas.values() if area.level == DISTRICT_LEVEL]
    if len(districts) == 1:
        return (whole,)
    # A territory has no names in English.
    return whole, *(_line(each.code, each.name, each.name, found.get(each.code, (0, 0))) for each in districts)


class Completion:
    """The running month's completion, asked of the database at most once a minute however many walls there are."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._lock = threading.Lock()
        self._read_at: datetime | None = None
        self._lines: tuple[DistrictLine, ...] = ()

    def lines(self) -> tuple[DistrictLine, ...]:
        """Return the city and its districts, a minute old at most. Reads the database: from a thread that may."""
        now = self._centre.now()
        with self._lock:
            if self._read_at is None or not timedelta(0) <= now - self._read_at < KEPT_FOR:
                self._lines = _read(self._centre.engine, self._centre.pack, now)
                self._read_at = now
            return self._lines


def _read(engine: Engine, pack: CityPack, now: datetime) -> tuple[DistrictLine, ...]:
    today = now.astimezone(ZoneInfo(pack.time_zone)).date()
    with reading(engine) as conn:
        return completion(conn, pack, running_month(today))


def _line(code: str, name: str, name_en: str, counts: tuple[int, int]) -> DistrictLine:
    handled, due = counts
    return DistrictLine(code=code, name=name, name_en=name_en, handled=handled, due=due, rate=share_of(counts))
