"""Raised hands: up while the console's beats say so, answered by one lead, the answer seen by the operator."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from case_api.board.acting import Acting, not_there, refused
from case_api.board.seat_names import names_of
from case_api.storage.tables_board import hands, seat_presence
from hotline.desk_doc import HandAnswer, RaisedHand
from hotline.lead_acts_doc import ActRefusal


def note_hand(
    conn: Connection, seat: str, operator_id: str, hand: RaisedHand | None, now: datetime, board_n: int
) -> None:
    """Take in which hand is up at a seat, None for none; told as often as one likes, it is one hand.

    A hand of another seat is no hand of this one, whatever its console says.
    """
    up = conn.execute(select(hands).where(hands.c.seat == seat, hands.c.lowered_at.is_(None))).all()
    for row in up:
        if hand is None or row.hand_id != hand.hand_id:
            _set(conn, row.hand_id, lowered_at=now, board_n=board_n)
    if hand is None:
        return
    known = conn.execute(select(hands).where(hands.c.hand_id == hand.hand_id)).one_or_none()
    if known is None:
        conn.execute(insert(hands).values(**_row(seat, operator_id, hand, board_n)))
    elif known.seat == seat and (known.lowered_at or (known.words != hand.words and not known.answered_at)):
        _set(conn, hand.hand_id, lowered_at=None, words=hand.words, board_n=board_n)


def answer_hand(acting: Acting, hand_id: UUID, words: str) -> HandAnswer:
    """Answer a hand with a note onto its operator's screen. The same answer of the same lead is given once.

    Raises `ProblemError`: not-found, and refused, with `code`, where another lead has answered (`answered_by`) or the
    operator has taken the hand down.
    """
    conn, lead = acting.conn, acting.by.person.operator
    row = conn.execute(select(hands).where(hands.c.hand_id == hand_id)).one_or_none()
    if row is None:
        raise not_there("There is no such hand.")
    if row.answered_at is not None:
        if (row.answered_by, row.answer) == (lead, words):
            return _answer(conn, row)
        said = _answer(conn, row)
        extra = {"answered_by": said.answered_by, "answered_at": said.answered_at}
        raise refused(ActRefusal.HAND_ANSWERED, "This hand was answered already.", **extra)
    if row.lowered_at is not None:
        raise refused(ActRefusal.HAND_TAKEN_DOWN, "This hand was taken down.", taken_down_at=row.lowered_at)
    _set(conn, hand_id, answered_at=acting.now, answered_by=lead, answer=words, board_n=acting.board_n)
    acting.note("answer_hand", row.seat, hand=str(hand_id), operator=row.operator_id)
    return _answer(conn, conn.execute(select(hands).where(hands.c.hand_id == hand_id)).one())


def answer_at(conn: Connection, seat: str) -> HandAnswer | None:
    """Return the newest answer that who sits at a seat has not had before them yet, None for none.

    What was answered to somebody who sat there before is not for them.
    """
    sits = select(seat_presence.c.operator_id).where(seat_presence.c.seat == seat).scalar_subquery()
    unseen = (hands.c.answered_at.is_not(None), hands.c.seen_at.is_(None))
    wanted = select(hands).where(hands.c.seat == seat, hands.c.operator_id == sits, *unseen)
    row = conn.execute(wanted.order_by(hands.c.answered_at.desc()).limit(1)).one_or_none()
    return _answer(conn, row) if row is not None else None


def mark_seen(conn: Connection, hand_id: UUID, seat: str, now: datetime, board_n: int) -> None:
    """Take in that the operator has had the answer before them, and whatever was answered at that seat before it.

    Raises `ProblemError` (not-found) for a hand of another seat, and for one without an answer.
    """
    row = conn.execute(select(hands).where(hands.c.hand_id == hand_id, hands.c.seat == seat)).one_or_none()
    if row is None or row.answered_at is None:
        raise not_there("There is no such answer for this seat.")
    before = (hands.c.seat == seat, hands.c.answered_at <= row.answered_at, hands.c.seen_at.is_(None))
    conn.execute(update(hands).where(*before).values(seen_at=now, board_n=board_n))


def _set(conn: Connection, hand_id: UUID, **values: Any) -> None:
    conn.execute(update(hands).where(hands.c.hand_id == hand_id).values(**values))


def _answer(conn: Connection, row: Any) -> HandAnswer:
    return HandAnswer(
        hand_id=row.hand_id,
        words=row.answer,
        answered_by=names_of(conn, [row.answered_by])[row.answered_by],
        answered_at=row.answered_at,
    )


def _row(seat: str, operator_id: str, hand: RaisedHand, board_n: int) -> dict[str, Any]:
    return {
        **hand.model_dump(),
        "seat": seat,
        "operator_id": operator_id,
        "answered_by": "",
        "answer": "",
        "board_n": board_n,
    }
