"""The outbox in `work.db`: every command of this seat, numbered without gaps, until the centre has named it.

Functions over a connection; the transaction is the caller's. A row is `pending` until an answer names it, then
`acked` and kept for a while (`forgetting.py`), so that a centre restored from a backup can be offered it again
(`offering_again.py`). `purged` rows have had their payload erased by order of the centre and are never offered again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from local_cache import meta
from local_cache.errors import NotEnrolled

if TYPE_CHECKING:
    from hotline.wire import MutationResult
    from local_cache.encrypted import Connection

ENVELOPE_BYTES = 400
"""What a mutation weighs in a push besides its payload, generously."""

PENDING, ACKED, PURGED = "pending", "acked", "purged"
_COLUMNS = (
    "seq, mutation_id, case_id, op, schema, base_revision, operator_id, session_id, made_at, payload,"
    " state, result, acked_at"
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


def to_show_again(connection: Connection, since: int) -> tuple[int, frozenset[UUID]]:
    """Return the newest seq, and the cases that the screen may have missed: made after `since`, or erased here.

    An erased case is let go of here first. Were the program cut off before it has left the screen, and the centre put
    back to before the case, no pull would ever name it again.
    """
    rows = connection.execute("SELECT seq, case_id FROM outbox WHERE seq > ? OR state = 'purged'", (since,)).fetchall()
    newest = max((seq for seq, _ in rows), default=since)
    return max(since, newest), frozenset(UUID(case_id) for _, case_id in rows if case_id)


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


def set_aside(connection: Connection, case_ids: Collection[str] | None = None) -> list[Queued]:
    """Return what the centre answered as held or parked, in order: of these cases, or (None) all of it."""
    aside = "state = 'acked' AND json_extract(result, '$.outcome') IN ('held', 'parked')"
    if case_ids is None:
        return _rows(connection, f"WHERE {aside} ORDER BY seq", ())
    keys = json.dumps(list(case_ids))
    return _rows(connection, f"WHERE case_id IN (SELECT value FROM json_each(?)) AND {aside} ORDER BY seq", (keys,))


def everything(connection: Connection) -> list[Queued]:
    """Return all that is kept, in order."""
    return _rows(connection, "WHERE state != 'purged' ORDER BY seq", ())


def between(connection: Connection, first: int, last: int) -> list[Queued]:
    """Return what is kept of a stretch, in order of `seq`."""
    return _rows(connection, "WHERE seq BETWEEN ? AND ? ORDER BY seq", (first, last))


def after(connection: Connection, seq: int) -> list[Queued]:
    """Return what is kept of all that came after a mutation, in order of `seq`."""
    return _rows(connection, "WHERE seq > ? AND state != 'purged' ORDER BY seq", (seq,))


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
