"""The first tables.

Revision ID: 0001
Revises:
"""

from alembic import op

from case_api.storage.all_tables import metadata
from case_api.storage.terms import create_terms

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    metadata.create_all(op.get_bind())
    create_terms(op.get_bind())


def downgrade() -> None:
    """Take the tables back."""
    op.execute("DROP TABLE case_terms")
    metadata.drop_all(op.get_bind())
