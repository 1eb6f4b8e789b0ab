"""Receipts: what was answered to every mutation, so that a repeat gets the same answer and no second effect."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, literal_column, select

from case_api.centre import Centre
from case_api.storage.rows import Row, insert
from case_api.storage.tables_sync import receipts
from case_api.sync.client_row import ClientRow
from hotline.wire import Mutation, MutationResult

_encode = json.JSONEncoder(sort_keys=True).encode


@dataclass(frozen=True, slots=True)
class Receipt:
    """One stored answer; `stored` is a `MutationResult` as JSON."""

    mutation_id: UUID
    payload_hash: str
    stored: str

    def result(self, seq: int) -> MutationResult:
        """Return the answer under another number (its client was renumbered)."""
        return MutationResult.model_validate_json(self.stored).model_copy(update={"seq": seq})

    def replay(self, seq: int) -> MutationResult:
        """Return the answer, marked as given before."""
        return self.result(seq).model_copy(update={"replayed": True})


@dataclass(slots=True)
class Book:
    """The receipts that concern one batch, and those that it adds.

    `by_seq` are this client's, `originals` those of the same mutations under whatever client first brought them.
    """

    by_seq: dict[int, Receipt]
    originals: dict[UUID, Receipt]
    pending: list[Row] = field(default_factory=list)

    @classmethod
    def read(cls, conn: Connection, client: ClientRow, mutations: Sequence[Mutation]) -> "Book":
        """Look up what is known of a batch."""
        if not mutations:
            return cls({}, {})
        ids = [mutation.mutation_id for mutation in mutations]
        seqs = [mutation.seq for mutation in mutations if mutation.seq <= client.last_seq]
        by_seq = conn.execute(_BY_SEQ, {"client": client.client_id, "seqs": seqs}) if seqs else ()
        originals = conn.execute(_ORIGINALS, {"ids": ids})
        return cls(
            {row.seq: Receipt(row.mutation_id, row.payload_hash, row.result) for row in by_seq},
            {row.mutation_id: Receipt(row.mutation_id, row.payload_hash, row.result) for row in originals},
        )

    def unknown(self, client: ClientRow, mutations: Iterable[Mutation]) -> list[Mutation]:
        """Return the mutations that are still to be judged."""
        return [each for each in mutations if each.seq > client.last_seq and each.mutation_id not in self.originals]

    def add(self, mutation: Mutation, payload_hash: str, result: MutationResult, *, original: bool) -> None:
        """Write down an answer; `original` the first time that the mutation is seen."""
        stored = result.model_dump_json()
        if original:
            self.originals[mutation.mutation_id] = Receipt(mutation.mutation_id, payload_hash, stored)
        self.pending.append(
            {
                "seq": mutation.seq,
                "mutation_id": mutation.mutation_id,
                "original": original,
                "payload_hash": payload_hash,
                "result": stored,
            }
        )

    def take_pending(self) -> list[Row]:
        """Return the rows to be stored, and forget them."""
        rows, self.pending = self.pending, []
        return rows


def put_receipts(conn: Connection, client_id: UUID, rows: list[Row], received: datetime) -> None:
    """Store receipts of a client."""
    insert(conn, receipts, [{**row, "client_id": client_id, "received_at": received} for row in rows])


def blank_conflicts(conn: Connection, mutation_ids: Collection[UUID]) -> None:
    """Take both sides of the conflicts out of what was answered, when their case is erased; the rest of it stays."""
    if not mutation_ids:
        return
    for wanted in (_ORIGINALS, _RENUMBERED):
        for row in conn.execute(wanted, {"ids": list(mutation_ids)}).all():
            result = MutationResult.model_validate_json(row.result).model_copy(update={"conflicts": ()})
            key = {"client": row.client_id, "number": row.seq, "blanked": result.model_dump_json()}
            conn.execute(_BLANK, key)


def keyed_hash(centre: Centre, mutation: Mutation) -> str:
    """Return the keyed hash of everything in a mutation but its number, which a fork changes."""
    parts = [
        mutation.op,
        mutation.schema_,
        str(mutation.case_id),
        mutation.base_revision,
        mutation.operator_id,
        mutation.session_id,
        mutation.made_at.isoformat(),
        mutation.payload,
    ]
    return centre.cipher.payload_hash(_encode(parts).encode())


_COLUMNS = (receipts.c.client_id, receipts.c.seq, receipts.c.mutation_id, receipts.c.payload_hash, receipts.c.result)
_BY_SEQ = select(*_COLUMNS).where(
    receipts.c.client_id == bindparam("client"), receipts.c.seq.in_(bindparam("seqs", expanding=True))
)
_ORIGINALS = select(*_COLUMNS).where(
    receipts.c.mutation_id.in_(bindparam("ids", expanding=True)),
    literal_column("original"),  # spelt as the partial index has it, so that it is used
)
_RENUMBERED = select(*_COLUMNS).where(
    receipts.c.mutation_id.in_(bindparam("ids", expanding=True)), literal_column("NOT original")
)
_BLANK = (
    receipts.update()
    .where(receipts.c.client_id == bindparam("client"), receipts.c.seq == bindparam("number"))
    .values(result=bindparam("blanked"))
)
