"""Find the receipts of a mutation under every number that it has had, when its case is erased.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_index(
        "ix_receipts_renumbered",
        "receipts",
        ["mutation_id"],
        unique=False,
        sqlite_where=sa.text("NOT original"),
        postgresql_where=sa.text("NOT original"),
    )


def downgrade() -> None:
    """Take the tables back."""
    op.drop_index("ix_receipts_renumbered", table_name="receipts")
