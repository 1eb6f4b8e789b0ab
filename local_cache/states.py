"""Where this seat's own work is: on this seat, sending, at the centre, set aside there, or in need of somebody."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from hotline.codes import SyncState
from local_cache import cases, outbox, overlay
from local_cache.encrypted import Connection
from local_cache.model import CaseLine, OwnLine
from local_cache.needs import mutations_in_need

if TYPE_CHECKING:
    from local_cache.outbox import Queued
    from local_cache.overlay import Surroundings

_NONE: frozenset[UUID] = frozenset()


def sync_states(
    both: Connection, case_ids: Iterable[UUID], around: Surroundings, in_flight: frozenset[UUID] = _NONE
) -> dict[UUID, SyncState]:
    """Return where the newest own mutation of each case is; cases without one are left out.

    A case that the centre has set aside stays so whatever is done to it afterwards: until somebody there lets it
    through, nothing of it counts. `both` sees the two files.
    """
    keys = json.dumps([str(case_id) for case_id in case_ids])
    rows = both.execute(
        "SELECT case_id, state, mutation_id, max(seq) FROM outbox WHERE state != 'purged'"
        " AND case_id IN (SELECT value FROM json_each(?)) GROUP BY case_id",
        (keys,),
    ).fetchall()
    if not rows:
        return {}
    needed = {
        case_id
        for (case_id,) in both.execute(
            "SELECT case_id FROM needs WHERE settled_at IS NULL AND kind NOT IN ('held', 'parked')"
            " AND case_id IN (SELECT value FROM json_each(?))",
            (keys,),
        )
    }
    aside = _set_aside(both, outbox.set_aside(both, {case_id for case_id, *_ in rows}), around)
    found = {}
    for case_id, stored, mutation_id, _ in rows:
        state = _state(stored, UUID(mutation_id), in_flight)
        if case_id in needed:
            state = SyncState.NEEDS_YOU
        found[UUID(case_id)] = aside.of_cases.get(case_id) or aside.of_mutations.get(mutation_id, state)
    return found


def set_aside(both: Connection, around: Surroundings) -> Counter[SyncState]:
    """Count the own mutations that are held or parked at the centre and count for nothing there."""
    return Counter(_set_aside(both, outbox.set_aside(both), around).of_mutations.values())


def over(both: Connection, case_ids: Iterable[UUID], around: Surroundings) -> list[str]:
    """Return the open entries of the needs-you list about what these cases hold by now: somebody has let it through."""
    keys = {str(case_id) for case_id in case_ids}
    asked = both.execute("SELECT id, case_id FROM needs WHERE settled_at IS NULL AND kind IN ('held', 'parked')")
    entries = [(need_id, case_id) for need_id, case_id in asked if case_id in keys]
    if not entries:
        return []
    rows = outbox.set_aside(both, {case_id for _, case_id in entries})
    still = _set_aside(both, rows, around).of_mutations
    through = {row.mutation_id for row in rows} - still.keys()
    return [need_id for need_id, _ in entries if need_id.split(":")[0] in through]


def with_states(
    both: Connection, lines: tuple[CaseLine, ...], around: Surroundings, in_flight: frozenset[UUID]
) -> tuple[CaseLine, ...]:
    """Return the lines, each saying where this seat's own work on it is."""
    states = sync_states(both, (line.case_id for line in lines), around, in_flight)
    return tuple(replace(line, sync=states[line.case_id]) if line.case_id in states else line for line in lines)


def own_recent(both: Connection, limit: int, around: Surroundings, in_flight: frozenset[UUID] = _NONE) -> list[OwnLine]:
    """Return this seat's newest mutations, newest first. `both` sees the two files."""
    rows = [row for row in outbox.newest(both, limit) if row.state != outbox.PURGED]
    lines = cases.lines(both, {row.case_id for row in rows if row.case_id})
    needed = mutations_in_need(both)
    aside = _set_aside(both, [row for row in rows if overlay.was_set_aside(row)], around)
    found = []
    for row in rows:
        mutation_id = UUID(row.mutation_id)
        state = _state(row.state, mutation_id, in_flight)
        if row.mutation_id in needed and not overlay.was_set_aside(row):
            state = SyncState.NEEDS_YOU
        state = aside.of_mutations.get(row.mutation_id, state)
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


class _Aside:
    """What the centre has set aside: `of_cases` what made a case, `of_mutations` everything, by the ids as text."""

    def __init__(self) -> None:
        self.of_cases: dict[str, SyncState] = {}
        self.of_mutations: dict[str, SyncState] = {}


def _set_aside(both: Connection, rows: Iterable[Queued], around: Surroundings) -> _Aside:
    """Return which of these are set aside to this day: the answer stays what it was when somebody lets one through."""
    found = _Aside()
    for row in rows:
        server = overlay.server_case(both, UUID(row.case_id), around.seat) if row.case_id else None
        if overlay.is_let_through(server, row, around):
            continue
        state = SyncState(row.answer()["outcome"])
        found.of_mutations[row.mutation_id] = state
        if row.case_id and server is None:
            found.of_cases.setdefault(row.case_id, state)
    return found
