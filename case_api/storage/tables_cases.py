"""Tables of cases: masked documents with the columns they are found by, and personal data apart, enciphered."""

from sqlalchemy import Column, Identity, Index, Integer, LargeBinary, String, Table, Text, Uuid

from case_api.storage.metadata import Moment, metadata
from case_api.storage.tables_sync import Numbered

cases = Table(
    "cases",
    metadata,
    Column("n", Numbered, Identity(), primary_key=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("number", String(13), nullable=False, unique=True),
    Column("revision", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    Column("seats", Text, nullable=False, comment="seats that work on it, each between commas"),
    Column("sub_centre", String(64), nullable=False, comment="whose territory it lies in; empty where unknown"),
    Column("area_code", String(64), nullable=False),
    Column("class_code", String(64), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("doc", Text, nullable=False, comment="CaseDoc as JSON, masked"),
    Index("ix_cases_newest", "created_at", "id"),
    sqlite_autoincrement=True,
)

persons = Table(
    "persons",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("sealed", LargeBinary, nullable=False, comment="the personal fields, enciphered"),
    Column("caller_key", String(32), index=True, comment="keyed hash of the caller's number"),
    Column("contact_key", String(32), index=True, comment="keyed hash of the contact number"),
)

terms_due = Table(
    "terms_due",
    metadata,
    Column("case_id", Uuid, primary_key=True, comment="a case whose search terms are yet to be brought up to date"),
)

purged = Table(
    "purged",
    metadata,
    Column("case_id", Uuid, primary_key=True, comment="a case that was erased; seats are to erase it too"),
    Column("at", Moment, nullable=False),
)

shared_numbers = Table(
    "shared_numbers",
    metadata,
    Column("number", String(13), primary_key=True, comment="the number that a cloned disk minted twice"),
    Column("case_id", Uuid, primary_key=True, comment="a case that had to take another one"),
)

other_calls = Table(
    "other_calls",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("seat", String(4), nullable=False),
    Column("sub_centre", String(64), nullable=False),
    Column("caller_key", String(32), index=True),
    Column("sealed", LargeBinary, nullable=False, comment="the caller's number, enciphered"),
    Column("doc", Text, nullable=False, comment="CallDoc as JSON"),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("sub_centre", String(64), nullable=False),
    Column("doc", Text, nullable=False, comment="AlertDoc as JSON"),
    Index("ix_alerts_sub_centre", "sub_centre", "at"),
)
