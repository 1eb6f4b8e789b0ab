"""Keep the states of seats as consoles tell them, what leads send and are asked, and the displays on walls.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

from case_api.storage.metadata import Moment

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_NUMBERED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Bring the tables forward. Every seat of before answers the general queue."""
    queue: sa.Column[str] = sa.Column(
        "queue", sa.String(64), nullable=False, server_default="general", comment="whose callers it answers"
    )
    op.add_column("seats", queue)
    if op.get_bind().dialect.name == "postgresql":  # SQLite would write the whole table anew for that
        op.alter_column("seats", "queue", server_default=None)
    _make_tables_of_seats()
    _make_tables_of_leads()
    op.execute("INSERT INTO board_counter (id, n) VALUES (1, 0)")


def downgrade() -> None:
    """Take the tables back."""
    for table in (
        "displays", "seat_orders", "notice_readers", "notices", "hands", "api_processes", "seat_presence",
        "seat_states", "board_counter",
    ):  # fmt: skip
        op.drop_table(table)
    op.drop_column("seats", "queue")


def _make_tables_of_seats() -> None:
    op.create_table(
        "board_counter",
        sa.Column("id", sa.Integer(), nullable=False, comment="1: there is one counter"),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_board_counter"),
    )
    op.create_table(
        "seat_states",
        sa.Column("n", _NUMBERED, sa.Identity(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column(
            "seq", sa.BigInteger(), nullable=False, comment="the console's own number: told twice, it is kept once"
        ),
        sa.Column("seat", sa.String(length=4), nullable=False),
        sa.Column("operator_id", sa.String(length=64), nullable=False, comment="empty while nobody is signed in"),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False, comment="of a pause"),
        sa.Column("call_id", sa.Uuid(), nullable=True, comment="the call that it is about"),
        sa.Column("since", Moment, nullable=False, comment="by the console's clock, set right by what it was off"),
        sa.Column("received_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("n", name="pk_seat_states"),
        sa.UniqueConstraint("device_id", "seq", name="uq_seat_states_device_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_seat_states_of", "seat_states", ["seat", "since"])
    op.create_table(
        "seat_presence",
        sa.Column("seat", sa.String(length=4), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("process", sa.Uuid(), nullable=False, comment="the API process that hears it"),
        sa.Column("operator_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=True),
        sa.Column("since", Moment, nullable=False),
        sa.Column("unsent", sa.Integer(), nullable=False),
        sa.Column("oldest_unsent_at", Moment, nullable=True),
        sa.Column("kept_drafts", sa.Integer(), nullable=False),
        sa.Column("hand_id", sa.Uuid(), nullable=True, comment="of a hand that is raised"),
        sa.Column("heard_at", Moment, nullable=False, comment="when it last said something new, or fell silent"),
        sa.Column("silent", sa.Boolean(), nullable=False, comment="no beat came for as long as two take"),
        sa.Column("board_n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("seat", name="pk_seat_presence"),
    )
    op.create_index("ix_seat_presence_board_n", "seat_presence", ["board_n"])
    op.create_table(
        "api_processes",
        sa.Column("process", sa.Uuid(), nullable=False),
        sa.Column("alive_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("process", name="pk_api_processes"),
        comment="what a process that is gone had heard is as old as its last sign of life",
    )


def _make_tables_of_leads() -> None:
    op.create_table(
        "hands",
        sa.Column("hand_id", sa.Uuid(), nullable=False, comment="made at the seat"),
        sa.Column("seat", sa.String(length=4), nullable=False),
        sa.Column("operator_id", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False, comment="what it is about; may be empty"),
        sa.Column("call_id", sa.Uuid(), nullable=True),
        sa.Column("raised_at", Moment, nullable=False),
        sa.Column("answered_at", Moment, nullable=True),
        sa.Column("answered_by", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False, comment="the lead's note onto the operator's screen"),
        sa.Column("seen_at", Moment, nullable=True, comment="when the operator had the answer before them"),
        sa.Column("lowered_at", Moment, nullable=True, comment="when the operator took the hand down"),
        sa.Column("board_n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hand_id", name="pk_hands"),
    )
    op.create_index("ix_hands_board_n", "hands", ["board_n"])
    op.create_table(
        "notices",
        sa.Column("notice_id", sa.Uuid(), nullable=False, comment="made where it is written: sent twice, it is one"),
        sa.Column(
            "place", sa.String(length=80), nullable=False, comment="seat:0042, sub_centre:CODE, or * for every seat"
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("must_read", sa.Boolean(), nullable=False),
        sa.Column("sent_by", sa.String(length=64), nullable=False),
        sa.Column("sent_at", Moment, nullable=False),
        sa.Column("ends_at", Moment, nullable=False, comment="who comes after that is not shown it"),
        sa.Column("board_n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("notice_id", name="pk_notices"),
    )
    op.create_index("ix_notices_board_n", "notices", ["board_n"])
    op.create_index("ix_notices_sent_at", "notices", ["sent_at"])
    op.create_table(
        "notice_readers",
        sa.Column(
            "notice_id",
            sa.Uuid(),
            sa.ForeignKey("notices.notice_id", name="fk_notice_readers_notice_id_notices"),
            nullable=False,
        ),
        sa.Column("seat", sa.String(length=4), nullable=False),
        sa.Column("operator_id", sa.String(length=64), nullable=False, comment="who sat there; empty for nobody"),
        sa.Column("read_at", Moment, nullable=True, comment="None until they have said that they have read it"),
        sa.PrimaryKeyConstraint("notice_id", "seat", "operator_id", name="pk_notice_readers"),
        comment="who was to read a notice: those who sat at its seats when it was sent, and who came after",
    )
    op.create_table(
        "seat_orders",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("seat", sa.String(length=4), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="state or queue"),
        sa.Column("value", sa.String(length=40), nullable=False, comment="the state or the queue that the lead wants"),
        sa.Column("reason", sa.String(length=40), nullable=False, comment="of a pause"),
        sa.Column("given_by", sa.String(length=64), nullable=False),
        sa.Column("given_at", Moment, nullable=False),
        sa.Column("done_at", Moment, nullable=True, comment="when the console had done it"),
        sa.Column("refused", sa.String(length=64), nullable=False, comment="why the console did not, empty if it did"),
        sa.Column("board_n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("order_id", name="pk_seat_orders"),
    )
    op.create_index("ix_seat_orders_board_n", "seat_orders", ["board_n"])
    op.create_index("ix_seat_orders_open", "seat_orders", ["seat", "done_at"])
    op.create_table(
        "displays",
        sa.Column("display_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("last_seen_at", Moment, nullable=True),
        sa.Column("revoked_at", Moment, nullable=True),
        sa.PrimaryKeyConstraint("display_id", name="pk_displays"),
        sa.UniqueConstraint("token_hash", name="uq_displays_token_hash"),
        comment="walls: each has a token that reads the wall and nothing else",
    )
