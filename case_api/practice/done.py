"""What has been done of assignments, by whom."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Subquery,
    bindparam,
    func,
    literal,
    select,
    union_all,
)

from case_api.storage.among import among
from case_api.storage.tables_practice import (
    practice_assigned,
    practice_assignments,
    practice_calls,
    practice_members,
    practice_sessions,
)
from hotline.codes import PracticeKind


@dataclass(slots=True)
class Done:
    """What one person has done for one assignment: which scenarios, and the totals of all their calls for it."""

    scenarios: set[str] = field(default_factory=set)
    totals: list[float] = field(default_factory=list)
    course: bool = False

    @property
    def count(self) -> int:
        """How much is done: scenarios, or 1 for the keyboard course, which has none."""
        return len(self.scenarios) or int(self.course)

    def finished(self, scenarios: Collection[str]) -> bool:
        """Say whether all of these are done; for the keyboard course, which has none, whether it was done once."""
        return self.scenarios.issuperset(scenarios) if scenarios else self.course


NOTHING_DONE = Done()


def scenarios_of(assignment: Row[Any]) -> tuple[str, ...]:
    """Return the scenarios of an assignment, none for the keyboard course."""
    return tuple(json.loads(assignment.scenarios))


def how_many(conn: Connection, rows: Iterable[Row[Any]]) -> dict[UUID, tuple[int, int]]:
    """Return how many of its people have begun each of these assignments, and how many have finished all of it.

    Counted where the calls are: for a year of hundreds of people there are tens of thousands of them.
    """
    needed = {row.assignment_id: len(scenarios_of(row)) or 1 for row in rows}
    counts = dict.fromkeys(needed, (0, 0))
    if not needed:
        return counts
    for row in conn.execute(_HOW_FAR, {"ids": list(needed)}):
        begun, finished = counts[row.assignment_id]
        counts[row.assignment_id] = begun + row.people, finished + row.people * (row.done >= needed[row.assignment_id])
    return counts


def done_for(
    conn: Connection, rows: Iterable[Row[Any]], people: Collection[str] | None = None
) -> dict[tuple[UUID, str], Done]:
    """Return what was done for these assignments, by all or by some people.

    Only what an assignment asks for counts: its scenarios, as its kind of work.
    """
    of = {row.assignment_id: (row.kind, frozenset(scenarios_of(row))) for row in rows}
    found: dict[tuple[UUID, str], Done] = {}
    if not of:
        return found
    calls, sessions = practice_calls.c, practice_sessions.c
    wanted = select(calls.assignment_id, calls.operator_id, calls.kind, calls.scenario, calls.total)
    wanted = wanted.where(calls.assignment_id.in_(list(of)))
    courses = select(sessions.assignment_id, sessions.operator_id, sessions.kind)
    courses = courses.where(sessions.assignment_id.in_(list(of)), sessions.kind == PracticeKind.COURSE.value)
    if people is not None:
        wanted = wanted.where(among(conn, calls.operator_id, people))
        courses = courses.where(among(conn, sessions.operator_id, people))
    for row in conn.execute(wanted):
        kind, scenarios = of[row.assignment_id]
        if row.kind == kind and row.scenario in scenarios:
            done = found.setdefault((row.assignment_id, row.operator_id), Done())
            done.scenarios.add(row.scenario)
            done.totals.append(row.total)
    for course in conn.execute(courses):
        if course.kind == of[course.assignment_id][0]:
            found.setdefault((course.assignment_id, course.operator_id), Done()).course = True
    return found


def _of_its_people(done: Subquery) -> ColumnElement[bool]:
    """Return the condition that an assignment is for somebody: by name, or as one of its group now."""
    by_name = select(practice_assigned.c.operator_id).where(
        practice_assigned.c.assignment_id == done.c.assignment_id,
        practice_assigned.c.operator_id == done.c.operator_id,
    )
    by_group = select(practice_members.c.operator_id).where(
        practice_members.c.group_id == done.c.group_id, practice_members.c.operator_id == done.c.operator_id
    )
    return by_group.exists() | by_name.exists()


def _how_far() -> Select[Any]:
    """Return the query for how many people have done how many scenarios, or the keyboard course, of assignments."""
    of, calls, sessions = practice_assignments.c, practice_calls.c, practice_sessions.c
    asked_for = func.replace(of.scenarios, '"' + calls.scenario + '"', "") != of.scenarios
    by_scenario = (
        select(of.assignment_id, of.group_id, calls.operator_id, func.count(calls.scenario.distinct()).label("done"))
        .join(practice_calls, (calls.assignment_id == of.assignment_id) & (calls.kind == of.kind))
        .where(asked_for)
        .group_by(of.assignment_id, of.group_id, calls.operator_id)
    )
    courses = (
        select(of.assignment_id, of.group_id, sessions.operator_id, literal(1))
        .join(practice_sessions, (sessions.assignment_id == of.assignment_id) & (sessions.kind == of.kind))
        .where(of.kind == PracticeKind.COURSE.value)
        .distinct()
    )
    ids = of.assignment_id.in_(bindparam("ids", expanding=True))
    done = union_all(by_scenario.where(ids), courses.where(ids)).subquery()
    return (
        select(done.c.assignment_id, done.c.done, func.count().label("people"))
        .where(_of_its_people(done))
        .group_by(done.c.assignment_id, done.c.done)
    )


_HOW_FAR = _how_far()
