"""Tables of the sync protocol: clients, receipts, what could not be taken, what lost, and the feed."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Identity,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    Uuid,
    text,
)

from case_api.storage.metadata import Moment, metadata

Numbered = BigInteger().with_variant(Integer, "sqlite")
"""A running number; SQLite counts only in columns that it calls INTEGER."""

centre_meta = Table(
    "centre_meta",
    metadata,
    Column("k", String(40), primary_key=True),
    Column("v", Text, nullable=False),
)

clients = Table(
    "clients",
    metadata,
    Column("client_id", Uuid, primary_key=True, comment="one incarnation of an outbox, not a seat"),
    Column("device_id", Uuid),
    Column("seat", String(4), nullable=False),
    Column("last_seq", BigInteger, nullable=False),
    Column("last_mutation_id", Uuid),
    Column("app_version", String(64), nullable=False),
    Column("skew_ms", BigInteger, nullable=False, comment="the centre's clock minus the seat's, at the last push"),
    Column("last_seen_at", Moment, nullable=False),
)

receipts = Table(
    "receipts",
    metadata,
    Column("client_id", Uuid, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("mutation_id", Uuid, nullable=False),
    Column("original", Boolean, nullable=False, comment="false where a renumbered mutation got its old result"),
    Column("payload_hash", String(64), nullable=False, comment="keyed"),
    Column("result", Text, nullable=False, comment="MutationResult as JSON, without personal data"),
    Column("received_at", Moment, nullable=False),
    Index(
        "uq_receipts_original",
        "mutation_id",
        unique=True,
        sqlite_where=text("original"),
        postgresql_where=text("original"),
    ),
    Index(
        "ix_receipts_renumbered",
        "mutation_id",
        sqlite_where=text("NOT original"),
        postgresql_where=text("NOT original"),
    ),
)

dead_letters = Table(
    "dead_letters",
    metadata,
    Column("client_id", Uuid, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("mutation_id", Uuid, nullable=False, index=True),
    Column("case_id", Uuid, index=True),
    Column("outcome", String(10), nullable=False, comment="parked or held"),
    Column("reason", String(64), nullable=False),
    Column("op", String(64), nullable=False),
    Column("operator_id", String(64), nullable=False),
    Column("seat", String(4), nullable=False),
    Column("sub_centre", String(64), nullable=False),
    Column("mutation", LargeBinary, nullable=False, comment="the whole mutation, enciphered"),
    Column("skew_ms", BigInteger, nullable=False, comment="as in clients, when it came in"),
    Column("received_at", Moment, nullable=False),
    Column("settled_at", Moment),
    Column("settled_by", String(64)),
)

conflicts = Table(
    "conflicts",
    metadata,
    Column("n", Numbered, Identity(), primary_key=True),
    Column("case_id", Uuid, index=True),
    Column("mutation_id", Uuid, nullable=False, index=True),
    Column("field", String(64), nullable=False, comment="* for a whole command that came too late"),
    Column("sides", LargeBinary, nullable=False, comment="base, mine and theirs, enciphered"),
    Column("reason", String(64), nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("settled_at", Moment),
    Column("settled_by", String(64)),
    sqlite_autoincrement=True,
)

change_log = Table(
    "change_log",
    metadata,
    Column("pos", Numbered, Identity(), primary_key=True),
    Column("scope", String(80), nullable=False),
    Column("entity", String(10), nullable=False),
    Column("entity_id", Uuid, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_change_log_scope", "scope", "pos"),
    sqlite_autoincrement=True,
)
