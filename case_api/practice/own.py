"""What a trainee gets back: their assignments, and notes and answers under their marks."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from case_api.board.seat_names import names_of
from case_api.practice.assignments import going_on_for
from case_api.practice.done import NOTHING_DONE, done_for, scenarios_of
from case_api.practice.words import answers_told, notes_told
from case_api.storage.tables_practice import practice_calls, practice_notes, practice_sessions
from hotline.codes import PracticeKind
from hotline.practice_doc import AssignedWork, OwnAssignment, SatExam

_TOLD_FOR = timedelta(days=90)
"""For so long notes and answers are told again."""


def own_work(conn: Connection, operator_id: str, now: datetime) -> AssignedWork:
    """Return what somebody is to do and what was written to them lately."""
    rows, _ = going_on_for(conn, [operator_id])
    done, names = done_for(conn, rows, [operator_id]), names_of(conn, {row.given_by for row in rows})
    sessions = select(practice_sessions.c.session_id).where(practice_sessions.c.operator_id == operator_id)
    told_since = now - _TOLD_FOR
    calls = practice_calls.c
    of_exams = calls.kind == PracticeKind.EXAM.value
    sat = select(calls.assignment_id, calls.scenario).where(calls.operator_id == operator_id, of_exams).distinct()
    return AssignedWork(
        now=now,
        assignments=tuple(
            OwnAssignment(
                assignment_id=row.assignment_id, title=row.title, kind=row.kind, scenarios=scenarios_of(row),
                due=row.due, given_by=names[row.given_by],
                done=tuple(sorted(done.get((row.assignment_id, operator_id), NOTHING_DONE).scenarios)),
            )
            for row in rows
            if not done.get((row.assignment_id, operator_id), NOTHING_DONE).finished(scenarios_of(row))
        ),
        notes=notes_told(conn, practice_notes.c.session_id.in_(sessions) & (practice_notes.c.at >= told_since)),
        answers=answers_told(conn, operator_id, told_since),
        exams=tuple(SatExam(assignment_id=row.assignment_id, scenario=row.scenario) for row in conn.execute(sat)),
    )  # fmt: skip
