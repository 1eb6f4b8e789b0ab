"""What consoles say that their operators did: each state is kept once, set right by what the console's clock is off.

A console numbers its states without gaps and sends what was not acknowledged, so that the same may come twice, and
what was done without a line comes hours later with its own times.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from case_api.identity import Device
from case_api.moments import in_utc
from case_api.storage.rows import insert
from case_api.storage.tables_board import seat_states
from hotline.desk_doc import StateChange
from hotline.wire import BEAT_SECONDS

OFF = timedelta(seconds=BEAT_SECONDS)
"""A clock that is off by less is left alone: so long a beat may have been on its way."""


@dataclass(frozen=True, slots=True)
class State:
    """A state of a seat as it is kept; `seq` is the console's own number, 0 where it has told none."""

    seq: int
    state: str
    since: datetime
    operator_id: str = ""
    reason: str = ""
    call_id: UUID | None = None
    leader_day_id: UUID | None = None


def nothing_told(now: datetime) -> State:
    """Return what stands for the state of a console that has told none yet."""
    return State(0, "", now)


def off_by(sent_at: datetime, received_at: datetime) -> timedelta:
    """Return what is to be added to a console's times, from the moment that it sent something by its own clock."""
    off = received_at - in_utc(sent_at)
    return off if abs(off) > OFF else timedelta()


def set_right(moment: datetime, off: timedelta, received_at: datetime) -> datetime:
    """Return a console's moment by the centre's clock; nothing was done after it was told."""
    try:
        return min(in_utc(moment) + off, received_at)
    except OverflowError:
        return received_at


def taken_in(
    before: State, told: Iterable[StateChange], off: timedelta, received_at: datetime
) -> tuple[State, list[State]]:
    """Return the newest state of a console, and all that it told by number.

    A later state begins no sooner than the one before, whatever happened to the clock in between. What is older than
    the newest is kept with its own time and changes nothing.
    """
    newest, kept = before, list[State]()
    for each in sorted(told, key=lambda state: state.seq):
        if kept and kept[-1].seq == each.seq:
            continue
        since = set_right(each.since, off, received_at)
        if each.seq > newest.seq and newest.seq:
            since = max(since, newest.since)
        state = State(each.seq, each.state, since, each.operator_id, each.reason, each.call_id, each.leader_day_id)
        kept.append(state)
        newest = state if each.seq > newest.seq else newest
    return newest, kept


def keep_states(conn: Connection, told: Sequence[tuple[Device, Sequence[State]]], received_at: datetime) -> None:
    """Write the states of some devices, those that are there already not again."""
    rows = [_row(device, state, received_at) for device, states in told for state in states]
    # In one order for all who write: two that had the same states to write could wait for each other else.
    insert(conn, _ONCE[conn.dialect.name], sorted(rows, key=lambda row: (row["device_id"], row["seq"])))


def newest_states(conn: Connection, devices: Collection[UUID]) -> dict[UUID, State]:
    """Return the newest state of each of these devices that has told one."""
    if not devices:
        return {}
    rows = conn.execute(_NEWEST, {"devices": list(devices)})
    return {
        row.device_id: State(row.seq, row.state, row.since, row.operator_id, row.reason, row.call_id, row.leader_day_id)
        for row in rows
    }


def _row(device: Device, state: State, received_at: datetime) -> dict[str, Any]:
    return {
        "device_id": device.device_id,
        "seq": state.seq,
        "seat": device.seat,
        "operator_id": state.operator_id,
        "state": state.state,
        "reason": state.reason,
        "call_id": state.call_id,
        "leader_day_id": state.leader_day_id,
        "since": state.since,
        "received_at": received_at,
    }


_ONCE = {
    "sqlite": sqlite_insert(seat_states).on_conflict_do_nothing(),
    "postgresql": postgres_insert(seat_states).on_conflict_do_nothing(),
}
_LAST = (
    select(seat_states.c.device_id, func.max(seat_states.c.seq).label("seq"))
    .where(seat_states.c.device_id.in_(bindparam("devices", expanding=True)))
    .group_by(seat_states.c.device_id)
    .subquery()
)
_NEWEST = select(seat_states).join(
    _LAST, (_LAST.c.device_id == seat_states.c.device_id) & (_LAST.c.seq == seat_states.c.seq)
)
