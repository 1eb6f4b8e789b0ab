"""What is written under marks: notes of trainers, appeals of trainees, and the answers to these."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, insert, select, update

from case_api.board.acting import Acting, not_there, used_before
from case_api.board.seat_names import names_of
from case_api.practice.results import result_of
from case_api.problems import ProblemError
from case_api.storage.tables_practice import practice_appeals, practice_calls, practice_notes, practice_sessions
from hotline.practice_doc import AppealAnswer, PracticeAppeal, TrainerNote
from hotline.practice_trainer_doc import Appeal, AppealList, AppealReply, NoteRequest, WholeResult
from hotline.wire import Problem

_ANSWERED_LISTED = 100
_notes, _appeals = practice_notes.c, practice_appeals.c
_OF_CALL = and_(practice_calls.c.session_id == _appeals.session_id, practice_calls.c.place == _appeals.place)


def write_note(act: Acting, session: UUID, asked: NoteRequest) -> WholeResult:
    """Write a note under a mark; written again under its id it is the same one.

    Raises `ProblemError`: not-found for a mark that is not there, invalid for another note under this id.
    """
    conn, by = act.conn, act.by.person.operator
    _check_mark(conn, session, asked.place, asked.item)
    values = {"session_id": session, "place": asked.place, "item": asked.item, "words": asked.words, "by": by}
    known = conn.execute(select(practice_notes).where(_notes.note_id == asked.note_id)).one_or_none()
    if known is None:
        conn.execute(insert(practice_notes).values(note_id=asked.note_id, at=act.now, **values))
        act.note("practice_note", str(session), note=str(asked.note_id))
    elif any(known._mapping[name] != value for name, value in values.items()):
        raise used_before("note")
    return whole_result(conn, session)


def keep_appeal(conn: Connection, appeal: PracticeAppeal, now: datetime) -> None:
    """Keep an appeal; come again it is the same one.

    Raises `ProblemError`: not-found for a mark that is not there, or another person's; invalid for another appeal
    under this id.
    """
    _check_mark(conn, appeal.session, appeal.place, appeal.item)
    whose = select(practice_sessions.c.operator_id).where(practice_sessions.c.session_id == appeal.session)
    if conn.scalar(whose) != appeal.trainee:
        raise not_there("There is no such mark of yours.")
    known = conn.execute(select(practice_appeals).where(_appeals.appeal_id == appeal.appeal_id)).one_or_none()
    values = {
        "session_id": appeal.session, "place": appeal.place, "item": appeal.item, "operator_id": appeal.trainee,
        "reason": appeal.reason,
    }  # fmt: skip
    if known is None:
        unanswered = {"answer": "", "agreed": False, "answered_by": ""}
        of = {"appeal_id": appeal.appeal_id, "made_at": appeal.made, "received_at": now}
        conn.execute(insert(practice_appeals).values(**of, **values, **unanswered))
    elif any(known._mapping[name] != value for name, value in values.items()):
        raise used_before("appeal")


def answer_appeal(act: Acting, appeal_id: UUID, asked: AppealReply) -> Appeal:
    """Answer an appeal. Of two trainers the first one's answer stands. Raises `ProblemError` (not-found)."""
    conn, of_it = act.conn, _appeals.appeal_id == appeal_id
    if conn.scalar(select(_appeals.appeal_id).where(of_it)) is None:
        raise not_there("There is no such appeal.")
    said = {"answer": asked.words, "agreed": asked.agreed, "answered_by": act.by.person.operator}
    open_one = update(practice_appeals).where(of_it, _appeals.answered_at.is_(None))
    if conn.execute(open_one.values(answered_at=act.now, **said)).rowcount:
        act.note("answer_practice_appeal", str(appeal_id), agreed=asked.agreed)
    return _told(conn, conn.execute(_WANTED.where(of_it)).all())[0]


def appeals(conn: Connection) -> AppealList:
    """Return all appeals that wait for an answer, and the newest that have one."""
    waiting = conn.execute(_WANTED.where(_appeals.answered_at.is_(None)).order_by(_appeals.received_at)).all()
    answered = _WANTED.where(_appeals.answered_at.is_not(None)).order_by(_appeals.answered_at.desc())
    return AppealList(appeals=_told(conn, [*waiting, *conn.execute(answered.limit(_ANSWERED_LISTED))]))


def whole_result(conn: Connection, session: UUID) -> WholeResult:
    """Return a result with what was written under it. Raises `ProblemError` (not-found)."""
    result = result_of(conn, session)
    of_session = conn.execute(_WANTED.where(_appeals.session_id == session).order_by(_appeals.received_at)).all()
    return WholeResult(
        result=result, name=names_of(conn, [result.trainee])[result.trainee],
        notes=notes_told(conn, _notes.session_id == session), appeals=_told(conn, of_session),
    )  # fmt: skip


def notes_told(conn: Connection, which: Any, most: int = 500) -> tuple[TrainerNote, ...]:
    """Return notes, newest first."""
    of_call = and_(practice_calls.c.session_id == _notes.session_id, practice_calls.c.place == _notes.place)
    told = select(practice_notes, practice_calls.c.kind, practice_calls.c.scenario).join(practice_calls, of_call)
    rows = conn.execute(told.where(which).order_by(_notes.at.desc()).limit(most)).all()
    names = names_of(conn, {row.by for row in rows})
    return tuple(
        TrainerNote(
            note_id=row.note_id, session=row.session_id, place=row.place, item=row.item, words=row.words,
            by=names[row.by], at=row.at, kind=row.kind, scenario=row.scenario,
        )
        for row in rows
    )  # fmt: skip


def answers_told(conn: Connection, operator_id: str, since: datetime) -> tuple[AppealAnswer, ...]:
    """Return the answers that a trainee got since a moment, newest first."""
    rows = conn.execute(
        _WANTED.add_columns(practice_calls.c.kind)
        .where(_appeals.operator_id == operator_id, _appeals.answered_at >= since)
        .order_by(_appeals.answered_at.desc())
    ).all()
    names = names_of(conn, {row.answered_by for row in rows})
    return tuple(
        AppealAnswer(
            appeal_id=row.appeal_id, session=row.session_id, place=row.place, item=row.item, reason=row.reason,
            words=row.answer, agreed=row.agreed, by=names[row.answered_by], at=row.answered_at, kind=row.kind,
            scenario=row.scenario,
        )
        for row in rows
    )  # fmt: skip


def _check_mark(conn: Connection, session: UUID, place: int, item: str | None) -> None:
    calls = result_of(conn, session).calls
    if place >= len(calls):
        raise not_there("This practice session has no such call.")
    if item is not None and all(each.item != item for each in calls[place].items):
        raise ProblemError(Problem.NOT_FOUND, 404, "This call has no mark of that item.", {"field": "item"})


def _told(conn: Connection, rows: Sequence[Row[Any]]) -> tuple[Appeal, ...]:
    names = names_of(conn, {row.operator_id for row in rows} | {row.answered_by for row in rows} - {""})
    return tuple(
        Appeal(
            appeal_id=row.appeal_id, session=row.session_id, place=row.place, item=row.item,
            operator_id=row.operator_id, name=names[row.operator_id], scenario=row.scenario, reason=row.reason,
            made=row.made_at, answer=row.answer, agreed=row.agreed,
            by=names[row.answered_by] if row.answered_by else "", at=row.answered_at,
        )
        for row in rows
    )  # fmt: skip


_WANTED = select(practice_appeals, practice_calls.c.scenario).join(practice_calls, _OF_CALL)
