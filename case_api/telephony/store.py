"""Keeps what the switch told. Callers' numbers are enciphered like all personal data.

What has been told before changes nothing: an event is known by its call, kind, moment, seat and queue.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, select, update

from case_api.board.counter import next_n
from case_api.cipher import Cipher
from case_api.storage.rows import insert
from case_api.storage.rows import update as update_rows
from case_api.storage.tables_calls import call_events, call_legs, call_visits, calls
from case_api.telephony.missed_callers import note_missed_callers
from case_api.telephony.pauses import order_pauses
from case_api.telephony.switch import TelephonePause, Told
from hotline.call_events import CallEvent, record_of
from hotline.call_record import CallRecord, Leg
from hotline.codes import CallEventKind

FORGOTTEN = b""
"""Stands in place of a caller's number that nobody needs any more, or that was erased."""
AHEAD = timedelta(seconds=5)
"""A switch whose clock is further ahead is not believed: what it tells happened when it came."""
_AT_A_SEAT = frozenset({CallEventKind.RINGING, CallEventKind.MISSED, CallEventKind.ANSWERED})
"""Of the other kinds there is one at a moment, whichever seat a switch names with it or leaves out."""
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Changed:
    """A call before and after what was told of it now, with what is new of that, in the order in which it came.

    `number` is the caller's, empty where the switch hides it or another event of the call brought it.
    """

    before: CallRecord
    after: CallRecord
    fresh: tuple[CallEvent, ...]
    number: str
    line: str
    known: bool

    @property
    def call_id(self) -> UUID:
        """The call."""
        return self.after.call_id


def record(conn: Connection, cipher: Cipher, told: Iterable[Told], now: datetime) -> None:
    """Write what the switch tells. Only the worker that holds the lease may do this."""
    told = list(told)
    events = [_believed(each, now) for each in told if isinstance(each, CallEvent)]
    changed = list(_changed(conn, events))
    pauses = [each for each in told if isinstance(each, TelephonePause)]
    if not (changed or pauses):
        return
    board_n = next_n(conn)
    named = _named_late(conn, cipher, changed)
    _write_calls(conn, cipher, changed, board_n)
    note_missed_callers(conn, cipher, changed, named, board_n)
    order_pauses(conn, pauses, board_n)


def open_records(conn: Connection) -> list[CallRecord]:
    """Return the calls that have not ended."""
    ids = list(conn.scalars(select(calls.c.call_id).where(calls.c.ended_at.is_(None)).order_by(calls.c.began_at)))
    known = _events_of(conn, ids)
    return [record_of(call_id, known[call_id]) for call_id in ids]


def forget_numbers(conn: Connection, before: datetime) -> int:
    """Forget the callers' numbers of calls that ended before a moment; return how many.

    A number is there for seats to be told of, and a work order has its own.
    """
    ended = update(calls).where(calls.c.ended_at < before, calls.c.number != FORGOTTEN)
    return conn.execute(ended.values(number=FORGOTTEN)).rowcount


def _believed(event: CallEvent, now: datetime) -> CallEvent:
    return replace(event, at=now) if event.at > now + AHEAD else event


def _changed(conn: Connection, events: Sequence[CallEvent]) -> Iterator[Changed]:
    of_call: dict[UUID, list[CallEvent]] = {}
    for event in events:
        of_call.setdefault(event.call_id, []).append(event)
    known = _events_of(conn, list(of_call))
    for call_id, told in of_call.items():
        had = known[call_id]
        before = record_of(call_id, had)
        fresh = _fresh(before, had, told)
        if not fresh:
            continue
        number = next((event.number for event in fresh if event.number), "")
        line = next((event.line for event in fresh if event.line), "")
        yield Changed(before, record_of(call_id, [*had, *fresh]), fresh, number, line, bool(had))


def _fresh(before: CallRecord, had: Sequence[CallEvent], told: Sequence[CallEvent]) -> tuple[CallEvent, ...]:
    """Return what is new, each event of a call at a seat with that seat: switches leave it out where a call ends."""
    keys = {_key(event) for event in had}
    fresh: list[CallEvent] = []
    for event in told:
        if _key(event) in keys:
            continue
        keys.add(_key(event))
        if not event.seat and event.kind is not CallEventKind.OFFERED and (leg := _had_by(event, before, had, fresh)):
            event = replace(event, seat=leg.seat)
        fresh.append(event)
    return tuple(fresh)


def _had_by(event: CallEvent, before: CallRecord, had: Sequence[CallEvent], fresh: Sequence[CallEvent]) -> Leg | None:
    return record_of(event.call_id, [*had, *fresh]).live_leg if fresh else before.live_leg


def _key(event: CallEvent) -> tuple[object, ...]:
    seat = event.seat if event.kind in _AT_A_SEAT else ""
    return event.kind, event.at, event.queue, seat


def _events_of(conn: Connection, ids: Sequence[UUID]) -> dict[UUID, list[CallEvent]]:
    found: dict[UUID, list[CallEvent]] = {call_id: [] for call_id in ids}
    for place in range(0, len(ids), _AT_ONCE):
        for row in conn.execute(_OF_CALLS, {"ids": ids[place : place + _AT_ONCE]}):
            found[row.call_id].append(
                CallEvent(row.call_id, CallEventKind(row.kind), row.at, row.seat, queue=row.queue)
            )
    return found


