"""Keep which calls an entry of the call-back list is made of, so that it is the same in whatever order they are told.

Of an entry of before only its first call is known.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

from case_api.storage.metadata import Moment

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "missed_calls",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("entry", sa.Uuid(), nullable=False, comment="for which it counts"),
        sa.Column("at", Moment, nullable=False, comment="when the caller gave up"),
        sa.Column("waited_s", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.call_id"], name="fk_missed_calls_call_id_calls"),
        sa.ForeignKeyConstraint(["entry"], ["missed_callers.call_id"], name="fk_missed_calls_entry_missed_callers"),
        sa.PrimaryKeyConstraint("call_id", name="pk_missed_calls"),
    )
    op.create_index("ix_missed_calls_entry", "missed_calls", ["entry"])
    op.execute(
        "INSERT INTO missed_calls (call_id, entry, at, waited_s)"
        " SELECT call_id, call_id, abandoned_at, waited_s FROM missed_callers WHERE settled_at IS NULL"
    )


def downgrade() -> None:
    """Take the tables back."""
    op.drop_table("missed_calls")
