"""Tables of people, seats and devices: who may work where, and by which words the centre knows them.

Passwords, tokens and codes are kept only as hashes. Grants are kept whole, since a mutation is judged by the grant
that its operator had when it was made, however late it comes in.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, Uuid

from case_api.storage.metadata import Moment, metadata

users = Table(
    "users",
    metadata,
    Column("operator_id", String(64), primary_key=True),
    Column("name", String(50), nullable=False),
    Column("roles", Text, nullable=False, comment="JSON list"),
    Column("password_hash", Text, nullable=False, comment="Argon2id, for sign-in at the centre"),
    Column("verifier", Text, nullable=False, comment="Argon2id with another salt, for grants"),
    Column("unit", String(64), nullable=False, default="", comment="unit that they work for; empty for none"),
    Column("disabled", Boolean, nullable=False, default=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
)

rosters = Table(
    "rosters",
    metadata,
    Column("operator_id", ForeignKey("users.operator_id"), primary_key=True),
    Column("place", String(80), primary_key=True, comment="seat:0042, sub_centre:CODE, or * for every seat"),
)

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("operator_id", String(64), primary_key=True, comment="known or not: a lock tells nobody who exists"),
    Column("failures", Integer, nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("locked_until", Moment),
)

sessions = Table(
    "sessions",
    metadata,
    Column("session_id", Uuid, primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("operator_id", ForeignKey("users.operator_id"), nullable=False, index=True),
    Column("device_id", ForeignKey("devices.device_id"), index=True),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("ended_at", Moment),
)

seats = Table(
    "seats",
    metadata,
    Column("seat", String(4), primary_key=True),
    Column("sub_centre", String(64), nullable=False),
    Column("queue", String(64), nullable=False, default="general", comment="whose callers it answers"),
    Column("last_serial", Integer, nullable=False, default=0, comment="serial of the newest enrolment"),
    Column("created_at", Moment, nullable=False),
)

enrolment_codes = Table(
    "enrolment_codes",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("seat", ForeignKey("seats.seat"), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
)

devices = Table(
    "devices",
    metadata,
    Column("device_id", Uuid, primary_key=True),
    Column("seat", ForeignKey("seats.seat"), nullable=False),
    Column("serial", Integer, nullable=False),
    Column("public_key", String(44), nullable=False, comment="raw Ed25519, base64"),
    Column("name", String(200), nullable=False),
    Column("app_version", String(64), nullable=False),
    Column("enrolled_at", Moment, nullable=False),
    Column("last_seen_at", Moment),
    Column("revoked_at", Moment),
    UniqueConstraint("seat", "serial"),
)

device_tokens = Table(
    "device_tokens",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("device_id", ForeignKey("devices.device_id"), nullable=False, index=True),
    Column("expires_at", Moment, nullable=False),
)

device_nonces = Table(
    "device_nonces",
    metadata,
    Column("device_id", ForeignKey("devices.device_id"), primary_key=True),
    Column("nonce_hash", String(64), primary_key=True),
    Column("seen_at", Moment, nullable=False, index=True),
)

grants = Table(
    "grants",
    metadata,
    Column("grant_id", Uuid, primary_key=True),
    Column("operator_id", ForeignKey("users.operator_id"), nullable=False),
    Column("seat", ForeignKey("seats.seat"), nullable=False),
    Column("roles", Text, nullable=False, comment="JSON list"),
    Column("unit", String(64), nullable=False, default="", comment="unit that it lets them work for"),
    Column("issued_at", Moment, nullable=False),
    Column("valid_until", Moment, nullable=False),
    Column("revoked_at", Moment),
    Column("body", Text, nullable=False, comment="the exact text that was signed"),
    Column("signature", Text, nullable=False),
    Index("ix_grants_of", "operator_id", "seat", "issued_at"),
)
