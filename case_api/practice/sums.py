"""Results added up by week: for each person, each group of today's members, and all together.

They are kept beside the results, since a year of 500 people is too much to be added up while a trainer waits.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta, tzinfo
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Insert, Select, bindparam, delete, func, insert, literal, select, text, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from case_api.storage.tables_practice import practice_groups, practice_members, practice_sums
from hotline.practice_doc import PracticeResult

ALL = "*"
"""Who owns the sums of everybody."""
TOTAL, ITEM, CLASS = "total", "item", "class"
"""By what is added up; of the total there is one, with an empty key."""
_MOST = 100.0
"""Points of a call."""
_LOCK = text("SELECT pg_advisory_xact_lock(12345, 6)")


def person(operator_id: str) -> str:
    """Return the owner of a person's sums."""
    return f"p:{operator_id}"


def group(group_id: UUID) -> str:
    """Return the owner of a group's sums."""
    return f"g:{group_id.hex}"


def week_of(moment: datetime, zone: tzinfo) -> date:
    """Return the Monday of the week of a moment, by the city's calendar."""
    day = moment.astimezone(zone).date()
    return day - timedelta(days=day.weekday())


def take_lock(conn: Connection) -> None:
    """Become the only writer of sums until this transaction ends: a group may be changed while a result comes."""
    if conn.dialect.name == "postgresql":
        conn.execute(_LOCK)


def add(conn: Connection, result: PracticeResult, week: date) -> None:
    """Add a result to the sums of its trainee, of their groups and of all. The lock is to be held."""
    groups = conn.scalars(_groups_of(result.trainee))
    owners = (ALL, person(result.trainee), *(group(each) for each in groups))
    added = [
        {"by": by, "key": key, "owner": owner, "week": week, **values}
        for (by, key), values in _added_up(result)
        for owner in owners
    ]
    if added:
        conn.execute(_ADD[conn.dialect.name], added)


def add_up_group(conn: Connection, group_id: UUID) -> None:
    """Make a group's sums anew out of those of its members of now. Takes the lock."""
    take_lock(conn)
    forget_group(conn, group_id)
    columns = practice_sums.c
    members = select(literal("p:") + practice_members.c.operator_id).where(practice_members.c.group_id == group_id)
    sums = (
        select(
            columns.by, columns.key, literal(group(group_id)), columns.week,
            func.sum(columns.calls), func.sum(columns.got), func.sum(columns.of), func.sum(columns.fatal),
        )
        .where(columns.owner.in_(members))
        .group_by(columns.by, columns.key, columns.week)
    )  # fmt: skip
    conn.execute(insert(practice_sums).from_select([column.name for column in columns], sums))


def forget_group(conn: Connection, group_id: UUID) -> None:
    """Take out the sums of a group."""
    conn.execute(delete(practice_sums).where(practice_sums.c.owner == group(group_id)))


def forget_person(conn: Connection, operator_id: str) -> None:
    """Take a person's sums out of those of all and of their groups. The lock is to be held."""
    columns, of_them = practice_sums.c, practice_sums.c.owner == person(operator_id)
    theirs = conn.execute(select(practice_sums).where(of_them)).all()
    conn.execute(delete(practice_sums).where(of_them))
    if theirs:
        conn.execute(_TAKE_AWAY, [{f"of_{name}": value for name, value in row._mapping.items()} for row in theirs])
    conn.execute(delete(practice_sums).where(columns.owner == ALL, columns.calls == 0))
    for group_id in conn.scalars(_groups_of(operator_id)).all():
        add_up_group(conn, group_id)


def _groups_of(operator_id: str) -> Select[Any]:
    return (
        select(practice_members.c.group_id)
        .join(practice_groups, practice_groups.c.group_id == practice_members.c.group_id)
        .where(practice_members.c.operator_id == operator_id, practice_groups.c.ended_at.is_(None))
    )


def _added_up(result: PracticeResult) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    """Yield what the calls of a result come to by total, item and class."""
    found: dict[tuple[str, str], list[tuple[float, float, bool]]] = defaultdict(list)
    for call in result.calls:
        fatal = bool(call.fatal)
        found[TOTAL, ""].append((call.total, _MOST, fatal))
        if call.class_code:
            found[CLASS, call.class_code].append((call.total, _MOST, fatal))
        for item in call.items:
            found[ITEM, item.item].append((item.got, item.of, fatal))
    for by_key, marks in found.items():
        yield by_key, _sum_of(marks)


def _sum_of(marks: Iterable[tuple[float, float, bool]]) -> dict[str, Any]:
    got, of, fatal = zip(*marks, strict=True)
    return {"calls": len(got), "got": sum(got), "of": sum(of), "fatal": sum(fatal)}


def _adding(into: Any) -> Insert:
    there, new = practice_sums.c, into.excluded
    added = {name: there[name] + new[name] for name in _ADDED}
    adding: Insert = into.on_conflict_do_update(index_elements=["by", "key", "owner", "week"], set_=added)
    return adding


_ADDED = ("calls", "got", "of", "fatal")
_TAKE_AWAY = (
    update(practice_sums)
    .where(
        practice_sums.c.owner == ALL,
        *(practice_sums.c[name] == bindparam(f"of_{name}") for name in ("by", "key", "week")),
    )
    .values({name: practice_sums.c[name] - bindparam(f"of_{name}") for name in _ADDED})
)
_ADD = {"sqlite": _adding(sqlite_insert(practice_sums)), "postgresql": _adding(postgres_insert(practice_sums))}
