"""Keeps what consoles say of their seats: what each seat is now, and since when nothing has been heard of it.

Only what is new is written, what several seats say in one transaction. A seat has one row: where two of its devices
speak, or the same one by two API processes in turn, the row is what the one says that may, and whose process hears it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from case_api.board.counter import next_n
from case_api.board.hands import note_hand
from case_api.board.states import State, keep_states, newest_states, nothing_told, off_by, set_right, taken_in
from case_api.identity import Device
from case_api.storage.rows import insert
from case_api.storage.tables_accounts import devices, grants
from case_api.storage.tables_board import seat_presence
from hotline.desk_doc import Beat, RaisedHand, StateChange
from hotline.wire import BEAT_SECONDS

SILENT_AFTER = timedelta(seconds=2 * BEAT_SECONDS + 0.5)
"""A seat is silent when two beats have not come; half a second is for the way."""


@dataclass(frozen=True, slots=True)
class Report:
    """A beat that may say something new, with whose it is and when it came."""

    device: Device
    beat: Beat
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Silence:
    """A device of which nothing was heard any more after a moment."""

    device: Device
    heard_at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a device after its report. Not `shown`: another device stands for its seat."""

    newest: State
    shown: bool


def keep(
    conn: Connection,
    process: UUID,
    reports: Sequence[Report],
    silences: Sequence[Silence],
    known: Mapping[UUID, State],
    now: datetime,
) -> dict[UUID, Kept]:
    """Write what devices report and that others fell silent; return what is kept of each that reported.

    `known` has the newest state of those devices that this process has heard before: what has spoken to another one
    since may have told that a later one.
    """
    people = _people(conn, reports)
    board_n = next_n(conn, telephony=False)  # before the states: their rows are numbered in the order of commits then
    if silences:
        conn.execute(_FELL_SILENT, [_silent_row(process, each, board_n) for each in silences])
    standing = {row.seat: row for row in conn.execute(_STANDING, {"seats": [each.device.seat for each in reports]})}
    ours = {row.device_id for row in standing.values() if row.process == process}
    newest = {device_id: state for device_id, state in known.items() if device_id in ours}
    newest |= newest_states(conn, {report.device.device_id for report in reports} - newest.keys())
    told: list[tuple[Device, list[State]]] = []
    for report in reports:
        device, beat, at = report.device, report.beat, report.received_at
        before = newest.get(device.device_id) or nothing_told(at)
        changes = [_by_somebody(change, device.seat, people) for change in beat.states]
        newest[device.device_id], states = taken_in(before, changes, off_by(beat.sent_at, at), at)
        told.append((device, states))
    keep_states(conn, told, now)
    shown = _shown(standing, [report.device for report in reports])
    last = {report.device.device_id: report for report in reports if report.device.device_id in shown}
    rows = [_row(process, report, newest[device_id], board_n) for device_id, report in last.items()]
    insert(conn, _PUT[conn.dialect.name], rows)
    for device_id, report in last.items():
        if report.beat.hand is not None or shown[device_id]:
            hand = _set_right(report)
            note_hand(conn, report.device.seat, newest[device_id].operator_id, hand, report.received_at, board_n)
    ids = {report.device.device_id for report in reports}
    return {device_id: Kept(newest[device_id], device_id in shown) for device_id in ids}


def _people(conn: Connection, reports: Sequence[Report]) -> set[tuple[str, str]]:
    """Return who of those that the reports name has ever been let in at that seat, as (seat, operator)."""
    named = {(report.device.seat, each.operator_id) for report in reports for each in report.beat.states}
    named = {(seat, operator) for seat, operator in named if operator}
    if not named:
        return set()
    seats, operators = ([*each] for each in zip(*named, strict=True))
    return {(row.seat, row.operator_id) for row in conn.execute(_LET_IN, {"seats": seats, "operators": operators})}


def _by_somebody(change: StateChange, seat: str, people: Collection[tuple[str, str]]) -> StateChange:
    """Return a state of nobody where the console names somebody who was never let in at its seat."""
    known = not change.operator_id or (seat, change.operator_id) in people
    return change if known else change.model_copy(update={"operator_id": ""})


def _shown(standing: Mapping[str, Any], speaking: Sequence[Device]) -> dict[UUID, bool]:
    """Return which of these devices stand for their seats, and whether that seat has a hand up now.

    The device that was enrolled last does, another one only while that one is silent.
    """
    found: dict[str, tuple[Device, bool]] = {}
    for device in speaking:
        row = standing.get(device.seat)
        serial = row.serial if row is not None and not row.silent and row.device_id != device.device_id else None
        other, _ = found.get(device.seat, (device, False))
        if (serial or 0) <= device.serial and other.serial <= device.serial:
            found[device.seat] = device, row is not None and row.hand_id is not None
    return {device.device_id: hand for device, hand in found.values()}


def _set_right(report: Report) -> RaisedHand | None:
    hand, at = report.beat.hand, report.received_at
    if hand is None:
        return None
    return hand.model_copy(update={"raised_at": set_right(hand.raised_at, off_by(report.beat.sent_at, at), at)})


def _row(process: UUID, report: Report, newest: State, board_n: int) -> dict[str, Any]:
    beat, at = report.beat, report.received_at
    oldest = beat.oldest_unsent_at
    return {
        "seat": report.device.seat,
        "device_id": report.device.device_id,
        "process": process,
        "operator_id": newest.operator_id,
        "state": newest.state,
        "reason": newest.reason,
        "call_id": newest.call_id,
        "since": newest.since,
        "unsent": beat.unsent,
        "oldest_unsent_at": oldest and set_right(oldest, off_by(beat.sent_at, at), at),
        "kept_drafts": beat.kept_drafts,
        "hand_id": beat.hand.hand_id if beat.hand else None,
        "heard_at": at,
        "silent": False,
        "board_n": board_n,
    }


def _silent_row(process: UUID, silence: Silence, board_n: int) -> dict[str, Any]:
    device = silence.device
    return {
        "of_process": process,
        "of_device": device.device_id,
        "of_seat": device.seat,
        "to_heard_at": silence.heard_at,
        "to_board_n": board_n,
    }


def _putting(into: Any) -> Any:
    """Put a row in place of the seat's one."""
    names = [column.name for column in seat_presence.c if not column.primary_key]
    return into.on_conflict_do_update(index_elements=["seat"], set_={name: into.excluded[name] for name in names})


_PUT = {"sqlite": _putting(sqlite_insert(seat_presence)), "postgresql": _putting(postgres_insert(seat_presence))}
_FELL_SILENT = (
    update(seat_presence)
    .where(
        seat_presence.c.seat == bindparam("of_seat"),
        seat_presence.c.device_id == bindparam("of_device"),
        seat_presence.c.process == bindparam("of_process"),
    )
    .values(silent=True, heard_at=bindparam("to_heard_at"), board_n=bindparam("to_board_n"))
)
"""Only while this process is the one that hears it: the seat may speak to another one."""
_STANDING = (
    select(
        seat_presence.c.seat,
        seat_presence.c.device_id,
        seat_presence.c.process,
        seat_presence.c.silent,
        seat_presence.c.hand_id,
        devices.c.serial,
    )
    .join(devices, devices.c.device_id == seat_presence.c.device_id)
    .where(seat_presence.c.seat.in_(bindparam("seats", expanding=True)))
)
_LET_IN = (
    select(grants.c.seat, grants.c.operator_id)
    .where(
        grants.c.seat.in_(bindparam("seats", expanding=True)),
        grants.c.operator_id.in_(bindparam("operators", expanding=True)),
    )
    .distinct()
)
