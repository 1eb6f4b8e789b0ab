"""Yields cases that may have certain terms, newest first, without reading more of a common word's than a page needs.

A word that few cases have is looked up whole. Of any other the index is asked for a day, then for two, four and so on
back in time, and for half of a span where there is too much in it: so is a page found soon, whether a word is common,
of one season, or has hardly been heard for years. Cases whose terms are due are looked at too.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from heapq import merge
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, TextClause, bindparam, func, select, text

from case_api.storage.tables_cases import cases, persons, terms_due
from case_api.storage.terms import count_in_index, in_index, plan_by_terms
from case_api.storage.time_terms import terms_between

FEW = 1000
"""So many hits are taken at once."""
MANY_DUE = 5000
"""With more cases than this due there is no index to speak of yet."""
_AT_ONCE = 50
_DAY = timedelta(days=1)
_Condition = ColumnElement[bool] | TextClause


class _Found(NamedTuple):
    """A case by its place: what is larger is newer."""

    created_at: datetime
    id: UUID
    n: int


def may_be_looked_up(conn: Connection) -> bool:
    """Say whether few enough cases are due for the index to be of use."""
    return int(conn.execute(_DUE).scalar_one()) <= MANY_DUE


def hits(
    conn: Connection, terms: Sequence[str], conditions: Sequence[_Condition], before: datetime | None
) -> Iterator[Row[Any]]:
    """Yield rows (id, created_at, doc, sealed) that may have all `terms` and for which `conditions` hold, newest first.

    `before` is a moment after which none is asked for, None for any.
    """
    plan_by_terms(conn)
    due = _places(conn, [cases.c.id.in_(select(terms_due.c.case_id)), *conditions])
    places = merge(_indexed(conn, terms, conditions, before), due, reverse=True)
    batch: list[int] = []
    last: _Found | None = None
    for place in places:
        if place != last:  # what is due is in the index too, as it was before
            batch.append(place.n)
        last = place
        if len(batch) == _AT_ONCE:
            yield from _rows(conn, batch)
            batch = []
    yield from _rows(conn, batch)


def _indexed(
    conn: Connection, terms: Sequence[str], conditions: Sequence[_Condition], before: datetime | None
) -> Iterator[_Found]:
    if _count(conn, terms) <= FEW:
        yield from _places(conn, [_having(conn, terms), *conditions])
        return
    oldest, newest = conn.execute(_BOUNDS).one()
    if oldest is None:
        return
    day, length = _day(min(before, newest) if before else newest), 1
    while day >= _day(oldest):
        first = date.fromordinal(max(day.toordinal() - length + 1, _day(oldest).toordinal()))
        yield from _between(conn, terms, conditions, first, day)
        if first == _day(oldest):
            return
        day, length = first - _DAY, length * 2


def _between(
    conn: Connection, terms: Sequence[str], conditions: Sequence[_Condition], first: date, last: date
) -> Iterator[_Found]:
    """Yield what was created from `first` to `last`; where that is much, of the later half first."""
    of_time = tuple(terms_between(first, last))
    if first < last and _count(conn, terms, of_time) > FEW:
        middle = first + (last - first) // 2
        yield from _between(conn, terms, conditions, middle + _DAY, last)
        yield from _between(conn, terms, conditions, first, middle)
    else:
        yield from _places(conn, [_having(conn, terms, of_time), *conditions])


def _count(conn: Connection, terms: Sequence[str], any_of: Sequence[str] = ()) -> int:
    """Return how many have all `terms` and one of `any_of`, but at most one more than `FEW`."""
    return count_in_index(conn, terms, any_of, FEW + 1)


def _having(conn: Connection, terms: Sequence[str], any_of: Sequence[str] = ()) -> TextClause:
    condition, value = in_index(conn.dialect.name, terms, any_of)
    return text(condition).bindparams(bindparam("terms", value, unique=True))


def _places(conn: Connection, conditions: Sequence[_Condition]) -> list[_Found]:
    """Return the places of the cases for which conditions hold, newest first. Sorted here and not by the database,
    which would rather walk through all cases in their order than look the few up."""
    wanted = select(cases.c.created_at, cases.c.id, cases.c.n).where(*conditions)
    return sorted((_Found(*row) for row in conn.execute(wanted)), reverse=True)


def _rows(conn: Connection, numbers: Sequence[int]) -> list[Any]:
    if not numbers:
        return []
    found = {row.n: row for row in conn.execute(_ROWS, {"numbers": numbers})}
    return [found[n] for n in numbers]


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


_DUE = select(func.count()).select_from(select(terms_due.c.case_id).limit(MANY_DUE + 1).subquery())
_BOUNDS = select(
    select(func.min(cases.c.created_at)).scalar_subquery(), select(func.max(cases.c.created_at)).scalar_subquery()
)
_ROWS = (
    select(cases.c.n, cases.c.id, cases.c.created_at, cases.c.doc, persons.c.sealed)
    .join(persons, persons.c.case_id == cases.c.id)
    .where(cases.c.n.in_(bindparam("numbers", expanding=True)))
)
