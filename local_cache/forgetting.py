"""What the outbox lets go of: what the centre has had for long enough, and what it has erased.

Functions over a connection; the transaction is the caller's.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from local_cache import meta

if TYPE_CHECKING:
    from local_cache.encrypted import Connection

KEPT_FOR = timedelta(days=14)
"""How long an acknowledged mutation is kept, by the centre's clock."""
ERASED = "erased"
"""In `meta`: JSON list of the cases that the centre has erased and of which something is still to be sent."""


def prune(connection: Connection, now: datetime, applied_seq: int) -> int:
    """Forget what was acknowledged 14 days before `now` (the centre's clock) and has come back in a pull.

    The newest acknowledged row stays for the tip check, and so does whatever still needs somebody.
    """
    done = connection.execute(
        "DELETE FROM outbox WHERE state IN ('acked', 'purged') AND acked_at < ? AND seq <= ?"
        " AND seq < (SELECT max(seq) FROM outbox WHERE state = 'acked')"
        " AND NOT EXISTS (SELECT 1 FROM needs WHERE settled_at IS NULL"
        " AND needs.id > outbox.mutation_id AND needs.id < outbox.mutation_id || ';')",
        ((now - KEPT_FOR).isoformat(), applied_seq),
    )
    return max(0, done.rowcount)


def erase(
    connection: Connection, case_ids: Iterable[UUID], last_seq: int, *, alive: Collection[UUID] = ()
) -> frozenset[UUID]:
    """Erase the payloads of purged cases' mutations that the centre has had, that is up to its `last_seq`.

    What it has still to be told stays, and the case is remembered: it is erased here once it has been told, which
    is after a fork at the latest with the pull after next. It is remembered whatever else happens, until the case is
    `alive`: a centre that was put back to a backup may have it again. Returns all cases that were looked at.
    """
    waiting = set(json.loads(meta.get(connection, ERASED) or "[]"))
    wanted = sorted({str(case_id) for case_id in case_ids} | waiting.difference(map(str, alive)))
    if not wanted and not waiting:
        return frozenset()
    connection.executemany(
        "UPDATE outbox SET state = 'purged', payload = '{}', result = NULL WHERE case_id = ?"
        " AND (state = 'acked' OR (state = 'pending' AND seq <= ?))",
        [(case_id, last_seq) for case_id in wanted],
    )
    pending = {row[0] for row in connection.execute("SELECT DISTINCT case_id FROM outbox WHERE state = 'pending'")}
    if waiting != pending.intersection(wanted):
        meta.put(connection, ERASED, json.dumps(sorted(pending.intersection(wanted))))
    return frozenset(UUID(case_id) for case_id in wanted)
