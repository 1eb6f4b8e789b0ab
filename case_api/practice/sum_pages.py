"""Sums of results as trainers read them: by person, item, class or week, of all, a group or one person."""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Select, func, literal, select

from case_api.board.seat_names import names_of
from case_api.practice import sums
from case_api.practice.groups import members
from case_api.storage.among import among
from case_api.storage.tables_practice import practice_sums
from hotline.practice_trainer_doc import Sum, SumPage, SumsBy, whole_weeks

_columns = practice_sums.c
_ADDED_UP = (
    func.sum(_columns.calls).label("calls"), func.sum(_columns.got).label("got"), func.sum(_columns.of).label("of"),
    func.sum(_columns.fatal).label("fatal"),
)  # fmt: skip
_OF_PERSON = len(sums.person(""))


class Whose(NamedTuple):
    """Whose results: of one person, of a group, or, without either, of all."""

    operator_id: str = ""
    group_id: UUID | None = None

    @property
    def owner(self) -> str:
        """The owner of their sums."""
        if self.operator_id:
            return sums.person(self.operator_id)
        return sums.group(self.group_id) if self.group_id is not None else sums.ALL


class Part(NamedTuple):
    """Of what: of one item, of one class, or, without either, of the whole call."""

    item: str = ""
    class_code: str = ""

    @property
    def by_key(self) -> tuple[str, str]:
        """By what its sums are, and their key."""
        if self.item:
            return sums.ITEM, self.item
        return (sums.CLASS, self.class_code) if self.class_code else (sums.TOTAL, "")


class Weeks(NamedTuple):
    """Whole weeks, from the one that `first` is in to the one that `last` is in."""

    first: date
    last: date

    @classmethod
    def around(cls, first: date, last: date) -> "Weeks":
        """Return the weeks of two days."""
        return cls(*whole_weeks(first, last))


def sum_page(
    conn: Connection,
    by: SumsBy,
    whose: Whose,
    part: Part,
    weeks: Weeks,
    *,
    cursor: str = "",
    limit: int | None = None,
) -> SumPage:
    """Return the sums of these weeks, as `SumPage` orders them. `part` narrows people and weeks down, nothing else.

    People come in pages of `limit` after `cursor`, all at once without a limit; of the others there are few.
    """
    after = ""
    if by == "person":
        found = _by_person(conn, whose, part, weeks, cursor, limit)
        if limit is not None and len(found) > limit:
            found = found[:limit]
            after = found[-1].key
    elif by == "week":
        rows = conn.execute(_of(*part.by_key, whose, weeks, _columns.week).order_by(_columns.week))
        found = [_sum(row.week.isoformat(), row) for row in rows]
    else:
        rows = conn.execute(_of(by, None, whose, weeks, _columns.key))
        found = sorted((_sum(row.key, row) for row in rows), key=lambda each: (each.share, -each.calls, each.key))
    return SumPage(first=weeks.first, last=weeks.last, by=by, sums=tuple(found), next=after)


def sums_of(conn: Connection, people: Collection[str], weeks: Weeks) -> dict[str, Any]:
    """Return what the calls of these people come to, by name of sign-in; nothing for who has none."""
    wanted = _of_people(Part(), weeks).where(among(conn, _columns.owner, map(sums.person, people)))
    return {row.owner[_OF_PERSON:]: row for row in conn.execute(wanted)}


def _by_person(conn: Connection, whose: Whose, part: Part, weeks: Weeks, cursor: str, limit: int | None) -> list[Sum]:
    """Return the sums of people after `cursor` by name of sign-in, one more than the limit if there are so many."""
    wanted = _of_people(part, weeks)
    if whose.operator_id:
        wanted = wanted.where(_columns.owner == whose.owner)
    elif whose.group_id is not None:
        inside = members(whose.group_id).subquery()
        wanted = wanted.where(_columns.owner.in_(select(literal("p:") + inside.c.operator_id)))
    if cursor:
        wanted = wanted.where(_columns.owner > sums.person(cursor))
    if limit is not None:
        wanted = wanted.limit(limit + 1)
    rows = {row.owner[_OF_PERSON:]: row for row in conn.execute(wanted)}
    names = names_of(conn, rows)
    return [_sum(operator, row, names[operator]) for operator, row in rows.items()]


def _of_people(part: Part, weeks: Weeks) -> Select[Any]:
    by, key = part.by_key
    wanted = select(_columns.owner, *_ADDED_UP).where(_columns.by == by, _columns.key == key, *_in(weeks))
    return wanted.where(_columns.owner.startswith(sums.person(""))).group_by(_columns.owner).order_by(_columns.owner)


def _of(by: str, key: str | None, whose: Whose, weeks: Weeks, column: Any) -> Select[Any]:
    wanted = select(column, *_ADDED_UP).where(_columns.owner == whose.owner, _columns.by == by, *_in(weeks))
    return (wanted if key is None else wanted.where(_columns.key == key)).group_by(column)


def _in(weeks: Weeks) -> tuple[Any, ...]:
    return _columns.week >= weeks.first, _columns.week <= weeks.last


def _sum(key: str, row: Any, name: str = "") -> Sum:
    return Sum(key=key, name=name, calls=row.calls, share=row.got / row.of if row.of else 0.0, fatal=row.fatal)
