"""Groups of trainees (班组), and who is a trainee at all."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Connection, Select, delete, insert, select, update

from case_api.board.acting import Acting, not_there
from case_api.practice import sums
from case_api.problems import ProblemError
from case_api.storage.tables_accounts import users
from case_api.storage.tables_practice import practice_groups, practice_members
from hotline.codes import Role
from hotline.practice_trainer_doc import Group, GroupList, GroupRequest
from hotline.wire import Problem

IS_TRAINEE = users.c.roles.contains(f'"{Role.TRAINEE.value}"') & users.c.disabled.is_(False)
"""The condition on `users` for trainees, in the JSON list that is kept of their roles."""


def check_trainees(conn: Connection, people: Collection[str], field: str) -> None:
    """Raise `ProblemError` (invalid) that names the first of these who is no trainee."""
    known = set(conn.scalars(select(users.c.operator_id).where(IS_TRAINEE, users.c.operator_id.in_(sorted(people)))))
    for each in people:
        if each not in known:
            words = f"{each} has no role trainee: give it to them first, or leave them out."
            raise ProblemError(Problem.INVALID, 422, words, {"field": field})


def put_group(act: Acting, asked: GroupRequest) -> Group:
    """Make a group, or give it another name and other people. Raises `ProblemError` (invalid)."""
    conn, people = act.conn, tuple(dict.fromkeys(asked.people))
    check_trainees(conn, people, "people")
    of_group = practice_groups.c.group_id == asked.group_id
    if conn.scalar(select(practice_groups.c.group_id).where(of_group)) is None:
        conn.execute(insert(practice_groups).values(group_id=asked.group_id, name=asked.name))
    else:
        conn.execute(update(practice_groups).where(of_group).values(name=asked.name, ended_at=None))
        conn.execute(delete(practice_members).where(practice_members.c.group_id == asked.group_id))
    if people:
        members = [{"group_id": asked.group_id, "operator_id": each} for each in people]
        conn.execute(insert(practice_members), members)
    sums.add_up_group(conn, asked.group_id)
    act.note("practice_group", str(asked.group_id), people=" ".join(people))
    return Group(group_id=asked.group_id, name=asked.name, people=tuple(sorted(people)))


def end_group(act: Acting, group_id: UUID) -> Group:
    """End a group: it is listed no more, and nothing is due by it. Raises `ProblemError` (not-found)."""
    group = group_named(act.conn, group_id)
    sums.take_lock(act.conn)
    sums.forget_group(act.conn, group_id)
    act.conn.execute(update(practice_groups).where(practice_groups.c.group_id == group_id).values(ended_at=act.now))
    act.note("end_practice_group", str(group_id))
    return group


def groups(conn: Connection) -> GroupList:
    """Return the groups that have not ended, by name."""
    going_on = practice_groups.c.ended_at.is_(None)
    people: dict[UUID, list[str]] = {}
    wanted = (
        select(practice_members)
        .join(practice_groups, practice_groups.c.group_id == practice_members.c.group_id)
        .where(going_on)
        .order_by(practice_members.c.operator_id)
    )
    for row in conn.execute(wanted):
        people.setdefault(row.group_id, []).append(row.operator_id)
    order = practice_groups.c.name, practice_groups.c.group_id
    return GroupList(
        groups=tuple(
            Group(group_id=row.group_id, name=row.name, people=tuple(people.get(row.group_id, ())))
            for row in conn.execute(select(practice_groups).where(going_on).order_by(*order))
        )
    )


def group_named(conn: Connection, group_id: UUID) -> Group:
    """Return a group that has not ended. Raises `ProblemError` (not-found)."""
    for each in groups(conn).groups:
        if each.group_id == group_id:
            return each
    raise not_there("There is no such group.")


def members(group_id: UUID) -> Select[tuple[str]]:
    """Return the query for who is in a group."""
    return select(practice_members.c.operator_id).where(practice_members.c.group_id == group_id)
