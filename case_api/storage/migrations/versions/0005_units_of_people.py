"""Say of a person, and of what a grant lets them do, for which unit they work.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_COMMENTS = {"users": "unit that they work for; empty for none", "grants": "unit that it lets them work for"}


def upgrade() -> None:
    """Bring the tables forward."""
    for table, comment in _COMMENTS.items():
        op.add_column(table, sa.Column("unit", sa.String(64), nullable=False, server_default="", comment=comment))
    if op.get_bind().dialect.name == "postgresql":  # SQLite would write the whole table anew for that
        for table in _COMMENTS:
            op.alter_column(table, "unit", server_default=None)


def downgrade() -> None:
    """Take the tables back."""
    for table in _COMMENTS:
        op.drop_column(table, "unit")
