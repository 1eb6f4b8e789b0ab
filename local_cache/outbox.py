"""The outbox in `work.db`: every command of this seat, numbered without gaps, until the centre has named it.

Functions over a connection; the transaction is the caller's. A row is `pending` until an answer names it, then
`acked` and kept 14 days, so that a centre restored from a backup can be offered it again. `purged` rows have had
their payload erased by order of the centre and are never offered again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from local_cache import meta
from local_cache.errors import NotEnrolled

if TYPE_CHECKING:
    from hotline.wire import MutationResult
    from local_cache.encrypted import Connection

KEPT_FOR = timedelta(days=14)
"""How long an acknowledged mutation is kept, by the centre's clock."""
ENVELOPE_BYTES = 400
"""What a mutation weighs in a push besides its payload, generously."""

EPOCH = "centre_epoch"
"""In `meta`: the epoch of the centre that acknowledged what is acknowledged."""

ERASED = "erased"
"""In `meta`: JSON list of the cases that the centre has erased and of which something is still to be sent."""

PENDING, ACKED, PURGED = "pending", "acked", "purged"
_COLUMNS = (
    "seq, mutation_id, case_id, op, schema, base_revision, operator_id, session_id, made_at, payload,"
    " state, attempts, result, acked_at"
)


@dataclass(frozen=True, slots=True)
class NewMutation:
    """A command on its way into the outbox. `payload` is JSON text, `made_at` aware."""

    mutation_id: UUID
    case_id: UUID | None
    op: str
    schema: int
    base_revision: int | None
    operator_id: str
    session_id: str
    made_at: datetime
    payload: str


@dataclass(frozen=True, slots=True)
class Queued:
    """A row of the outbox as it stands on disk; ids and times are text there. `result` is JSON of the answer."""

    seq: int
    mutation_id: str
    case_id: str | None
    op: str
    schema: int
    base_revision: int | None
    operator_id: str
    session_id: str
    made_at: str
    payload: str
    state: str
    attempts: int
    result: str | None
    acked_at: str | None

    def answer(self) -> dict[str, Any]:
        """Return what the centre answered, empty while it has not."""
        found: dict[str, Any] = json.loads(self.result) if self.result else {}
        return found


@dataclass(frozen=True, slots=True)
class Unsent:
    """How many mutations the centre has not named yet, and when the oldest of them was made."""

    count: int
    oldest_at: datetime | None


def client_id(connection: Connection) -> UUID:
    """Return the id of this incarnation of the outbox; a new one after a fork."""
    return UUID(_fact(connection, meta.CLIENT_ID))


def next_seq(connection: Connection) -> int:
    """Return the number that the next mutation gets; it never goes back while the client id stays."""
    return int(_fact(connection, meta.NEXT_SEQ))


def append(connection: Connection, new: NewMutation) -> int:
    """Put a mutation at the end and return its `seq`. Two statements, so that a save stays cheap."""
    row = connection.execute("UPDATE meta SET v = v + 1 WHERE k = ? RETURNING v - 1", (meta.NEXT_SEQ,)).fetchone()
    if row is None:
        raise NotEnrolled("the work file has no next_seq")
    seq = int(row[0])
    connection.execute(
        "INSERT INTO outbox (seq, mutation_id, case_id, op, schema, base_revision, operator_id, session_id, made_at,"
        " payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            seq,
            str(new.mutation_id),
            str(new.case_id) if new.case_id else None,
            new.op,
            new.schema,
            new.base_revision,
            new.operator_id,
            new.session_id,
            new.made_at.isoformat(),
            new.payload,
        ),
    )
    return seq


def batch(connection: Connection, most: int, most_bytes: int) -> list[Queued]:
    """Return the oldest pending mutations, at most `most` and about `most_bytes`, but at least one if there is one."""
    rows = _rows(connection, "WHERE state = 'pending' ORDER BY seq LIMIT ?", (most,))
    weight = 0
    for taken, row in enumerate(rows):
        weight += len(row.payload.encode()) + ENVELOPE_BYTES
        if taken and weight > most_bytes:
            return rows[:taken]
    return rows


def anchor(connection: Connection, first: int) -> Queued | None:
    """Return the acknowledged mutation right before `first`, offered once more as proof of where this disk stands.

    A centre that knows another one under that number has heard a copy of this disk; one that has none has been put
    back to a backup. Either way it says so before it takes anything out of its order.
    """
    rows = _rows(connection, "WHERE seq = ? AND state = 'acked'", (first - 1,))
    return rows[0] if rows else None


