"""Say of each case from which call it came, so that a call on a board names its cases; cases of before stay without.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_INDEX = "ix_cases_call"
_SOME = sa.text("call_id IS NOT NULL")


def upgrade() -> None:
    """Bring the tables forward."""
    column: sa.Column[object] = sa.Column(
        "call_id", sa.Uuid(), comment="the call that it came from; NULL where the switch knew of none"
    )
    op.add_column("cases", column)
    op.create_index(_INDEX, "cases", ["call_id"], sqlite_where=_SOME, postgresql_where=_SOME)


def downgrade() -> None:
    """Take the tables back."""
    op.drop_index(_INDEX, "cases")
    op.drop_column("cases", "call_id")
