"""Keep handovers of shifts: their signatures, journals and explanations.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

from case_api.storage.metadata import Moment

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_NUMBERED = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "handovers",
        sa.Column("begins_at", Moment, nullable=False, comment="the shift: when it begins"),
        sa.Column("sub_centre", sa.String(64), nullable=False),
        sa.Column("ends_at", Moment, nullable=False),
        sa.Column("handed_at", Moment, nullable=False),
        sa.Column("handed_by", sa.String(64), nullable=False),
        sa.Column("taken_at", Moment, comment="NULL while, or for ever if, nobody took the shift over"),
        sa.Column("taken_by", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("begins_at", "sub_centre", name="pk_handovers"),
        comment="shifts that a lead has signed; there is none before",
    )
    op.create_table(
        "handover_items",
        sa.Column("begins_at", Moment, nullable=False),
        sa.Column("sub_centre", sa.String(64), nullable=False),
        sa.Column("key", sa.String(80), nullable=False, comment="kind and id of what was open"),
        sa.Column("place", sa.Integer, nullable=False, comment="its place in the journal"),
        sa.Column("red", sa.Boolean, nullable=False),
        sa.Column(
            "item", sa.Text, nullable=False, comment="JournalItem as JSON, with its explanation, as it was signed"
        ),
        sa.PrimaryKeyConstraint("begins_at", "sub_centre", "key", name="pk_handover_items"),
    )
    op.create_table(
        "handover_explanations",
        sa.Column("n", _NUMBERED, sa.Identity(), nullable=False),
        sa.Column("sub_centre", sa.String(64), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("begins_at", Moment, nullable=False, comment="the shift in which it was written"),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("board_n", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("n", name="pk_handover_explanations"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_handover_explanations_of", "handover_explanations", ["sub_centre", "key", "n"])


def downgrade() -> None:
    """Take the tables back."""
    for name in ("handover_explanations", "handover_items", "handovers"):
        op.drop_table(name)
