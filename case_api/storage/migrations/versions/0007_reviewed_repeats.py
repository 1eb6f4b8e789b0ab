"""Keep who reviewed which repeat complaint, when, and what follows from it.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

from case_api.storage.metadata import Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "repeat_reviews",
        sa.Column("id", sa.Uuid(), nullable=False, comment="the idempotency key under which it was given"),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("operator", sa.String(64), nullable=False, comment="who reviewed it"),
        sa.Column("words", sa.Text(), nullable=False, comment="what follows from it"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repeat_reviews")),
    )
    op.create_table(
        "reviewed_cases",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False, comment="a review of a repeat that this case was one of"),
        sa.PrimaryKeyConstraint("case_id", "review_id", name=op.f("pk_reviewed_cases")),
    )
    op.create_index("ix_reviewed_cases_review", "reviewed_cases", ["review_id"])


def downgrade() -> None:
    """Take the tables back."""
    op.drop_table("reviewed_cases")
    op.drop_table("repeat_reviews")
