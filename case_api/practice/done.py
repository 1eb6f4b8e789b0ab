"""What has been done of assignments, by whom."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from case_api.storage.among import among
from case_api.storage.tables_practice import practice_calls, practice_sessions
from hotline.codes import PracticeKind


@dataclass(slots=True)
class Done:
    """What one person has done for one assignment: which scenarios, and the totals of all their calls for it."""

    scenarios: set[str] = field(default_factory=set)
    totals: list[float] = field(default_factory=list)
    course: bool = False

    @property
    def begun(self) -> bool:
        """Say whether there is any result."""
        return self.course or bool(self.scenarios)

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
