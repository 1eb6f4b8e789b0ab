"""Trainees with what they are at now, what they still have to do, and how they did lately."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select

from case_api.practice.assignments import going_on_for
from case_api.practice.done import NOTHING_DONE, done_for, scenarios_of
from case_api.practice.groups import IS_TRAINEE, members
from case_api.practice.sum_pages import Weeks, sums_of
from case_api.storage.among import among
from case_api.storage.tables_accounts import users
from case_api.storage.tables_board import seat_presence
from case_api.storage.tables_practice import practice_groups, practice_members, practice_sessions
from hotline.codes import AgentState
from hotline.practice_trainer_doc import Trainee, TraineeList


def trainees(
    conn: Connection, weeks: Weeks, today: date, now: datetime, *, group_id: UUID | None, cursor: str, limit: int
) -> TraineeList:
    """Return a page of trainees, of all or of a group, by name of sign-in after `cursor`."""
    wanted = select(users.c.operator_id, users.c.name).where(IS_TRAINEE, users.c.operator_id > cursor)
    if group_id is not None:
        wanted = wanted.where(users.c.operator_id.in_(members(group_id)))
    rows = conn.execute(wanted.order_by(users.c.operator_id).limit(limit + 1)).all()
    page = rows[:limit]
    people = [row.operator_id for row in page]
    return TraineeList(
        now=now, trainees=tuple(_told(conn, page, people, weeks, today)),
        next=people[-1] if len(rows) > limit else "",
    )  # fmt: skip


def _told(conn: Connection, page: Sequence[Any], people: list[str], weeks: Weeks, today: date) -> list[Trainee]:
    of_groups, at, last = _groups(conn, people), _practising(conn, people), _last(conn, people)
    to_do = _to_do(conn, people, today)
    came_to = sums_of(conn, people, weeks)
    found = []
    for row in page:
        who, there, total = row.operator_id, at.get(row.operator_id), came_to.get(row.operator_id)
        still, overdue = to_do[who]
        found.append(
            Trainee(
                operator_id=who, name=row.name, groups=tuple(of_groups[who]), open=still, overdue=overdue,
                practising_since=there.since if there else None, seat=there.seat if there else "",
                calls=total.calls if total else 0, fatal=total.fatal if total else 0,
                mean=total.got / total.calls if total else None, last_at=last.get(who),
            )
        )  # fmt: skip
    return found


def _groups(conn: Connection, people: list[str]) -> dict[str, list[str]]:
    wanted = (
        select(practice_members.c.operator_id, practice_groups.c.name)
        .join(practice_groups, practice_groups.c.group_id == practice_members.c.group_id)
        .where(practice_groups.c.ended_at.is_(None), among(conn, practice_members.c.operator_id, people))
        .order_by(practice_groups.c.name)
    )
    found = defaultdict[str, list[str]](list)
    for row in conn.execute(wanted):
        found[row.operator_id].append(row.name)
    return found


def _practising(conn: Connection, people: list[str]) -> dict[str, Any]:
    """Return whose console went to practice, and where: what it told last, since it is not running meanwhile."""
    columns = seat_presence.c
    wanted = (
        select(columns.operator_id, columns.seat, columns.since)
        .where(among(conn, columns.operator_id, people), columns.state == AgentState.PRACTICE.value)
        .order_by(columns.since)
    )
    return {row.operator_id: row for row in conn.execute(wanted)}


def _last(conn: Connection, people: list[str]) -> dict[str, datetime]:
    columns = practice_sessions.c
    wanted = select(columns.operator_id, func.max(columns.ended_at).label("at"))
    wanted = wanted.where(among(conn, columns.operator_id, people)).group_by(columns.operator_id)
    return {row.operator_id: row.at for row in conn.execute(wanted)}


def _to_do(conn: Connection, people: list[str], today: date) -> dict[str, tuple[int, int]]:
    """Return how many assignments each has not finished, and how many of them are overdue."""
    rows, whose = going_on_for(conn, people)
    done = done_for(conn, rows, people)
    still, overdue = dict.fromkeys(people, 0), dict.fromkeys(people, 0)
    for row in rows:
        scenarios = scenarios_of(row)
        for who in whose[row.assignment_id]:
            if not done.get((row.assignment_id, who), NOTHING_DONE).finished(scenarios):
                still[who] += 1
                overdue[who] += row.due < today
    return {who: (still[who], overdue[who]) for who in people}
