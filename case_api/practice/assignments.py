"""Assignments (练习任务): set for people or a group, ended, listed, and how far everybody is with them."""

import json
from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, insert, select, update

from case_api.board.acting import Acting, not_there, used_before
from case_api.board.seat_names import names_of
from case_api.practice.done import NOTHING_DONE, done_for, how_many, scenarios_of
from case_api.practice.groups import check_trainees, group_named
from case_api.problems import ProblemError
from case_api.storage.among import among
from case_api.storage.tables_practice import (
    practice_assigned,
    practice_assignments,
    practice_groups,
    practice_members,
)
from hotline.practice_trainer_doc import (
    AssignmentProgress,
    AssignRequest,
    PracticeAssignment,
    PracticeAssignments,
    Progress,
)
from hotline.wire import Problem

_ENDED_LISTED = 20


def assign(act: Acting, asked: AssignRequest, today: date) -> PracticeAssignment:
    """Set an assignment; set again under its id it is the same one.

    Raises `ProblemError`: not-found for a group that is not there; invalid for a day that is over, for people who are
    no trainees, and for another assignment under this id.
    """
    conn = act.conn
    known = _row(conn, asked.assignment_id)
    if known is None:
        if asked.due < today:
            words = "The day is over: name today or a later one."
            raise ProblemError(Problem.INVALID, 422, words, {"field": "due"})
        if asked.group is not None:
            group_named(conn, asked.group)
        check_trainees(conn, asked.people, "people")
        _keep(act, asked)
    elif (known.title, known.kind, scenarios_of(known), known.due, known.group_id) != (
        asked.title, asked.kind.value, asked.scenarios, asked.due, asked.group,
    ):  # fmt: skip
        raise used_before("assignment")
    return _told(conn, [_wanted(conn, asked.assignment_id)])[0]


def _keep(act: Acting, asked: AssignRequest) -> None:
    act.conn.execute(
        insert(practice_assignments).values(
            assignment_id=asked.assignment_id, title=asked.title, kind=asked.kind.value, due=asked.due,
            scenarios=json.dumps(asked.scenarios), group_id=asked.group, given_by=act.by.person.operator,
            given_at=act.now,
        )
    )  # fmt: skip
    if asked.people:
        people = [{"assignment_id": asked.assignment_id, "operator_id": each} for each in dict.fromkeys(asked.people)]
        act.conn.execute(insert(practice_assigned), people)
    whom = f"group:{asked.group}" if asked.group else " ".join(asked.people)
    act.note("assign_practice", str(asked.assignment_id), whom=whom, due=asked.due.isoformat(), kind=asked.kind.value)


def end_assignment(act: Acting, assignment_id: UUID) -> PracticeAssignment:
    """End an assignment: it is to be done no more. Raises `ProblemError` (not-found)."""
    row = _wanted(act.conn, assignment_id)
    if row.ended_at is None:
        ended = update(practice_assignments).where(practice_assignments.c.assignment_id == assignment_id)
        act.conn.execute(ended.values(ended_at=act.now))
        act.note("end_practice_assignment", str(assignment_id))
    return _told(act.conn, [_wanted(act.conn, assignment_id)])[0]


def assignments(conn: Connection, today: date) -> PracticeAssignments:
    """Return those that are to be done, due first at the top, and the newest that have ended."""
    columns = practice_assignments.c
    going_on = select(practice_assignments).where(columns.ended_at.is_(None)).order_by(columns.due, columns.given_at)
    ended = (
        select(practice_assignments)
        .where(columns.ended_at.is_not(None))
        .order_by(columns.ended_at.desc())
        .limit(_ENDED_LISTED)
    )
    rows = [*conn.execute(going_on), *conn.execute(ended)]
    return PracticeAssignments(today=today, assignments=tuple(_told(conn, rows)))


def progress(conn: Connection, assignment_id: UUID) -> AssignmentProgress:
    """Return how far everybody is with an assignment. Raises `ProblemError` (not-found)."""
    row = _wanted(conn, assignment_id)
    people = people_of(conn, [row])[assignment_id]
    done, names = done_for(conn, [row]), names_of(conn, people)
    found = []
    for operator in sorted(people):
        theirs = done.get((assignment_id, operator), NOTHING_DONE)
        mean = sum(theirs.totals) / len(theirs.totals) if theirs.totals else None
        found.append(Progress(operator_id=operator, name=names[operator], done=theirs.count, mean=mean))
    return AssignmentProgress(assignment=_told(conn, [row])[0], people=tuple(found))


def people_of(
    conn: Connection, rows: Collection[Row[Any]], among_these: Collection[str] | None = None
) -> dict[UUID, set[str]]:
    """Return who is to do each of these assignments, of all or of some people: by name, or who is in the group now."""
    found: dict[UUID, set[str]] = {row.assignment_id: set() for row in rows}
    if not found:
        return found
    by_name = select(practice_assigned).where(practice_assigned.c.assignment_id.in_(list(found)))
    of_groups = select(practice_members).where(practice_members.c.group_id.in_({row.group_id for row in rows} - {None}))
    if among_these is not None:
        by_name = by_name.where(among(conn, practice_assigned.c.operator_id, among_these))
        of_groups = of_groups.where(among(conn, practice_members.c.operator_id, among_these))
    for row in conn.execute(by_name):
        found[row.assignment_id].add(row.operator_id)
    inside: dict[UUID, set[str]] = defaultdict(set)
    for row in conn.execute(of_groups):
        inside[row.group_id].add(row.operator_id)
    for row in rows:
        found[row.assignment_id] |= inside.get(row.group_id, set())
    return found


def _told(conn: Connection, rows: list[Row[Any]]) -> list[PracticeAssignment]:
    people, counts = people_of(conn, rows), how_many(conn, rows)
    names = names_of(conn, {row.given_by for row in rows})
    groups = _group_names(conn, {row.group_id for row in rows} - {None})
    found = []
    for row in rows:
        begun, finished = counts[row.assignment_id]
        found.append(
            PracticeAssignment(
                assignment_id=row.assignment_id, title=row.title, kind=row.kind, scenarios=scenarios_of(row),
                due=row.due, group=groups.get(row.group_id, ""), people=len(people[row.assignment_id]), begun=begun,
                finished=finished, given_by=names[row.given_by], given_at=row.given_at, ended_at=row.ended_at,
            )
        )  # fmt: skip
    return found


def _group_names(conn: Connection, ids: Collection[UUID]) -> dict[UUID, str]:
    wanted = select(practice_groups.c.group_id, practice_groups.c.name).where(practice_groups.c.group_id.in_(ids))
    return {row.group_id: row.name for row in conn.execute(wanted)} if ids else {}


def _row(conn: Connection, assignment_id: UUID) -> Row[Any] | None:
    wanted = select(practice_assignments).where(practice_assignments.c.assignment_id == assignment_id)
    return conn.execute(wanted).one_or_none()


def _wanted(conn: Connection, assignment_id: UUID) -> Row[Any]:
    row = _row(conn, assignment_id)
    if row is None:
        raise not_there("There is no such assignment.")
    return row


def going_on_for(conn: Connection, people: Collection[str]) -> tuple[list[Row[Any]], dict[UUID, set[str]]]:
    """Return the assignments that go on, and which of these people each is for; those for none of them are left out."""
    going_on = conn.execute(
        select(practice_assignments)
        .where(practice_assignments.c.ended_at.is_(None))
        .order_by(practice_assignments.c.due, practice_assignments.c.given_at)
    ).all()
    whose = people_of(conn, going_on, people)
    return [row for row in going_on if whose[row.assignment_id]], whose
