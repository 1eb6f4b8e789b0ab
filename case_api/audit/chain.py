"""The chains: every row of an audit carries a hash over itself and the hash of the row before it.

Rows are numbered without a gap. The last number and hash stand in `chain_heads` as well, so that rows cut off at the
end are missed too. Appending happens under the feed's lock, so that there is one order on PostgreSQL as well.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, bindparam, select

from case_api.storage.rows import Row, insert, update
from case_api.storage.tables_audit import case_events, chain_heads, read_audit

_encode = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode

START = "0" * 64
"""Stands before the first row."""


@dataclass(frozen=True, slots=True)
class Chain:
    """One chain: its name in `chain_heads` and in what is written out, and the table that holds its rows."""

    name: str
    table: Table

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the columns that the hash of a row covers, besides `prev_hash`."""
        return tuple(column.name for column in self.table.columns if column.name not in ("prev_hash", "hash"))


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain: how many rows, and the hash of the last."""

    n: int
    hash: str


WRITE_CHAIN = Chain("write", case_events)
READ_CHAIN = Chain("read", read_audit)
CHAINS = (WRITE_CHAIN, READ_CHAIN)

_HEAD = select(chain_heads.c.n, chain_heads.c.hash).where(chain_heads.c.chain == bindparam("chain"))
_MOVE_HEAD = (
    chain_heads.update()
    .where(chain_heads.c.chain == bindparam("head"))
    .values(n=bindparam("n"), hash=bindparam("hash"))
)
_FIELDS = {chain.name: chain.fields for chain in CHAINS}


def row_hash(fields: Iterable[str], prev_hash: str, row: Mapping[str, Any]) -> str:
    """Return the SHA-256 over a row and the hash before it; the same on every engine, and after a restore."""
    told = [prev_hash, *[_told(row[field]) for field in fields]]
    return hashlib.sha256(json_text(told).encode()).hexdigest()


def head_of(conn: Connection, chain: Chain) -> Head:
    """Return the end of a chain as the database has it written down."""
    found = conn.execute(_HEAD, {"chain": chain.name}).one_or_none()
    return Head(found.n, found.hash) if found else Head(0, START)


def append(conn: Connection, chain: Chain, rows: Sequence[Row]) -> None:
    """Add rows (without `n` and hashes) to a chain. The caller holds the feed's lock (`sync/feed.py`)."""
    if not rows:
        return
    fields = _FIELDS[chain.name]
    head = head_of(conn, chain)
    n, last = head.n, head.hash
    for row in rows:
        n += 1
        row["n"] = n
        row["prev_hash"] = last
        last = row["hash"] = row_hash(fields, last, row)
    insert(conn, chain.table, rows)
    if head.n == 0:
        insert(conn, chain_heads, [{"chain": chain.name, "n": n, "hash": last}])
    else:
        update(conn, _MOVE_HEAD, [{"head": chain.name, "n": n, "hash": last}])


def json_text(value: Any) -> str:
    """Return a JSON value as the audit keeps it: ASCII, so that no database has anything to say about it."""
    return _encode(value)


def _told(value: Any) -> Any:
    if type(value) is str:  # most are, and asking three more questions of each shows in a push
        return value
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    return str(value) if isinstance(value, UUID) else value
