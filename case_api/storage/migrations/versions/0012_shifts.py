"""Keep who sits where in which shift.

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


def downgrade() -> None:
    """Take the tables back."""
    op.drop_table("shift_roster")
