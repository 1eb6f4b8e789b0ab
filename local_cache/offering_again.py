"""When the outbox offers again what was acknowledged: a centre that has forgotten, a disk that is a copy of another.

Mutation ids stay whatever happens, so that the centre knows again what it still has. The transaction is the caller's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from local_cache import meta, outbox

if TYPE_CHECKING:
    from local_cache.encrypted import Connection

EPOCH = "centre_epoch"
"""In `meta`: the epoch of the centre that acknowledged what is acknowledged."""


def highest_acked(connection: Connection) -> int:
    """Return the highest acknowledged `seq`, 0 when there is none."""
    return connection.execute("SELECT max(seq) FROM outbox WHERE state = 'acked'").fetchone()[0] or 0


def reoffer(connection: Connection, first: int, last: int | None = None) -> int:
    """Set acknowledged mutations from `first` (up to `last`) back to pending; returns how many that were."""
    done = connection.execute(
        "UPDATE outbox SET state = 'pending', result = NULL, acked_at = NULL"
        " WHERE state = 'acked' AND seq >= ? AND seq <= coalesce(?, seq)",
        (first, last),
    )
    return max(0, done.rowcount)


def hear_epoch(connection: Connection, epoch: str) -> int:
    """Note in which epoch the centre answers; in a new one, offer all again that an earlier one acknowledged.

    A centre that was put back to a backup may have forgotten, and what it takes anew it may judge otherwise: what a
    screen says of a mutation must come from the centre as it is now. It knows again what it still has. What it
    answered to those that a new incarnation offers anyway is of the earlier life too. Returns how many are offered
    again.
    """
    before = meta.get(connection, EPOCH)
    if before == epoch:
        return 0
    meta.put(connection, EPOCH, epoch)
    if not before:
        return 0
    connection.execute("UPDATE outbox SET result = NULL WHERE state = 'pending'")
    return reoffer(connection, 1)


def fork(connection: Connection, new_client: UUID) -> int:
    """Begin a new incarnation: all that is kept is numbered anew from 1, in order, and offered again.

    Mutation ids stay, so that the centre knows again what it has had. What it answered stays too, until it answers
    anew. Returns how many mutations are to be offered.
    """
    connection.execute("DELETE FROM outbox WHERE state = 'purged'")
    kept = [row[0] for row in connection.execute("SELECT seq FROM outbox ORDER BY seq")]
    connection.executemany(
        "UPDATE outbox SET seq = ?, state = 'pending', acked_at = NULL WHERE seq = ?",
        list(enumerate(kept, start=1)),  # a row only ever moves down, into a place already left
    )
    meta.put(connection, meta.NEXT_SEQ, str(len(kept) + 1))
    meta.put(connection, meta.CLIENT_ID, str(new_client))
    return len(kept)


def holds(connection: Connection, seq: int) -> bool:
    """Say whether the mutation of this number is still here to be offered."""
    found = connection.execute("SELECT 1 FROM outbox WHERE seq = ? AND state != 'purged'", (seq,)).fetchone()
    return found is not None


def tip_fits(connection: Connection, last_seq: int, last_mutation_id: UUID | None) -> bool:
    """Say whether the centre's last mutation of this client is ours.

    If it is not, this disk is an older image of itself or one of two copies. The newest acknowledged row is never
    pruned, so the question can always be answered.
    """
    if last_seq >= outbox.next_seq(connection):
        return False
    row = connection.execute("SELECT mutation_id FROM outbox WHERE seq = ?", (last_seq,)).fetchone()
    return row is None or last_mutation_id is None or row[0] == str(last_mutation_id)
