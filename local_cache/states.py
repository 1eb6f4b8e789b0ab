"""Where this seat's own work is: on this seat, sending, at the centre, or in need of somebody."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from hotline.codes import SyncState
from local_cache import cases, outbox
from local_cache.encrypted import Connection
from local_cache.model import CaseLine, OwnLine
from local_cache.needs import mutations_in_need

_NONE: frozenset[UUID] = frozenset()


def sync_states(
    work: Connection, case_ids: Iterable[UUID], in_flight: frozenset[UUID] = _NONE
) -> dict[UUID, SyncState]:
    """Return where the newest own mutation of each case is; cases without one are left out."""
    keys = json.dumps([str(case_id) for case_id in case_ids])
    rows = work.execute(
        "SELECT case_id, state, mutation_id, max(seq) FROM outbox WHERE state != 'purged'"
        " AND case_id IN (SELECT value FROM json_each(?)) GROUP BY case_id",
        (keys,),
    ).fetchall()
    if not rows:
        return {}
    needed = {
        case_id
        for (case_id,) in work.execute(
            "SELECT case_id FROM needs WHERE settled_at IS NULL AND case_id IN (SELECT value FROM json_each(?))",
            (keys,),
        )
    }
    return {
        UUID(case_id): SyncState.NEEDS_YOU if case_id in needed else _state(state, UUID(mutation_id), in_flight)
        for case_id, state, mutation_id, _ in rows
    }


def with_states(work: Connection, lines: tuple[CaseLine, ...], in_flight: frozenset[UUID]) -> tuple[CaseLine, ...]:
    """Return the lines, each saying where this seat's own work on it is."""
    states = sync_states(work, (line.case_id for line in lines), in_flight)
    return tuple(replace(line, sync=states[line.case_id]) if line.case_id in states else line for line in lines)


def own_recent(both: Connection, limit: int, in_flight: frozenset[UUID] = _NONE) -> list[OwnLine]:
    """Return this seat's newest mutations, newest first. `both` sees the two files."""
    rows = [row for row in outbox.newest(both, limit) if row.state != outbox.PURGED]
    lines = cases.lines(both, {row.case_id for row in rows if row.case_id})
    needed = mutations_in_need(both)
    found = []
    for row in rows:
        mutation_id = UUID(row.mutation_id)
        state = SyncState.NEEDS_YOU if row.mutation_id in needed else _state(row.state, mutation_id, in_flight)
        line = lines.get(row.case_id or "")
        found.append(
            OwnLine(
                row.seq,
                mutation_id,
                row.op,
                UUID(row.case_id) if row.case_id else None,
                replace(line, sync=state) if line else None,
                datetime.fromisoformat(row.made_at),
                state,
            )
        )
    return found


def _state(stored: str, mutation_id: UUID, in_flight: frozenset[UUID]) -> SyncState:
    if stored == outbox.ACKED:
        return SyncState.AT_THE_CENTRE
    return SyncState.SENDING if mutation_id in in_flight else SyncState.ON_THIS_SEAT