def acknowledge(connection: Connection, results: Iterable[MutationResult], at: datetime) -> int:
    """Mark what the centre named; `at` is the centre's clock. Returns how many rows that were."""
    done = connection.executemany(
        "UPDATE outbox SET state = 'acked', result = ?, acked_at = ? WHERE seq = ? AND mutation_id = ?"
        " AND state != 'purged'",
        [
            (result.model_dump_json(exclude_defaults=True), at.isoformat(), result.seq, str(result.mutation_id))
            for result in results
        ],
    )
    return max(0, done.rowcount)


def count_attempt(connection: Connection, seqs: Sequence[int]) -> None:
    """Note that these were offered and turned down."""
    connection.executemany("UPDATE outbox SET attempts = attempts + 1 WHERE seq = ?", [(seq,) for seq in seqs])


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
    screen says of a mutation must come from the centre as it is now. It knows again what it still has. Returns how
    many are offered again.
    """
    before = meta.get(connection, EPOCH)
    if before == epoch:
        return 0
    meta.put(connection, EPOCH, epoch)
    return reoffer(connection, 1) if before else 0


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
    if last_seq >= next_seq(connection):
        return False
    row = connection.execute("SELECT mutation_id FROM outbox WHERE seq = ?", (last_seq,)).fetchone()
    return row is None or last_mutation_id is None or row[0] == str(last_mutation_id)


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


def unsent(connection: Connection) -> Unsent:
    """Count what the centre has not named yet."""
    count, oldest = connection.execute(
        "SELECT count(*), min(made_at) FROM outbox WHERE state = 'pending'",
    ).fetchone()
    return Unsent(count, datetime.fromisoformat(oldest) if oldest else None)


def for_cases(connection: Connection, case_ids: Iterable[UUID]) -> dict[UUID, list[Queued]]:
    """Return what this seat still keeps of its own work on these cases, each in the order it was made."""
    found: dict[UUID, list[Queued]] = {}
    for case_id in case_ids:
        rows = _rows(connection, "WHERE case_id = ? AND state != 'purged' ORDER BY seq", (str(case_id),))
        if rows:
            found[case_id] = rows
    return found


def kept_cases(connection: Connection) -> set[UUID]:
    """Return every case on which this seat still keeps work of its own."""
    rows = connection.execute("SELECT DISTINCT case_id FROM outbox WHERE case_id IS NOT NULL AND state != 'purged'")
    return {UUID(row[0]) for row in rows}


def cases_between(connection: Connection, first: int, last: int) -> frozenset[UUID]:
    """Return the cases that a stretch of mutations is about."""
    rows = connection.execute(
        "SELECT DISTINCT case_id FROM outbox WHERE seq BETWEEN ? AND ? AND case_id IS NOT NULL", (first, last)
    )
    return frozenset(UUID(row[0]) for row in rows)


def cases_acknowledged_since(connection: Connection, moment: str | None) -> frozenset[UUID]:
    """Return the cases of what was acknowledged at a moment of the centre's clock or later; None is its beginning."""
    rows = connection.execute(
        "SELECT DISTINCT case_id FROM outbox WHERE acked_at >= ? AND case_id IS NOT NULL", (moment or "",)
    )
    return frozenset(UUID(row[0]) for row in rows)


def newest(connection: Connection, most: int) -> list[Queued]:
    """Return the newest mutations, newest first."""
    return _rows(connection, "ORDER BY seq DESC LIMIT ?", (most,))


def everything(connection: Connection) -> list[Queued]:
    """Return all that is kept, in order."""
    return _rows(connection, "WHERE state != 'purged' ORDER BY seq", ())


def between(connection: Connection, first: int, last: int) -> list[Queued]:
    """Return what is kept of a stretch, in order of `seq`."""
    return _rows(connection, "WHERE seq BETWEEN ? AND ? ORDER BY seq", (first, last))


def ids_between(connection: Connection, first: int, last: int) -> list[UUID]:
    """Return the mutation ids of a window, purged ones too, in order of `seq`."""
    rows = connection.execute("SELECT mutation_id FROM outbox WHERE seq BETWEEN ? AND ? ORDER BY seq", (first, last))
    return [UUID(row[0]) for row in rows]


def _rows(connection: Connection, where: str, values: tuple[object, ...]) -> list[Queued]:
    return [Queued(*row) for row in connection.execute(f"SELECT {_COLUMNS} FROM outbox {where}", values)]


def _fact(connection: Connection, key: str) -> str:
    value = meta.get(connection, key)
    if value is None:
        raise NotEnrolled(f"the work file has no {key}")
    return value
