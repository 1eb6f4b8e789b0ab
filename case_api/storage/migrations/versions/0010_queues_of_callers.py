"""Keep where callers wait and for how long, and what each seat had of a call.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

from case_api.storage.metadata import Moment

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_GENERAL = "general"


def upgrade() -> None:
    """Bring the tables forward. Calls of before came to a seat at once: none of them waited in a queue."""
    if op.get_bind().dialect.name == "postgresql":  # SQLite keeps no comments
        op.alter_column("calls", "seat", comment="where it rings or was spoken on last; empty for none yet")
        op.alter_column("calls", "state", comment="waiting, ringing, talking, held, ended")
    waited = "where the caller waits or waited last"
    _add("calls", sa.Column("queue", sa.String(64), nullable=False, comment=waited), _GENERAL)
    told = "when boards were told of it last"
    _add("calls", sa.Column("board_n", sa.BigInteger(), nullable=False, comment=told), "0")
    op.create_index("ix_calls_began_at", "calls", ["began_at"])
    op.create_index("ix_calls_board_n", "calls", ["board_n"])
    about = "whom it is about; empty while the caller only waits"
    _add("call_events", sa.Column("seat", sa.String(4), nullable=False, comment=about), "")
    _add("call_events", sa.Column("queue", sa.String(64), nullable=False), _GENERAL)
    op.execute("UPDATE call_events SET seat = (SELECT seat FROM calls WHERE calls.call_id = call_events.call_id)")
    _make_tables()


def downgrade() -> None:
    """Take the tables back."""
    for table in ("switch_line", "missed_callers", "call_legs", "call_visits"):
        op.drop_table(table)
    op.drop_index("ix_calls_board_n", "calls")
    op.drop_index("ix_calls_began_at", "calls")
    for column in ("queue", "board_n"):
        op.drop_column("calls", column)
    for column in ("seat", "queue"):
        op.drop_column("call_events", column)


def _add(table: str, column: sa.Column[str] | sa.Column[int], given: str) -> None:
    """Add a column that every row has; the value for the rows of before is not the table's to keep."""
    column.server_default = sa.DefaultClause(given)
    op.add_column(table, column)
    if op.get_bind().dialect.name == "postgresql":  # SQLite would write the whole table anew for that
        op.alter_column(table, column.name, server_default=None)


def _make_tables() -> None:
    op.create_table(
        "call_visits",
        sa.Column(
            "call_id", sa.Uuid(), sa.ForeignKey("calls.call_id", name="fk_call_visits_call_id_calls"), nullable=False
        ),
        sa.Column("visit", sa.Integer(), nullable=False, comment="from 0, in the order of the switch's times"),
        sa.Column("queue", sa.String(length=64), nullable=False),
        sa.Column("offered_at", Moment, nullable=False),
        sa.Column("left_at", Moment, nullable=True),
        sa.Column("ended", sa.String(length=20), nullable=True, comment="how the wait ended"),
        sa.Column("handed_on", sa.Boolean(), nullable=False, comment="came from another seat and waited in no queue"),
        sa.PrimaryKeyConstraint("call_id", "visit", name="pk_call_visits"),
    )
    op.create_index("ix_call_visits_offered_at", "call_visits", ["offered_at"])
    op.create_table(
        "call_legs",
        sa.Column(
            "call_id", sa.Uuid(), sa.ForeignKey("calls.call_id", name="fk_call_legs_call_id_calls"), nullable=False
        ),
        sa.Column("visit", sa.Integer(), nullable=False),
        sa.Column("leg", sa.Integer(), nullable=False, comment="from 0 within its visit"),
        sa.Column("seat", sa.String(length=4), nullable=False),
        sa.Column("rang_at", Moment, nullable=True),
        sa.Column("answered_at", Moment, nullable=True),
        sa.Column("ended_at", Moment, nullable=True),
        sa.Column("ended", sa.String(length=20), nullable=True),
        sa.Column("held_s", sa.Float(), nullable=False, comment="seconds on hold that are over"),
        sa.Column("held_at", Moment, nullable=True, comment="since when the caller is on hold"),
        sa.PrimaryKeyConstraint("call_id", "visit", "leg", name="pk_call_legs"),
    )
    op.create_table(
        "missed_callers",
        sa.Column(
            "call_id",
            sa.Uuid(),
            sa.ForeignKey("calls.call_id", name="fk_missed_callers_call_id_calls"),
            nullable=False,
        ),
        sa.Column(
            "number",
            sa.LargeBinary(),
            nullable=False,
            comment="the caller's number, enciphered, until this is settled",
        ),
        sa.Column(
            "phone_key", sa.String(length=64), nullable=False, comment="keyed hash: the same caller is one entry"
        ),
        sa.Column("queue", sa.String(length=64), nullable=False),
        sa.Column("abandoned_at", Moment, nullable=False),
        sa.Column("waited_s", sa.Float(), nullable=False),
        sa.Column(
            "calls",
            sa.Integer(),
            nullable=False,
            comment="how often this caller has given up since nobody called back",
        ),
        sa.Column(
            "seat", sa.String(length=4), nullable=False, comment="which has claimed the caller; empty for nobody"
        ),
        sa.Column("operator_id", sa.String(length=64), nullable=False),
        sa.Column("claimed_at", Moment, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("settled_at", Moment, nullable=True),
        sa.Column(
            "settled", sa.String(length=20), nullable=False, comment="how: called back, called again, out of reach"
        ),
        sa.Column("board_n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("call_id", name="pk_missed_callers"),
    )
    op.create_index("ix_missed_callers_board_n", "missed_callers", ["board_n"])
    op.create_index("ix_missed_callers_phone_key", "missed_callers", ["phone_key"])
    op.create_index("ix_missed_callers_settled_at", "missed_callers", ["settled_at"])
    op.create_table(
        "switch_line",
        sa.Column("id", sa.Integer(), nullable=False, comment="1: there is one switch"),
        sa.Column("up", sa.Boolean(), nullable=False, comment="whether the worker has a line to it"),
        sa.Column("since", Moment, nullable=False),
        sa.Column("board_n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_switch_line"),
    )
