"""Repeat complaints (source row B15): cases of one caller about one matter, found across months for a review.

Callers are told apart by the keyed hash of their number, which never leaves this module; people look at the cases.
A matter is the same class, or the same place below its district. What a dispatcher split off belongs to a matter, but
nobody called for it: it is not counted. It is a list for people: nothing follows by itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, select

from case_api.centre import Centre
from case_api.reports.days import end_moment, first_moment
from case_api.reports.readers import check_reads_all
from case_api.reports.reviews import last_reviews
from case_api.storage.engine import reading
from case_api.storage.tables_cases import cases, persons
from city_packs.model import CityPack
from hotline.context import Actor
from hotline.periods import Period, months_back
from hotline.report_doc import Repeat, RepeatedCase, RepeatReview, RepeatsPage

MONTHS = 3
"""So many months back a case counts, where nobody asks for another number."""
MOST_MONTHS = 24
_STREET_LEVEL = 3
_AT_ONCE = 500
"""Cases whose documents are looked at with one statement."""


def repeats(
    centre: Centre,
    period: Period,
    reader: Actor,
    *,
    months: int = MONTHS,
    reviewed: bool = True,
    start: int = 0,
    limit: int = 50,
) -> RepeatsPage:
    """Return matters that came up again in a period: those that wait for a review first, each the most often first.

    Those that were reviewed are left out unless they are wanted. Raises `ProblemError`.
    """
    check_reads_all(reader)
    with reading(centre.engine) as conn:
        return repeats_of(conn, centre, period, months=months, reviewed=reviewed, start=start, limit=limit)


def repeats_of(
    conn: Connection,
    centre: Centre,
    period: Period,
    *,
    months: int = MONTHS,
    reviewed: bool = True,
    start: int = 0,
    limit: int = 50,
) -> RepeatsPage:
    """Return repeats as `repeats` does, whoever asks."""
    zone = ZoneInfo(centre.pack.time_zone)
    look_back = Period(months_back(period.until, months), period.until)
    begin = first_moment(period, zone)
    moments = {
        "begin": begin,
        "since": min(begin, first_moment(look_back, zone)),
        "until": end_moment(period, zone),
    }
    of_caller: dict[str, list[Any]] = defaultdict(list)
    for row in conn.execute(_OF_CALLERS, moments):
        of_caller[row.caller_key].append(row)
    matters = [matter for rows in of_caller.values() for matter in _matters(centre.pack, rows) if len(matter) > 1]
    halves = _split_off(conn, [row.id for matter in matters for row in matter])
    called = ([row for row in matter if row.id not in halves] for matter in matters)
    found = [matter for matter in called if len(matter) > 1 and matter[-1].created_at >= begin]
    reviews = last_reviews(conn, moments["since"], moments["until"])
    found.sort(key=lambda each: (each[-1].id in reviews, -len(each), each[-1].created_at, each[-1].id))
    waiting = sum(matter[-1].id not in reviews for matter in found)
    listed = found if reviewed else found[:waiting]
    shown = listed[start : start + limit]
    return RepeatsPage(
        as_of=centre.now(),
        since=period.since,
        until=period.until,
        months=months,
        all=len(found),
        not_reviewed=waiting,
        repeats=tuple(_repeat(matter, reviews) for matter in shown),
        next=start + limit if start + limit < len(listed) else None,
    )


def _matters(pack: CityPack, rows: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield a caller's cases by matter: what has the class or the place of one of them is the same, oldest first."""
    matters: list[tuple[set[str], list[Any]]] = []
    for row in sorted(rows, key=lambda row: (row.created_at, row.id)):
        marks = set(_marks(pack, row))
        same = [each for each in matters if each[0] & marks]
        others = [each for each in matters if not each[0] & marks]
        together = sorted((one for _, those in same for one in those), key=lambda one: (one.created_at, one.id))
        matters = [*others, (marks.union(*(each for each, _ in same)), [*together, row])]
    yield from (those for _, those in matters)


def _split_off(conn: Connection, ids: Sequence[UUID]) -> set[UUID]:
    """Return those of some cases that were split off another one."""
    return {
        found
        for start in range(0, len(ids), _AT_ONCE)
        for found in conn.scalars(_SPLIT_OFF, {"ids": ids[start : start + _AT_ONCE]})
    }


def _marks(pack: CityPack, row: Any) -> Iterator[str]:
    if row.class_code:
        yield f"class {row.class_code}"
    if pack.has_area(row.area_code) and pack.areas[row.area_code].level > _STREET_LEVEL - 1:
        yield f"place {row.area_code}"


def _repeat(matter: list[Any], reviews: Mapping[UUID, RepeatReview]) -> Repeat:
    review = max((reviews[row.id] for row in matter if row.id in reviews), key=lambda each: each.at, default=None)
    return Repeat(cases=tuple(map(_case, matter)), review=review, reviewed=matter[-1].id in reviews)


def _case(row: Any) -> RepeatedCase:
    return RepeatedCase(
        id=row.id,
        order_no=row.number,
        created_at=row.created_at,
        state=row.state,
        class_code=row.class_code,
        area_code=row.area_code,
    )


_lately = cases.alias("lately")
_who = persons.alias("who")
_CALLERS = (
    select(_who.c.caller_key)
    .join(_lately, _lately.c.id == _who.c.case_id)
    .where(
        _lately.c.created_at >= bindparam("begin"),
        _lately.c.created_at < bindparam("until"),
        _who.c.caller_key.is_not(None),
    )
)
_OF_CALLERS = (
    select(
        persons.c.caller_key,
        cases.c.id,
        cases.c.number,
        cases.c.state,
        cases.c.class_code,
        cases.c.area_code,
        cases.c.created_at,
    )
    .join(persons, persons.c.case_id == cases.c.id)
    .where(
        persons.c.caller_key.in_(_CALLERS),
        cases.c.created_at >= bindparam("since"),
        cases.c.created_at < bindparam("until"),
    )
)
_SPLIT_OFF = select(cases.c.id).where(
    cases.c.id.in_(bindparam("ids", expanding=True)),
    cases.c.doc.contains('"split_from":"', autoescape=True),  # quotes in a text of the document stand behind a stroke
)
