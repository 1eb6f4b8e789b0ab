"""Calling back those who gave up (漏接回拨): who claims whom, for which seat, and how it ended.

A number is given to one operator at one seat, who then has a row in the read audit: who claims for their own seat.
Whom a lead hands to a seat has no number there until the operator takes them.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, func, select, update

from case_api.accounts.sessions import leads_at_seats
from case_api.audit.chain import READ_CHAIN, append
from case_api.board.acting import Acting, not_there, refused
from case_api.board.seat_names import is_seat
from case_api.cipher import Cipher
from case_api.problems import ProblemError
from case_api.storage.tables_accounts import seats
from case_api.storage.tables_board import seat_presence
from case_api.storage.tables_calls import calls, missed_callers
from case_api.telephony.missed_callers import FORGOTTEN, Settled
from hotline.codes import CallQueue, Role
from hotline.context import Actor
from hotline.desk_doc import MissedCaller
from hotline.lead_acts_doc import ActRefusal, MissedCallers
from hotline.wire import Problem

CALLER_PHONE = "caller_phone"
CALL_BACK = "call_back"
"""Field and reason in the read audit."""
_UNCLAIMED: dict[str, Any] = {"seat": "", "operator_id": "", "claimed_at": None}


def open_callers(conn: Connection, asking: Actor) -> MissedCallers:
    """Return the callers whom nobody has reached, who gave up first at the top: all of them to a lead.

    An operator has those of their seat, and those that nobody has claimed of the callers that their seat answers.
    """
    rows = conn.execute(_OPEN).all()
    if Role.LEAD not in asking.roles:
        mine = conn.scalar(select(seats.c.queue).where(seats.c.seat == asking.seat)) or CallQueue.GENERAL
        rows = [row for row in rows if (row.seat == asking.seat if row.seat else answers(mine, row.queue))]
    return MissedCallers(callers=tuple(_told(row) for row in rows))


def unclaimed(conn: Connection) -> dict[str, int]:
    """Return how many callers wait to be called back whom nobody has claimed, by queue."""
    counted = select(missed_callers.c.queue, func.count().label("waiting")).where(_WAITS, missed_callers.c.seat == "")
    return {row.queue: row.waiting for row in conn.execute(counted.group_by(missed_callers.c.queue))}


def to_call_back(conn: Connection) -> int:
    """Return how many callers nobody has reached yet, claimed or not: as many as a lead's list has."""
    return conn.scalar(select(func.count()).select_from(missed_callers).where(_WAITS)) or 0


def waiting_for(unclaimed_by_queue: Mapping[str, int], queue: str) -> int:
    """Return how many of them the seats of a queue are to call back."""
    return sum(count for each, count in unclaimed_by_queue.items() if answers(queue, each))


def claimed_by(conn: Connection, cipher: Cipher, seat: str, operator_id: str) -> tuple[MissedCaller, ...]:
    """Return whom a seat has claimed, with the numbers of those whom this operator has taken."""
    return tuple(_told(row, _number(cipher, row, operator_id)) for row in conn.execute(_OPEN_AT, {"of_seat": seat}))


def claim(acting: Acting, cipher: Cipher, call_id: UUID, seat: str) -> MissedCaller:
    """Claim a caller for a seat, empty for that of who asks, and then with the number. Again changes nothing.

    Raises `ProblemError`: not-found; invalid for a seat that is none; forbidden for another's seat unless a lead
    asks; refused, with `code`, where another seat has claimed the caller or nothing is left to be done.
    """
    conn, person = acting.conn, acting.by.person
    seat = seat or person.seat
    if not is_seat(conn, seat):
        raise ProblemError(Problem.INVALID, 422, "There is no such seat: name one of this centre.", {"field": "seat"})
    if seat != person.seat and Role.LEAD not in person.roles:
        raise ProblemError(Problem.FORBIDDEN, 403, "Only a lead claims a caller for another seat.")
    row = _open_one(conn, call_id)
    if row.seat not in ("", seat):
        words = f"Seat {row.seat} has claimed this caller."
        raise refused(ActRefusal.CALLER_CLAIMED, words, seat=row.seat, claimed_at=row.claimed_at)
    takes = seat == person.seat
    if not row.seat or takes:
        claimed_at = row.claimed_at or acting.now
        operator = person.operator if takes else ""
        _set(acting, call_id, seat=seat, operator_id=operator, claimed_at=claimed_at)
        noted = acting.note("claim_missed_caller", seat, call=str(call_id))
        if takes:
            append(conn, READ_CHAIN, [_read_row(acting, noted)])
        row = _open_one(conn, call_id)
    return _told(row, _number(cipher, row, person.operator) if takes else "")


