"""Of which classes most cases came in (热点), with the change against the period before."""

from collections import Counter
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, func, select

from case_api.centre import Centre
from case_api.reports.days import end_moment, first_moment
from case_api.reports.rates import district_of
from case_api.reports.readers import check_reads_all
from case_api.storage.engine import reading
from case_api.storage.tables_cases import cases
from city_packs.entries import LEAF_LEVEL
from city_packs.model import CityPack
from hotline.context import Actor
from hotline.periods import Period
from hotline.report_doc import ClassesPage, ClassLine


def top_classes(
    centre: Centre, period: Period, reader: Actor, *, level: int = LEAF_LEVEL, most: int = 10
) -> ClassesPage:  # fmt: skip
    """Return the classes of a level of the tree of which most cases came in. Raises `ProblemError`."""
    check_reads_all(reader)
    with reading(centre.engine) as conn:
        return classes_of(conn, centre, period, level=level, most=most)


def classes_of(
    conn: Connection, centre: Centre, period: Period, *, level: int = LEAF_LEVEL, most: int = 10
) -> ClassesPage:  # fmt: skip
    """Return the top classes as `top_classes` does, whoever asks."""
    before = period.before()
    now, past = (_received(conn, centre, each, level) for each in (period, before))
    first = sorted(now, key=lambda code: (-now[code], code))[:most]
    return ClassesPage(
        as_of=centre.now(),
        since=period.since,
        until=period.until,
        before_since=before.since,
        before_until=before.until,
        received=now.total(),
        before=past.total(),
        lines=tuple(ClassLine(class_code=code, received=now[code], before=past[code]) for code in first),
    )


def received_by_district(conn: Connection, centre: Centre, period: Period) -> Counter[str]:
    """Return how many cases came in from each district; under "" those whose place is not known."""
    found: Counter[str] = Counter()
    for area_code, times in conn.execute(_BY_AREA, _moments(centre, period)):
        found[district_of(centre.pack, area_code)] += times
    return found


def _received(conn: Connection, centre: Centre, period: Period, level: int) -> Counter[str]:
    found: Counter[str] = Counter()
    for class_code, times in conn.execute(_BY_CLASS, _moments(centre, period)):
        found[_at_level(centre.pack, class_code, level)] += times
    return found


def _at_level(pack: CityPack, class_code: str, level: int) -> str:
    """Return the class of a level that a class belongs to; one that the pack does not know stays itself."""
    if class_code not in pack.classes:
        return class_code
    path = pack.class_path(class_code)
    return path[min(level, len(path)) - 1].code


def _moments(centre: Centre, period: Period) -> dict[str, object]:
    zone = ZoneInfo(centre.pack.time_zone)
    return {"since": first_moment(period, zone), "until": end_moment(period, zone)}


_IN = (cases.c.created_at >= bindparam("since"), cases.c.created_at < bindparam("until"))
_BY_CLASS = select(cases.c.class_code, func.count()).where(*_IN).group_by(cases.c.class_code)
_BY_AREA = select(cases.c.area_code, func.count()).where(*_IN).group_by(cases.c.area_code)
