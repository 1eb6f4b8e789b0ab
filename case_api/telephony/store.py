"""Keeps what the switch told and what seats ask of it. Callers' numbers are enciphered like all personal data."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, func, insert, select, text, update

from case_api.cipher import Cipher
from case_api.storage.tables_calls import call_acts, call_events, calls
from case_api.telephony.switch import ENDS, CallAct, CallEvent
from hotline.codes import CallEventKind
from hotline.wire import CallEventOut

CHANNEL = "case_api_calls"
"""The PostgreSQL channel on which it is told that there are events; which ones stands in the table."""


FORGOTTEN = b""
"""Stands in place of a caller's number that nobody needs any more, or that was erased."""


class AskedAct(NamedTuple):
    """What a seat asked of the switch."""

    n: int
    call_id: UUID
    act: CallAct


def record(conn: Connection, cipher: Cipher, events: Iterable[CallEvent]) -> None:
    """Write events of the switch, in their order. Only the worker that holds the lease may do this."""
    wrote = False
    for event in events:
        wrote = True
        ended = event.at if event.kind in ENDS else None
        changed = conn.execute(
            update(calls).where(calls.c.call_id == event.call_id).values(state=event.kind, ended_at=ended)
        )
        if not changed.rowcount:
            conn.execute(
                insert(calls).values(
                    call_id=event.call_id,
                    seat=event.seat,
                    line=event.line,
                    number=cipher.seal(event.number, event.call_id.bytes),
                    state=event.kind,
                    began_at=event.at,
                    ended_at=ended,
                )
            )
        conn.execute(insert(call_events).values(call_id=event.call_id, kind=event.kind, at=event.at))
    if wrote and conn.dialect.name == "postgresql":
        conn.execute(text(f"SELECT pg_notify('{CHANNEL}', '')"))


def end_orphans(conn: Connection, cipher: Cipher, now: datetime) -> None:
    """End the calls that a worker before this one left open: the switch it spoke to is gone."""
    events = []
    for row in conn.execute(select(calls).where(calls.c.ended_at.is_(None))):
        waiting = row.state in (CallEventKind.OFFERED, CallEventKind.RINGING)
        kind = CallEventKind.ABANDONED if waiting else CallEventKind.HUNG_UP
        events.append(CallEvent(row.call_id, kind, now, row.seat, "", row.line))
    record(conn, cipher, events)


def forget_numbers(conn: Connection, before: datetime) -> int:
    """Forget the callers' numbers of calls that ended before a moment; return how many.

    A number is there for seats to be told of, and a work order has its own.
    """
    ended = update(calls).where(calls.c.ended_at < before, calls.c.number != FORGOTTEN)
    return conn.execute(ended.values(number=FORGOTTEN)).rowcount


def newest_event(conn: Connection) -> int:
    """Return the number of the newest event, 0 where there is none."""
    return conn.scalar(select(func.coalesce(func.max(call_events.c.n), 0))) or 0


def events_after(conn: Connection, cipher: Cipher, n: int) -> list[tuple[int, CallEventOut]]:
    """Return the events after the one numbered `n`, each with its number."""
    rows = conn.execute(_EVENTS.where(call_events.c.n > n).order_by(call_events.c.n))
    return [(row.n, _out(row, cipher)) for row in rows]


def live_events(conn: Connection, cipher: Cipher, seat: str) -> list[CallEventOut]:
    """Return all events of a seat's calls that have not ended, so that a console that comes late knows them."""
    wanted = _EVENTS.where(calls.c.seat == seat, calls.c.ended_at.is_(None))
    return [_out(row, cipher) for row in conn.execute(wanted.order_by(call_events.c.n))]


def is_live(conn: Connection, call_id: UUID, seat: str) -> bool:
    """Say whether a call of this seat is there and has not ended."""
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
    call_events.c.n, call_events.c.call_id, call_events.c.kind, call_events.c.at, calls.c.seat, calls.c.number,
    calls.c.line,
).join(calls, calls.c.call_id == call_events.c.call_id)  # fmt: skip


def _out(row: Any, cipher: Cipher) -> CallEventOut:
    number = cipher.open(row.number, row.call_id.bytes) if row.number else ""
    return CallEventOut(call_id=row.call_id, kind=row.kind, at=row.at, seat=row.seat, number=number, line=row.line)
