"""Find the hands of a seat, and the orders of the last hours, without reading those of all years.

Revision ID: 0013
Revises: 0012
"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_INDEXES = {"ix_hands_seat": ("hands", "seat"), "ix_seat_orders_given_at": ("seat_orders", "given_at")}


def upgrade() -> None:
    """Bring the tables forward."""
    for name, (table, column) in _INDEXES.items():
        op.create_index(name, table, [column])


def downgrade() -> None:
    """Take the tables back."""
    for name in _INDEXES:
        op.drop_index(name)
