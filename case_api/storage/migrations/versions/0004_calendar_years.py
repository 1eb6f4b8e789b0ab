"""Keep the year files of the working-day calendar that administrators bring in.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

from case_api.storage.metadata import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "calendar_years",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False, comment="the year file as it was read"),
        sa.Column("imported_at", Moment(), nullable=False),
        sa.Column("imported_by", sa.Text(), nullable=False, comment="account of the system that gave the command"),
        sa.PrimaryKeyConstraint("year", "revision", name=op.f("pk_calendar_years")),
    )


def downgrade() -> None:
    """Take the tables back."""
    op.drop_table("calendar_years")