def _named_late(conn: Connection, cipher: Cipher, changed: Sequence[Changed]) -> set[UUID]:
    """Write the numbers of known calls that are told only now and return those calls; what was erased stays so."""
    told = {each.call_id: each.number for each in changed if each.known and each.number}
    if not told:
        return set()
    kept = conn.execute(_NUMBERS, {"ids": list(told)}).all()
    late = {row.call_id for row in kept if row.number != FORGOTTEN and not cipher.open(row.number, row.call_id.bytes)}
    rows = [{"call": call_id, "to_number": cipher.seal(told[call_id], call_id.bytes)} for call_id in late]
    update_rows(conn, _SET_NUMBER, rows)
    return late


def _write_calls(conn: Connection, cipher: Cipher, changed: Sequence[Changed], board_n: int) -> None:
    insert(conn, calls, [_call_row(cipher, each, board_n) for each in changed if not each.known])
    update_rows(conn, _SET_CALL, [_call_changes(each, board_n) for each in changed if each.known])
    insert(conn, call_events, [row for each in changed for row in _event_rows(each)])
    again = [{"call": each.call_id} for each in changed if each.known]
    if again:
        conn.execute(_DROP_LEGS, again)
        conn.execute(_DROP_VISITS, again)
    insert(conn, call_visits, [row for each in changed for row in _visit_rows(each.after)])
    insert(conn, call_legs, [row for each in changed for row in _leg_rows(each.after)])


def _call_row(cipher: Cipher, changed: Changed, board_n: int) -> dict[str, Any]:
    return {
        "call_id": changed.call_id,
        "line": changed.line,
        "number": cipher.seal(changed.number, changed.call_id.bytes),
        "began_at": changed.after.began_at or changed.fresh[0].at,
        **_now_of(changed.after),
        "board_n": board_n,
    }


def _call_changes(changed: Changed, board_n: int) -> dict[str, Any]:
    began_at = changed.after.began_at or changed.fresh[0].at
    now_of = {f"to_{name}": value for name, value in _now_of(changed.after).items()}
    return {"call": changed.call_id, "to_began_at": began_at, "to_board_n": board_n, **now_of}


def _now_of(call: CallRecord) -> dict[str, Any]:
    """Return where a call is now; one that is over stays with the seat that had it last."""
    visit = call.visits[-1] if call.visits else None
    leg = call.live_leg
    if leg is None and visit is not None and visit.legs and (call.ended_at or visit.end):
        leg = visit.legs[-1]
    state = "ended" if call.ended_at else leg.state if leg and leg.state else "waiting"
    return {
        "seat": leg.seat if leg else "",
        "queue": visit.queue if visit else "",
        "state": str(state),
        "ended_at": call.ended_at,
    }


def _event_rows(changed: Changed) -> Iterator[dict[str, Any]]:
    for event in changed.fresh:
        yield {
            "call_id": event.call_id,
            "kind": str(event.kind),
            "at": event.at,
            "seat": event.seat,
            "queue": str(event.queue),
        }


def _visit_rows(call: CallRecord) -> Iterator[dict[str, Any]]:
    for place, visit in enumerate(call.visits):
        yield {
            "call_id": call.call_id,
            "visit": place,
            "queue": str(visit.queue),
            "offered_at": visit.offered_at,
            "left_at": visit.left_at,
            "ended": visit.end,
            "handed_on": visit.handed_on,
        }


def _leg_rows(call: CallRecord) -> Iterator[dict[str, Any]]:
    for at_visit, visit in enumerate(call.visits):
        for place, leg in enumerate(visit.legs):
            yield {
                "call_id": call.call_id,
                "visit": at_visit,
                "leg": place,
                "seat": leg.seat,
                "rang_at": leg.rang_at,
                "answered_at": leg.answered_at,
                "ended_at": leg.ended_at,
                "ended": leg.end,
                "held_s": leg.held.total_seconds(),
                "held_at": leg.held_at,
            }


_OF_CALLS = (
    select(call_events.c.call_id, call_events.c.kind, call_events.c.at, call_events.c.seat, call_events.c.queue)
    .where(call_events.c.call_id.in_(bindparam("ids", expanding=True)))
    .order_by(call_events.c.n)
)
_SET_CALL = (
    update(calls)
    .where(calls.c.call_id == bindparam("call"))
    .values(
        seat=bindparam("to_seat"),
        queue=bindparam("to_queue"),
        state=bindparam("to_state"),
        began_at=bindparam("to_began_at"),
        ended_at=bindparam("to_ended_at"),
        board_n=bindparam("to_board_n"),
    )
)
_NUMBERS = select(calls.c.call_id, calls.c.number).where(calls.c.call_id.in_(bindparam("ids", expanding=True)))
_SET_NUMBER = update(calls).where(calls.c.call_id == bindparam("call")).values(number=bindparam("to_number"))
_DROP_LEGS = delete(call_legs).where(call_legs.c.call_id == bindparam("call"))
_DROP_VISITS = delete(call_visits).where(call_visits.c.call_id == bindparam("call"))
