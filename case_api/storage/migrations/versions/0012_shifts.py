"""Keep who sits where in which shift, how shifts were handed over, and the days on which leaders answer calls.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

from case_api.storage.metadata import Moment

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "shift_roster",
        sa.Column("begins_at", Moment, nullable=False, comment="the shift: when it begins"),
        sa.Column("seat", sa.String(4), nullable=False),
        sa.Column("operator_id", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("begins_at", "seat", name="pk_shift_roster"),
    )
    op.create_index("ix_shift_roster_of", "shift_roster", ["operator_id", "begins_at"])
    op.create_table(
        "handovers",
        sa.Column("begins_at", Moment, nullable=False, comment="the shift that is handed over: when it began"),
        sa.Column("sub_centre", sa.String(64), nullable=False),
        sa.Column(
            "journal", sa.Text(), nullable=False, comment="JSON: what was open, each with its explanation, and remarks"
        ),
        sa.Column(
            "handed_by", sa.String(64), nullable=False, comment="the lead who goes; empty until they have signed"
        ),
        sa.Column("handed_at", Moment),
        sa.Column(
            "taken_by", sa.String(64), nullable=False, comment="the lead who comes; empty until they have signed"
        ),
        sa.Column("taken_at", Moment),
        sa.Column("board_n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("begins_at", "sub_centre", name="pk_handovers"),
    )
    op.create_index("ix_handovers_board_n", "handovers", ["board_n"])
    op.create_table(
        "leader_days",
        sa.Column("leader_day_id", sa.Uuid(), nullable=False),
        sa.Column("begins_at", Moment, nullable=False, comment="by the rota"),
        sa.Column("ends_at", Moment, nullable=False),
        sa.Column("name", sa.String(50), nullable=False),
        sa.Column("title", sa.String(100), nullable=False, comment="office and unit, as the rota has them"),
        sa.Column("seat", sa.String(4), nullable=False),
        sa.Column("operator_id", sa.String(64), nullable=False, comment="who sits beside; empty for whoever does"),
        sa.Column("came_at", Moment, comment="when the guest began to answer"),
        sa.Column("left_at", Moment),
        sa.Column("beside", sa.String(64), nullable=False, comment="who was signed in at the seat then"),
        sa.Column("words", sa.Text(), nullable=False, comment="the operator's sentence for the summary"),
        sa.PrimaryKeyConstraint("leader_day_id", name="pk_leader_days"),
    )
    op.create_index("ix_leader_days_begins_at", "leader_days", ["begins_at"])


def downgrade() -> None:
    """Take the tables back."""
    for table in ("leader_days", "handovers", "shift_roster"):
        op.drop_table(table)
