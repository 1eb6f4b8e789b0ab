"""Entries for the needs-you list that a program pushing from a newer file leaves in `meta`, for the newer one to list.

The table of the list may have changed with the newer program, and `meta` has not. Each function stands in for that of
`needs` (`sync.pushing.NeedsList`).
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from local_cache import meta, needs
from local_cache.encrypted import DatabaseError, is_full
from local_cache.needs import Kind

if TYPE_CHECKING:
    from hotline.wire import MutationResult
    from local_cache.encrypted import Connection
    from local_cache.outbox import Queued

KEY = "needs_later"
"""In `meta`: JSON object from an entry's id to `[case_id, kind, detail, at]`; a settled one has no kind."""


def record(connection: Connection, results: list[tuple[MutationResult, Queued]], at: datetime) -> int:
    """Keep what these results ask of the operator; returns how many entries."""
    found = [(queued, kind, detail) for result, queued in results for kind, detail in needs.of_result(result, queued)]
    for queued, kind, detail in found:
        add(connection, f"{queued.mutation_id}:{kind}", queued.case_id, kind, detail, at)
    return len(found)


def add(
    connection: Connection, need_id: str, case_id: str | None, kind: Kind, detail: dict[str, Any], at: datetime
) -> None:
    """Keep one entry; one of the same id is brought up to date."""
    _put(connection, need_id, [case_id, kind.value, detail, at.isoformat()])


def alarm(connection: Connection, need_id: str, kind: Kind, detail: dict[str, Any], at: datetime) -> None:
    """Keep one entry that is about no case."""
    add(connection, need_id, None, kind, detail, at)


def settle(connection: Connection, need_id: str, at: datetime) -> None:
    """Keep that an entry is settled."""
    _put(connection, need_id, [None, None, None, at.isoformat()])


def take_over(work: Connection) -> None:
    """Put what is kept into the list, in one transaction. On a full disk it stays for the next start."""
    kept = _kept(work)
    if not kept:
        return
    work.execute("BEGIN IMMEDIATE")
    try:
        for need_id, entry in kept.items():
            _list(work, need_id, entry)
        meta.drop(work, KEY)
        work.execute("COMMIT")
    except DatabaseError as error:
        if work.in_transaction:
            work.execute("ROLLBACK")
        if not is_full(error):
            raise


def _list(work: Connection, need_id: str, entry: list[Any]) -> None:
    case_id, kind, detail, at = entry[0], entry[1], entry[2], datetime.fromisoformat(entry[3])
    if kind is None:
        needs.settle(work, need_id, at)
    elif case_id is None:
        needs.alarm(work, need_id, Kind(kind), detail, at)
    else:
        needs.add(work, need_id, case_id, Kind(kind), detail, at)


def _kept(connection: Connection) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = json.loads(meta.get(connection, KEY) or "{}")
    return found


def _put(connection: Connection, need_id: str, entry: list[Any]) -> None:
    kept = _kept(connection)
    if need_id in kept and kept[need_id][:2] == entry[:2] == [None, None]:
        return  # settled it is already, and most pushes settle the same
    meta.put(connection, KEY, json.dumps({**kept, need_id: entry}, ensure_ascii=False))
