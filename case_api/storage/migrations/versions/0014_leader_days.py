"""Keep the rota of leaders who answer calls, and with each state of a seat who answers there as a guest.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

from case_api.storage.metadata import Moment

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "leader_days",
        sa.Column("leader_day_id", sa.Uuid(), nullable=False),
        sa.Column("begins_at", Moment, nullable=False, comment="by the rota"),
        sa.Column("ends_at", Moment, nullable=False),
        sa.Column("seat", sa.String(4), nullable=False),
        sa.Column("name", sa.String(50), nullable=False),
        sa.Column("title", sa.String(100), nullable=False, comment="office and unit, as the rota has them"),
        sa.Column("operator_id", sa.String(64), nullable=False, comment="who sits beside; empty for whoever does"),
        sa.Column("replaced_at", Moment, comment="since when the rota has no such line any more"),
        sa.Column("words", sa.Text(), nullable=False, comment="the sentence of who sat beside, for the summary"),
        sa.Column("words_by", sa.String(64), nullable=False, comment="who wrote it; empty for nobody"),
        sa.Column("board_n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("leader_day_id", name="pk_leader_days"),
        comment="who is to answer; that they did is told by the states of the seat, each of which may name a day",
    )
    op.create_index("ix_leader_days_begins_at", "leader_days", ["begins_at"])
    op.create_index("ix_leader_days_board_n", "leader_days", ["board_n"])
    op.create_index("ix_leader_days_seat", "leader_days", ["seat", "begins_at"])
    guest = sa.Column("leader_day_id", sa.Uuid(), comment="the leader who answers there as a guest")
    op.add_column("seat_states", guest)


def downgrade() -> None:
    """Take the tables back."""
    op.drop_column("seat_states", "leader_day_id")
    op.drop_table("leader_days")
