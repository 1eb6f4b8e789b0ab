"""What leads want of a seat: its state or its queue. The console does it, and says so or why not.

An order waits while its seat is silent, and lapses after `ORDER_WAITS`: the seat it was meant for was another one.
Of two orders of one kind the later one holds, and the one before is over; both leads can read so.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, insert, select, update

from case_api.board.acting import Acting, not_there, used_before
from case_api.board.counter import next_n
from case_api.board.seat_names import is_seat, names_of
from case_api.problems import ProblemError
from case_api.storage.tables_accounts import seats
from case_api.storage.tables_board import seat_orders, seat_presence
from hotline.codes import AgentState
from hotline.context import PackFacts
from hotline.desk_doc import ORDER_WAITS, SeatOrder
from hotline.lead_acts_doc import SEAT_QUEUES, GivenOrder, OrderEnd, OrderGiven, SeatOrderRequest
from hotline.wire import Problem

LISTED = timedelta(days=1)
"""Orders are listed for so long."""
_REPLACED, _LAPSED = "replaced", "lapsed"
"""Stand in place of a console's reason where another order came, or too much time went by, before it was done."""
_CENTRE_S_OWN = {_REPLACED: OrderEnd.REPLACED, _LAPSED: OrderEnd.LAPSED}
_PAUSE_REASON = "pause_reason"
_STATES = (AgentState.READY, AgentState.PAUSED)


def give_order(acting: Acting, pack: PackFacts, seat: str, asked: SeatOrderRequest) -> OrderGiven:
    """Give an order to a seat and return it with the one it replaces. The same one again is given once.

    Raises `ProblemError`: not-found for the seat, invalid for what no seat can be told, and for an id under which
    another order was given.
    """
    conn, lead = acting.conn, acting.by.person.operator
    if not is_seat(conn, seat):
        raise not_there("There is no such seat.")
    _check(pack, asked)
    known = conn.execute(select(seat_orders).where(seat_orders.c.order_id == asked.order_id)).one_or_none()
    if known is not None:
        same = (seat, asked.kind, asked.value, asked.reason, lead)
        if (known.seat, known.kind, known.value, known.reason, known.given_by) != same:
            raise used_before("order")
        return _given(conn, known, None)
    open_now = _open(acting.now).where(seat_orders.c.seat == seat, seat_orders.c.kind == asked.kind)
    before = conn.execute(open_now).all()
    for row in before:
        _end(conn, row.order_id, _REPLACED, acting.now, acting.board_n)
    order = {**asked.model_dump(), "seat": seat, "given_by": lead, "given_at": acting.now, "refused": ""}
    conn.execute(insert(seat_orders).values(**order, board_n=acting.board_n))
    acting.note("order_seat", seat, order=str(asked.order_id), kind=asked.kind, value=asked.value, reason=asked.reason)
    given = conn.execute(select(seat_orders).where(seat_orders.c.order_id == asked.order_id)).one()
    return _given(conn, given, before[-1] if before else None)


def open_at(conn: Connection, seat: str, now: datetime) -> tuple[SeatOrder, ...]:
    """Return what a seat still has to do, oldest first."""
    return _told(conn, conn.execute(_open(now).where(seat_orders.c.seat == seat)).all())


def open_by_seat(conn: Connection, now: datetime) -> dict[str, tuple[SeatOrder, ...]]:
    """Return what seats still have to do, oldest first, by seat."""
    rows = conn.execute(_open(now)).all()
    found: dict[str, tuple[SeatOrder, ...]] = {}
    for row, order in zip(rows, _told(conn, rows), strict=True):
        found[row.seat] = (*found.get(row.seat, ()), order)
    return found


def settle(conn: Connection, order_id: UUID, seat: str, why_not: str, now: datetime, board_n: int) -> None:
    """Take in that a console has done an order, or with `why_not` that it has not; an order that is over stays so.

    One that has lapsed was done all the same where the console says so late. With its queue the seat's staffing is
    another one, of which the switch is told. Raises `ProblemError` (not-found) for an order to another seat.
    """
    of_seat = select(seat_orders).where(seat_orders.c.order_id == order_id, seat_orders.c.seat == seat)
    row = conn.execute(of_seat).one_or_none()
    if row is None:
        raise not_there("There is no such order for this seat.")
    if row.done_at is not None and row.refused != _LAPSED:
        return
    _end(conn, order_id, why_not, now, board_n)
    if row.kind == "queue" and not why_not:
        conn.execute(update(seats).where(seats.c.seat == seat).values(queue=row.value))
        conn.execute(update(seat_presence).where(seat_presence.c.seat == seat).values(board_n=board_n))


