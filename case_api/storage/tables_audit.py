"""Tables of the audit. Rows are only ever added; each carries the hash of the row before it (`audit/chain.py`).

They outlive the erasing of a case, so nothing that a caller said is in them.
"""

from sqlalchemy import BigInteger, Column, Index, String, Table, Text, Uuid

from case_api.storage.metadata import Moment, metadata

case_events = Table(
    "case_events",
    metadata,
    Column("n", BigInteger, primary_key=True, autoincrement=False, comment="1, 2, 3 without a gap"),
    Column("mutation_id", Uuid, nullable=False, unique=True),
    Column("client_id", Uuid, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("case_id", Uuid),
    Column("op", String(64), nullable=False),
    Column("outcome", String(10), nullable=False),
    Column("operator_id", String(64), nullable=False),
    Column("session_id", String(64), nullable=False),
    Column("seat", String(4), nullable=False),
    Column("app_version", String(64), nullable=False),
    Column("made_at", Moment, nullable=False, comment="by the seat's clock"),
    Column("received_at", Moment, nullable=False),
    Column("skew_ms", BigInteger, nullable=False),
    Column("data", Text, nullable=False, comment="JSON, without personal data"),
    Column("prev_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("ix_case_events_case", "case_id", "n"),
)

read_audit = Table(
    "read_audit",
    metadata,
    Column("n", BigInteger, primary_key=True, autoincrement=False, comment="1, 2, 3 without a gap"),
    Column("mutation_id", Uuid, nullable=False, unique=True),
    Column("case_id", Uuid),
    Column("field", String(64), nullable=False),
    Column("reason", String(64), nullable=False),
    Column("outcome", String(10), nullable=False),
    Column("operator_id", String(64), nullable=False),
    Column("session_id", String(64), nullable=False),
    Column("seat", String(4), nullable=False),
    Column("made_at", Moment, nullable=False, comment="by the seat's clock"),
    Column("received_at", Moment, nullable=False),
    Column("prev_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("ix_read_audit_case", "case_id", "n"),
)

chain_heads = Table(
    "chain_heads",
    metadata,
    Column("chain", String(20), primary_key=True),
    Column("n", BigInteger, nullable=False, comment="rows in the chain"),
    Column("hash", String(64), nullable=False, comment="hash of its last row"),
)
