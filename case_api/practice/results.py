"""Results of practice as they come in: kept once, and added to the sums; and one of them as a trainer opens it."""

import json
from datetime import datetime, tzinfo
from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from case_api.board.acting import not_there, used_before
from case_api.practice import sums
from case_api.storage.tables_practice import practice_calls, practice_sessions
from hotline.practice_doc import PracticeResult


def keep_result(conn: Connection, result: PracticeResult, zone: tzinfo, now: datetime) -> None:
    """Keep a result; come again it is the same one, but for the mark of the clock where it had come without it.

    A console leaves that out for a centre that does not know it, and brings it later. Raises `ProblemError` (invalid)
    for another result under the id of one.
    """
    sums.take_lock(conn)
    text = result.model_dump_json()
    known = conn.scalar(select(practice_sessions.c.result).where(practice_sessions.c.session_id == result.session))
    if known is not None:
        before = PracticeResult.model_validate_json(known)
        if result not in (before, before.model_copy(update={"clock_behind": True})):
            raise used_before("practice session")
        if before != result:
            of_it = practice_sessions.c.session_id == result.session
            conn.execute(update(practice_sessions).where(of_it).values(result=text))
        return
    ended = min(result.ended, now)  # a seat's clock may be ahead, by years too; the result itself stays as it came
    of_session = {"operator_id": result.trainee, "kind": result.kind.value, "assignment_id": result.assignment}
    conn.execute(
        insert(practice_sessions).values(
            session_id=result.session, began_at=min(result.began, ended), ended_at=ended, received_at=now,
            steps=result.steps, result=text, **of_session,
        )
    )  # fmt: skip
    calls = [
        {
            "session_id": result.session, "place": place, "scenario": call.scenario, "class_code": call.class_code,
            "total": call.total, "fatal": json.dumps(call.fatal), "ended_at": ended,
            "items": json.dumps({item.item: (item.got, item.of) for item in call.items}), **of_session,
        }
        for place, call in enumerate(result.calls)
    ]  # fmt: skip
    if calls:
        conn.execute(insert(practice_calls), calls)
    sums.add(conn, result, sums.week_of(ended, zone))


def result_of(conn: Connection, session: UUID) -> PracticeResult:
    """Return a result as it came. Raises `ProblemError` (not-found)."""
    kept = conn.scalar(select(practice_sessions.c.result).where(practice_sessions.c.session_id == session))
    if kept is None:
        raise not_there("There is no result of this practice session.")
    return PracticeResult.model_validate_json(kept)
