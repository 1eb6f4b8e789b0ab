"""Keep what settled cases count for in reports, and which units were named.

No case that was stored before counts: none of them was closed with its reason.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

from case_api.storage.metadata import Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "settled_cases",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False, comment="day of the city's calendar on which it was settled"),
        sa.Column("closed_at", Moment(), nullable=False),
        sa.Column(
            "unit",
            sa.String(64),
            nullable=False,
            comment="who answers for it; empty where the desk answered it itself",
        ),
        sa.Column("class_code", sa.String(64), nullable=False),
        sa.Column("area_code", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("must_contact", sa.Boolean(), nullable=False),
        sa.Column("contacted", sa.Boolean(), nullable=False, comment="in time, and not denied at the call-back"),
        sa.Column("must_reply", sa.Boolean(), nullable=False),
        sa.Column("replied", sa.Boolean(), nullable=False, comment="in time, every redo included"),
        sa.Column("solved", sa.String(10), comment="NULL without a valid call-back"),
        sa.Column("satisfied", sa.String(14), comment="NULL without a valid call-back"),
        sa.Column("redone", sa.Boolean(), nullable=False),
        sa.Column("excluded", sa.Boolean(), nullable=False, comment="from assessment, as a reviewer decided"),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_settled_cases")),
    )
    rates = ["excluded", "must_contact", "contacted", "must_reply", "replied", "solved", "satisfied", "redone"]
    op.create_index("ix_settled_cases_rates", "settled_cases", ["day", "unit", *rates])
    op.create_index("ix_settled_cases_newest", "settled_cases", ["closed_at", "case_id"])
    op.create_table(
        "named_units",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column(
            "unit",
            sa.String(64),
            nullable=False,
            comment="the unit that stands on the exposure list for this case",
        ),
        sa.Column("day", sa.Date(), nullable=False, comment="day of the city's calendar on which a leader approved it"),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_named_units")),
    )
    op.create_index("ix_named_units_day", "named_units", ["day"])


def downgrade() -> None:
    """Take the tables back."""
    op.drop_table("named_units")
    op.drop_table("settled_cases")