def release(acting: Acting, call_id: UUID) -> MissedCaller:
    """Give a claim back: of the own seat; a lead also that of a seat that is silent, or where nobody has taken it.

    Raises `ProblemError`: not-found; refused, with `code`, for the claim of a seat that is at work.
    """
    conn, person = acting.conn, acting.by.person
    row = _open_one(conn, call_id)
    if not row.seat:
        return _told(row)
    if row.seat != person.seat:
        if Role.LEAD not in person.roles:
            raise refused(ActRefusal.NOT_YOUR_CLAIM, "This caller is not claimed for your seat.", seat=row.seat)
        if row.operator_id and _at_work(acting, row.seat, row.operator_id):
            words = f"Seat {row.seat} is at work and has claimed this caller: ask there to give them back."
            raise refused(ActRefusal.SEAT_NOT_SILENT, words, seat=row.seat)
    _set(acting, call_id, **_UNCLAIMED)
    acting.note("release_missed_caller", row.seat, call=str(call_id))
    return _told(_open_one(conn, call_id))


def tried(acting: Acting, call_id: UUID, *, reached: bool, most_tries: int) -> MissedCaller:
    """Take in that the seat which has claimed a caller called back.

    Who was reached is settled and their number forgotten; who was not can be claimed again, `most_tries` times in
    all. Raises `ProblemError`: not-found; refused, with `code`, for a caller of another seat.
    """
    conn, person = acting.conn, acting.by.person
    row = _row(conn, call_id)
    if row.settled == Settled.CALLED_BACK and reached and row.seat == person.seat:
        return _told(row)
    row = _still_open(row)
    if not person.seat or row.seat != person.seat:
        raise refused(ActRefusal.NOT_YOUR_CLAIM, "This caller is not claimed for your seat.", seat=row.seat)
    tries = row.tries + 1
    if reached:
        _settle(acting, call_id, Settled.CALLED_BACK, tries)
    elif tries >= most_tries:
        _settle(acting, call_id, Settled.OUT_OF_REACH, tries)
    else:
        _set(acting, call_id, tries=tries, **_UNCLAIMED)
    acting.note("try_missed_caller", row.seat, call=str(call_id), reached=reached)
    return _told(_row(conn, call_id))


def answers(queue: str, waits_in: str) -> bool:
    """Say whether seats of a queue answer callers who wait in another: enterprises have seats of their own (Z17)."""
    return (queue == CallQueue.ENTERPRISE) == (waits_in == CallQueue.ENTERPRISE)


def _at_work(acting: Acting, seat: str, operator_id: str) -> bool:
    """Say whether a seat is heard and somebody is there: an operator, or at its board the lead who made the claim."""
    conn = acting.conn
    heard = select(seat_presence.c.operator_id).where(seat_presence.c.seat == seat, seat_presence.c.silent.is_(False))
    row = conn.execute(heard).one_or_none()
    return row is not None and (bool(row.operator_id) or (seat, operator_id) in leads_at_seats(conn, acting.now))


def _row(conn: Connection, call_id: UUID) -> Row[Any]:
    row = conn.execute(select(missed_callers).where(missed_callers.c.call_id == call_id)).one_or_none()
    if row is None:
        raise not_there("There is no such caller on the list.")
    return row


def _still_open(row: Row[Any]) -> Row[Any]:
    if row.settled_at is not None:
        words = "Nothing is left to be done for this caller."
        raise refused(ActRefusal.CALLER_SETTLED, words, settled=row.settled, settled_at=row.settled_at)
    return row


def _open_one(conn: Connection, call_id: UUID) -> Row[Any]:
    return _still_open(_row(conn, call_id))


def _settle(acting: Acting, call_id: UUID, how: Settled, tries: int) -> None:
    _set(acting, call_id, settled_at=acting.now, settled=str(how), tries=tries, **FORGOTTEN)


def _set(acting: Acting, call_id: UUID, **values: Any) -> None:
    changed = update(missed_callers).where(missed_callers.c.call_id == call_id)
    acting.conn.execute(changed.values(**values, board_n=acting.board_n))


def _number(cipher: Cipher, row: Any, operator_id: str) -> str:
    if not operator_id or row.operator_id != operator_id:
        return ""
    return str(cipher.open(row.number, row.call_id.bytes))


def _told(row: Any, number: str = "") -> MissedCaller:
    return MissedCaller(
        call_id=row.call_id,
        queue=row.queue,
        abandoned_at=row.abandoned_at,
        waited_s=row.waited_s,
        calls=row.calls,
        tries=row.tries,
        number=number,
        seat=row.seat,
        claimed_at=row.claimed_at,
    )


def _read_row(acting: Acting, noted: UUID) -> dict[str, Any]:
    """Return the row of the read audit; that of the write audit with the same id names the caller's call."""
    return {
        "mutation_id": noted,
        "case_id": None,
        "field": CALLER_PHONE,
        "reason": CALL_BACK,
        "outcome": "applied",
        "operator_id": acting.by.person.operator,
        "session_id": acting.by.session_id,
        "seat": acting.by.person.seat,
        "made_at": acting.now,
        "received_at": acting.now,
    }


_WAITS = missed_callers.c.settled_at.is_(None)
_OPEN = (
    select(missed_callers)
    .join(calls, calls.c.call_id == missed_callers.c.call_id)
    .where(_WAITS)
    .order_by(calls.c.began_at, missed_callers.c.call_id)
)
"""An entry is known by the first call of its caller: who has given up again since has not waited any less."""
_OPEN_AT = _OPEN.where(missed_callers.c.seat == bindparam("of_seat"))