def lapse(conn: Connection, now: datetime) -> int:
    """End the orders that waited too long, so that boards are told; return how many."""
    late = (
        seat_orders.c.done_at.is_(None),
        seat_orders.c.given_at <= now - ORDER_WAITS,
        seat_orders.c.given_at > now - LISTED,
    )
    if conn.scalar(select(seat_orders.c.seat).where(*late).limit(1)) is None:
        return 0
    over = {"done_at": now, "refused": _LAPSED, "board_n": next_n(conn, telephony=False)}
    return conn.execute(update(seat_orders).where(*late).values(**over)).rowcount


def given_since(conn: Connection, since: datetime, now: datetime) -> tuple[GivenOrder, ...]:
    """Return the orders that leads gave since a moment, newest first, each with what became of it."""
    wanted = (
        select(seat_orders)
        .where(seat_orders.c.given_at >= since)
        .order_by(seat_orders.c.given_at, seat_orders.c.board_n)
    )
    rows = conn.execute(wanted).all()
    after: dict[tuple[str, str, datetime], str] = {}
    told = _told(conn, rows)
    for row, order in zip(rows, told, strict=True):
        after[row.seat, row.kind, row.given_at] = order.given_by
    found = [
        GivenOrder(
            order=order,
            seat=row.seat,
            became=_became(row, now),
            done_at=row.done_at,
            replaced_by=after.get((row.seat, row.kind, row.done_at), "") if row.refused == _REPLACED else "",
            refused="" if row.refused in _CENTRE_S_OWN else row.refused,
        )
        for row, order in zip(rows, told, strict=True)
        if row.given_by
    ]
    return tuple(reversed(found))


def _check(pack: PackFacts, asked: SeatOrderRequest) -> None:
    paused = asked.kind == "state" and asked.value == AgentState.PAUSED
    if asked.value not in (_STATES if asked.kind == "state" else SEAT_QUEUES):
        words = "A seat can be told to be ready or paused, or to take the queue general or enterprise."
        raise ProblemError(Problem.INVALID, 422, words, {"field": "value"})
    if bool(asked.reason) != paused or (paused and not pack.has_entry(_PAUSE_REASON, asked.reason)):
        words = "A pause has one of the reasons of the city pack, anything else has none."
        raise ProblemError(Problem.INVALID, 422, words, {"field": "reason"})


def _became(row: Any, now: datetime) -> OrderEnd:
    if row.done_at is None:
        return OrderEnd.WAITING if now - row.given_at < ORDER_WAITS else OrderEnd.LAPSED
    return _CENTRE_S_OWN.get(row.refused, OrderEnd.REFUSED if row.refused else OrderEnd.DONE)


def _given(conn: Connection, row: Row[Any], replaced: Row[Any] | None) -> OrderGiven:
    order, *before = _told(conn, [row] if replaced is None else [row, replaced])
    heard = conn.scalar(select(seat_presence.c.silent).where(seat_presence.c.seat == row.seat))
    waits = row.done_at is None and heard is not False
    return OrderGiven(order=order, replaced=before[0] if before else None, waits=waits)


def _told(conn: Connection, rows: Iterable[Any]) -> tuple[SeatOrder, ...]:
    rows = list(rows)
    names = names_of(conn, {row.given_by for row in rows if row.given_by}) | {"": ""}
    return tuple(
        SeatOrder(
            order_id=row.order_id,
            kind=row.kind,
            value=row.value,
            reason=row.reason,
            given_by=names[row.given_by],
            given_at=row.given_at,
        )
        for row in rows
    )


def _end(conn: Connection, order_id: UUID, why_not: str, now: datetime, board_n: int) -> None:
    over = {"done_at": now, "refused": why_not, "board_n": board_n}
    conn.execute(update(seat_orders).where(seat_orders.c.order_id == order_id).values(**over))


def _open(now: datetime) -> Select[Any]:
    return (
        select(seat_orders)
        .where(seat_orders.c.done_at.is_(None), seat_orders.c.given_at > now - ORDER_WAITS)
        .order_by(seat_orders.c.given_at, seat_orders.c.board_n, seat_orders.c.order_id)
    )
