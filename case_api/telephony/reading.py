"""Reads what the switch told, for the seats that it is about, and what seats have asked of the switch."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, func, insert, select, update

from case_api.cipher import Cipher
from case_api.storage.tables_calls import call_acts, call_events, calls
from case_api.telephony.switch import CallAct
from hotline.codes import CallEventKind
from hotline.wire import CallEventOut


class AskedAct(NamedTuple):
    """What a seat asked of the switch."""

    n: int
    call_id: UUID
    act: CallAct


def newest_event(conn: Connection) -> int:
    """Return the number of the newest event, 0 where there is none."""
    return conn.scalar(select(func.coalesce(func.max(call_events.c.n), 0))) or 0


def events_after(conn: Connection, cipher: Cipher, n: int) -> list[tuple[int, CallEventOut]]:
    """Return the events at seats after the one numbered `n`, each with its number."""
    rows = conn.execute(_EVENTS.where(call_events.c.n > n, call_events.c.seat != "").order_by(call_events.c.n))
    return [(row.n, _out(row, cipher)) for row in rows]


def live_events(conn: Connection, cipher: Cipher, seat: str) -> list[CallEventOut]:
    """Return the events of the calls that a seat has now, so that a console that comes late knows them.

    A call that it had before, missed and was given again begins with the newest ring.
    """
    wanted = _EVENTS.where(calls.c.seat == seat, calls.c.ended_at.is_(None), call_events.c.seat == seat)
    rows = conn.execute(wanted.order_by(call_events.c.n)).all()
    rang = {row.call_id: row.n for row in rows if row.kind == CallEventKind.RINGING}
    return [_out(row, cipher) for row in rows if row.n >= rang.get(row.call_id, 0)]


def is_live(conn: Connection, call_id: UUID, seat: str) -> bool:
    """Say whether a call is at this seat now."""
    wanted = select(calls.c.call_id).where(calls.c.call_id == call_id, calls.c.seat == seat, calls.c.ended_at.is_(None))
    return conn.execute(wanted).first() is not None


def ask(conn: Connection, call_id: UUID, act: CallAct, at: datetime) -> None:
    """Leave an act for the worker that runs the switch."""
    conn.execute(insert(call_acts).values(call_id=call_id, act=act, asked_at=at))


def asked(conn: Connection) -> list[AskedAct]:
    """Return the acts that are still to be done, oldest first."""
    wanted = select(call_acts.c.n, call_acts.c.call_id, call_acts.c.act).where(call_acts.c.done_at.is_(None))
    return [AskedAct(n, call_id, CallAct(act)) for n, call_id, act in conn.execute(wanted.order_by(call_acts.c.n))]


def done(conn: Connection, acts: Iterable[AskedAct], at: datetime) -> None:
    """Note that acts were done."""
    conn.execute(update(call_acts).where(call_acts.c.n.in_([act.n for act in acts])).values(done_at=at))


_EVENTS = select(
    call_events.c.n, call_events.c.call_id, call_events.c.kind, call_events.c.at, call_events.c.seat,
    call_events.c.queue, calls.c.number, calls.c.line,
).join(calls, calls.c.call_id == call_events.c.call_id)  # fmt: skip


def _out(row: Any, cipher: Cipher) -> CallEventOut:
    number = cipher.open(row.number, row.call_id.bytes) if row.number else ""
    return CallEventOut(
        call_id=row.call_id, kind=row.kind, at=row.at, seat=row.seat, number=number, line=row.line, queue=row.queue
    )
