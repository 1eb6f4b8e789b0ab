"""The first tables.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

from case_api.storage.terms import create_terms

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "alerts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("sub_centre", sa.String(length=64), nullable=False),
        sa.Column("doc", sa.Text(), nullable=False, comment="AlertDoc as JSON"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
    )
    op.create_index("ix_alerts_sub_centre", "alerts", ["sub_centre", "at"], unique=False)
    op.create_table(
        "calls",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("seat", sa.String(length=4), nullable=False),
        sa.Column("line", sa.String(length=20), nullable=False, comment="the number that was dialled"),
        sa.Column("number", sa.LargeBinary(), nullable=False, comment="the caller's number, enciphered"),
        sa.Column("state", sa.String(length=20), nullable=False, comment="the kind of its newest event"),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_calls")),
    )
    op.create_index("ix_calls_live", "calls", ["seat", "ended_at"], unique=False)
    op.create_table(
        "case_events",
        sa.Column("n", sa.BigInteger(), autoincrement=False, nullable=False, comment="1, 2, 3 without a gap"),
        sa.Column("mutation_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("op", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("operator_id", sa.String(length=64), nullable=False),
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("seat", sa.String(length=4), nullable=False),
        sa.Column("app_version", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False, comment="by the seat's clock"),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("skew_ms", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False, comment="JSON, without personal data"),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_case_events")),
        sa.UniqueConstraint("mutation_id", name=op.f("uq_case_events_mutation_id")),
    )
    op.create_index("ix_case_events_case", "case_events", ["case_id", "n"], unique=False)
    op.create_table(
        "cases",
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=13), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("seats", sa.Text(), nullable=False, comment="seats that work on it, each between commas"),
        sa.Column(
            "sub_centre",
            sa.String(length=64),
            nullable=False,
            comment="whose territory it lies in; empty where unknown",
        ),
        sa.Column("area_code", sa.String(length=64), nullable=False),
        sa.Column("class_code", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("doc", sa.Text(), nullable=False, comment="CaseDoc as JSON, masked"),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_cases")),
        sa.UniqueConstraint("id", name=op.f("uq_cases_id")),
        sa.UniqueConstraint("number", name=op.f("uq_cases_number")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_cases_newest", "cases", ["created_at", "id"], unique=False)
    op.create_table(
        "centre_meta",
        sa.Column("k", sa.String(length=40), nullable=False),
        sa.Column("v", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("k", name=op.f("pk_centre_meta")),
    )
    op.create_table(
        "chain_heads",
        sa.Column("chain", sa.String(length=20), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False, comment="rows in the chain"),
        sa.Column("hash", sa.String(length=64), nullable=False, comment="hash of its last row"),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_chain_heads")),
    )
    op.create_table(
        "change_log",
        sa.Column(
            "pos", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False
        ),
        sa.Column("scope", sa.String(length=80), nullable=False),
        sa.Column("entity", sa.String(length=10), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("pos", name=op.f("pk_change_log")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_change_log_scope", "change_log", ["scope", "pos"], unique=False)
    op.create_table(
        "clients",
        sa.Column("client_id", sa.Uuid(), nullable=False, comment="one incarnation of an outbox, not a seat"),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("seat", sa.String(length=4), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("last_mutation_id", sa.Uuid(), nullable=True),
        sa.Column("app_version", sa.String(length=64), nullable=False),
        sa.Column(
            "skew_ms", sa.BigInteger(), nullable=False, comment="the centre's clock minus the seat's, at the last push"
        ),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_clients")),
    )
    op.create_table(
        "conflicts",
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("mutation_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=False, comment="* for a whole command that came too late"),
        sa.Column("sides", sa.LargeBinary(), nullable=False, comment="base, mine and theirs, enciphered"),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_conflicts")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_conflicts_case_id"), "conflicts", ["case_id"], unique=False)
    op.create_index(op.f("ix_conflicts_mutation_id"), "conflicts", ["mutation_id"], unique=False)
    op.create_table(
        "dead_letters",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("mutation_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=False, comment="parked or held"),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("op", sa.String(length=64), nullable=False),
        sa.Column("operator_id", sa.String(length=64), nullable=False),
        sa.Column("seat", sa.String(length=4), nullable=False),
        sa.Column("sub_centre", sa.String(length=64), nullable=False),
        sa.Column("mutation", sa.LargeBinary(), nullable=False, comment="the whole mutation, enciphered"),
        sa.Column("skew_ms", sa.BigInteger(), nullable=False, comment="as in clients, when it came in"),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("client_id", "seq", name=op.f("pk_dead_letters")),
    )
    op.create_index(op.f("ix_dead_letters_case_id"), "dead_letters", ["case_id"], unique=False)
    op.create_index(op.f("ix_dead_letters_mutation_id"), "dead_letters", ["mutation_id"], unique=False)
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=80), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "other_calls",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seat", sa.String(length=4), nullable=False),
        sa.Column("sub_centre", sa.String(length=64), nullable=False),
        sa.Column("caller_key", sa.String(length=32), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False, comment="the caller's number, enciphered"),
        sa.Column("doc", sa.Text(), nullable=False, comment="CallDoc as JSON"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_other_calls")),
    )
    op.create_index(op.f("ix_other_calls_caller_key"), "other_calls", ["caller_key"], unique=False)
    op.create_table(
        "persons",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False, comment="the personal fields, enciphered"),
        sa.Column("caller_key", sa.String(length=32), nullable=True, comment="keyed hash of the caller's number"),
        sa.Column("contact_key", sa.String(length=32), nullable=True, comment="keyed hash of the contact number"),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_persons")),
    )
    op.create_index(op.f("ix_persons_caller_key"), "persons", ["caller_key"], unique=False)
    op.create_index(op.f("ix_persons_contact_key"), "persons", ["contact_key"], unique=False)
    op.create_table(
        "purged",
        sa.Column("case_id", sa.Uuid(), nullable=False, comment="a case that was erased; seats are to erase it too"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_purged")),
    )
    op.create_table(
        "read_audit",
        sa.Column("n", sa.BigInteger(), autoincrement=False, nullable=False, comment="1, 2, 3 without a gap"),
        sa.Column("mutation_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("field", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("operator_id", sa.String(length=64), nullable=False),
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("seat", sa.String(length=4), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False, comment="by the seat's clock"),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_read_audit")),
        sa.UniqueConstraint("mutation_id", name=op.f("uq_read_audit_mutation_id")),
    )
    op.create_index("ix_read_audit_case", "read_audit", ["case_id", "n"], unique=False)
    op.create_table(
        "receipts",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("mutation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "original", sa.Boolean(), nullable=False, comment="false where a renumbered mutation got its old result"
        ),
        sa.Column("payload_hash", sa.String(length=64), nullable=False, comment="keyed"),
        sa.Column("result", sa.Text(), nullable=False, comment="MutationResult as JSON, without personal data"),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("client_id", "seq", name=op.f("pk_receipts")),
    )
    op.create_index(
        "uq_receipts_original",
        "receipts",
        ["mutation_id"],
        unique=True,
        sqlite_where=sa.text("original"),
        postgresql_where=sa.text("original"),
    )
    op.create_table(
        "seats",
        sa.Column("seat", sa.String(length=4), nullable=False),
        sa.Column("sub_centre", sa.String(length=64), nullable=False),
        sa.Column("last_serial", sa.Integer(), nullable=False, comment="serial of the newest enrolment"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("seat", name=op.f("pk_seats")),
    )
    op.create_table(
        "shared_numbers",
        sa.Column("number", sa.String(length=13), nullable=False, comment="the number that a cloned disk minted twice"),
        sa.Column("case_id", sa.Uuid(), nullable=False, comment="a case that had to take another one"),
        sa.PrimaryKeyConstraint("number", "case_id", name=op.f("pk_shared_numbers")),
    )
    op.create_table(
        "sign_in_failures",
        sa.Column(
            "operator_id", sa.String(length=64), nullable=False, comment="known or not: a lock tells nobody who exists"
        ),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("operator_id", name=op.f("pk_sign_in_failures")),
    )
    op.create_table(
        "terms_due",
        sa.Column(
            "case_id", sa.Uuid(), nullable=False, comment="a case whose search terms are yet to be brought up to date"
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_terms_due")),
    )
    op.create_table(
        "users",
        sa.Column("operator_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False, comment="JSON list"),
        sa.Column("password_hash", sa.Text(), nullable=False, comment="Argon2id, for sign-in at the centre"),
        sa.Column("verifier", sa.Text(), nullable=False, comment="Argon2id with another salt, for grants"),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("operator_id", name=op.f("pk_users")),
    )
    op.create_table(
        "call_acts",
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(always=False), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["calls.call_id"], name=op.f("fk_call_acts_call_id_calls")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_call_acts")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_call_acts_done_at"), "call_acts", ["done_at"], unique=False)
    op.create_table(
        "call_events",
        sa.Column(
            "n",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=False),
            nullable=False,
            comment="in order: one worker writes them",
        ),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="the switch's own time"),
        sa.ForeignKeyConstraint(["call_id"], ["calls.call_id"], name=op.f("fk_call_events_call_id_calls")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_call_events")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_call_events_call_id"), "call_events", ["call_id"], unique=False)
    op.create_table(
        "devices",
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("seat", sa.String(length=4), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.String(length=44), nullable=False, comment="raw Ed25519, base64"),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("app_version", sa.String(length=64), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["seat"], ["seats.seat"], name=op.f("fk_devices_seat_seats")),
        sa.PrimaryKeyConstraint("device_id", name=op.f("pk_devices")),
        sa.UniqueConstraint("seat", "serial", name=op.f("uq_devices_seat")),
    )
    op.create_table(
        "enrolment_codes",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("seat", sa.String(length=4), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["seat"], ["seats.seat"], name=op.f("fk_enrolment_codes_seat_seats")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_enrolment_codes")),
    )
    op.create_table(
        "grants",
        sa.Column("grant_id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.String(length=64), nullable=False),
        sa.Column("seat", sa.String(length=4), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False, comment="JSON list"),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("body", sa.Text(), nullable=False, comment="the exact text that was signed"),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["operator_id"], ["users.operator_id"], name=op.f("fk_grants_operator_id_users")),
        sa.ForeignKeyConstraint(["seat"], ["seats.seat"], name=op.f("fk_grants_seat_seats")),
        sa.PrimaryKeyConstraint("grant_id", name=op.f("pk_grants")),
    )
    op.create_index("ix_grants_of", "grants", ["operator_id", "seat", "issued_at"], unique=False)
    op.create_table(
        "rosters",
        sa.Column("operator_id", sa.String(length=64), nullable=False),
        sa.Column(
            "place", sa.String(length=80), nullable=False, comment="seat:0042, sub_centre:CODE, or * for every seat"
        ),
        sa.ForeignKeyConstraint(["operator_id"], ["users.operator_id"], name=op.f("fk_rosters_operator_id_users")),
        sa.PrimaryKeyConstraint("operator_id", "place", name=op.f("pk_rosters")),
    )
    op.create_table(
        "device_nonces",
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("nonce_hash", sa.String(length=64), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["devices.device_id"], name=op.f("fk_device_nonces_device_id_devices")),
        sa.PrimaryKeyConstraint("device_id", "nonce_hash", name=op.f("pk_device_nonces")),
    )
    op.create_index(op.f("ix_device_nonces_seen_at"), "device_nonces", ["seen_at"], unique=False)
    op.create_table(
        "device_tokens",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["devices.device_id"], name=op.f("fk_device_tokens_device_id_devices")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_device_tokens")),
    )
    op.create_index(op.f("ix_device_tokens_device_id"), "device_tokens", ["device_id"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("operator_id", sa.String(length=64), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["devices.device_id"], name=op.f("fk_sessions_device_id_devices")),
        sa.ForeignKeyConstraint(["operator_id"], ["users.operator_id"], name=op.f("fk_sessions_operator_id_users")),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sessions_token_hash")),
    )
    op.create_index(op.f("ix_sessions_device_id"), "sessions", ["device_id"], unique=False)
    op.create_index(op.f("ix_sessions_operator_id"), "sessions", ["operator_id"], unique=False)
    create_terms(op.get_bind())


def downgrade() -> None:
    """Take the tables back."""
    op.execute("DROP TABLE case_terms")
    op.drop_index(op.f("ix_sessions_operator_id"), table_name="sessions")
    op.drop_index(op.f("ix_sessions_device_id"), table_name="sessions")
    op.drop_table("sessions")
    op.drop_index(op.f("ix_device_tokens_device_id"), table_name="device_tokens")
    op.drop_table("device_tokens")
    op.drop_index(op.f("ix_device_nonces_seen_at"), table_name="device_nonces")
    op.drop_table("device_nonces")
    op.drop_table("rosters")
    op.drop_index("ix_grants_of", table_name="grants")
    op.drop_table("grants")
    op.drop_table("enrolment_codes")
    op.drop_table("devices")
    op.drop_index(op.f("ix_call_events_call_id"), table_name="call_events")
    op.drop_table("call_events")
    op.drop_index(op.f("ix_call_acts_done_at"), table_name="call_acts")
    op.drop_table("call_acts")
    op.drop_table("users")
    op.drop_table("terms_due")
    op.drop_table("sign_in_failures")
    op.drop_table("shared_numbers")
    op.drop_table("seats")
    op.drop_index(
        "uq_receipts_original",
        table_name="receipts",
        sqlite_where=sa.text("original"),
        postgresql_where=sa.text("original"),
    )
    op.drop_table("receipts")
    op.drop_index("ix_read_audit_case", table_name="read_audit")
    op.drop_table("read_audit")
    op.drop_table("purged")
    op.drop_index(op.f("ix_persons_contact_key"), table_name="persons")
    op.drop_index(op.f("ix_persons_caller_key"), table_name="persons")
    op.drop_table("persons")
    op.drop_index(op.f("ix_other_calls_caller_key"), table_name="other_calls")
    op.drop_table("other_calls")
    op.drop_table("leases")
    op.drop_index(op.f("ix_dead_letters_mutation_id"), table_name="dead_letters")
    op.drop_index(op.f("ix_dead_letters_case_id"), table_name="dead_letters")
    op.drop_table("dead_letters")
    op.drop_index(op.f("ix_conflicts_mutation_id"), table_name="conflicts")
    op.drop_index(op.f("ix_conflicts_case_id"), table_name="conflicts")
    op.drop_table("conflicts")
    op.drop_table("clients")
    op.drop_index("ix_change_log_scope", table_name="change_log")
    op.drop_table("change_log")
    op.drop_table("chain_heads")
    op.drop_table("centre_meta")
    op.drop_index("ix_cases_newest", table_name="cases")
    op.drop_table("cases")
    op.drop_index("ix_case_events_case", table_name="case_events")
    op.drop_table("case_events")
    op.drop_index("ix_calls_live", table_name="calls")
    op.drop_table("calls")
    op.drop_index("ix_alerts_sub_centre", table_name="alerts")
    op.drop_table("alerts")
