"""Tables of telephony: calls, what the switch told about them, what seats asked of it, and who runs the adapters."""

from sqlalchemy import BigInteger, Column, ForeignKey, Identity, Index, Integer, LargeBinary, String, Table, Uuid

from case_api.storage.metadata import Moment, metadata

_Numbered = BigInteger().with_variant(Integer, "sqlite")

calls = Table(
    "calls",
    metadata,
    Column("call_id", Uuid, primary_key=True),
    Column("seat", String(4), nullable=False),
    Column("line", String(20), nullable=False, comment="the number that was dialled"),
    Column("number", LargeBinary, nullable=False, comment="the caller's number, enciphered"),
    Column("state", String(20), nullable=False, comment="the kind of its newest event"),
    Column("began_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Index("ix_calls_live", "seat", "ended_at"),
)

call_events = Table(
    "call_events",
    metadata,
    Column("n", _Numbered, Identity(), primary_key=True, comment="in order: one worker writes them"),
    Column("call_id", ForeignKey("calls.call_id"), nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("at", Moment, nullable=False, comment="the switch's own time"),
    sqlite_autoincrement=True,
)

call_acts = Table(
    "call_acts",
    metadata,
    Column("n", _Numbered, Identity(), primary_key=True),
    Column("call_id", ForeignKey("calls.call_id"), nullable=False),
    Column("act", String(20), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("done_at", Moment, index=True),
    sqlite_autoincrement=True,
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("holder", String(80), nullable=False),
    Column("until", Moment, nullable=False),
)
