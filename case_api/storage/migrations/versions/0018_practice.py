"""Keep what trainers set, what the results of practice came to, and what was written under them.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

from case_api.storage.metadata import Moment

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_TABLES = (
    "practice_appeals", "practice_notes", "practice_sums", "practice_calls", "practice_sessions", "practice_assigned",
    "practice_assignments", "practice_members", "practice_groups",
)  # fmt: skip


def _points_to(table: str, column: str, there: str, its: str | None = None) -> sa.ForeignKeyConstraint:
    its = its or column
    return sa.ForeignKeyConstraint([column], [f"{there}.{its}"], name=f"fk_{table}_{column}_{there}")


def upgrade() -> None:
    """Bring the tables forward."""
    _groups_and_assignments()
    _results()
    _words()


def _groups_and_assignments() -> None:
    op.create_table(
        "practice_groups",
        sa.Column("group_id", sa.Uuid, nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("ended_at", Moment),
        sa.PrimaryKeyConstraint("group_id", name="pk_practice_groups"),
    )
    op.create_table(
        "practice_members",
        sa.Column("group_id", sa.Uuid, nullable=False),
        sa.Column("operator_id", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("group_id", "operator_id", name="pk_practice_members"),
        _points_to("practice_members", "group_id", "practice_groups"),
        _points_to("practice_members", "operator_id", "users"),
    )
    op.create_index("ix_practice_members_of", "practice_members", ["operator_id"])
    op.create_table(
        "practice_assignments",
        sa.Column("assignment_id", sa.Uuid, nullable=False),
        sa.Column("title", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("scenarios", sa.Text, nullable=False, comment="JSON list of codes"),
        sa.Column("group_id", sa.Uuid, comment="for who is in it; NULL: for people by name"),
        sa.Column("due", sa.Date, nullable=False),
        sa.Column("given_by", sa.String(64), nullable=False),
        sa.Column("given_at", Moment, nullable=False),
        sa.Column("ended_at", Moment),
        sa.PrimaryKeyConstraint("assignment_id", name="pk_practice_assignments"),
        _points_to("practice_assignments", "group_id", "practice_groups"),
    )
    op.create_index("ix_practice_assignments_due", "practice_assignments", ["ended_at", "due"])
    op.create_table(
        "practice_assigned",
        sa.Column("assignment_id", sa.Uuid, nullable=False),
        sa.Column("operator_id", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("assignment_id", "operator_id", name="pk_practice_assigned"),
        _points_to("practice_assigned", "assignment_id", "practice_assignments"),
        _points_to("practice_assigned", "operator_id", "users"),
    )
    op.create_index("ix_practice_assigned_to", "practice_assigned", ["operator_id"])


def _results() -> None:
    op.create_table(
        "practice_sessions",
        sa.Column("session_id", sa.Uuid, nullable=False),
        sa.Column("operator_id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("assignment_id", sa.Uuid, comment="as the result says; NULL for none"),
        sa.Column("began_at", Moment, nullable=False),
        sa.Column("ended_at", Moment, nullable=False),
        sa.Column("received_at", Moment, nullable=False),
        sa.Column("steps", sa.Integer, nullable=False),
        sa.Column("result", sa.Text, nullable=False, comment="PracticeResult as JSON, as it came"),
        sa.PrimaryKeyConstraint("session_id", name="pk_practice_sessions"),
        _points_to("practice_sessions", "operator_id", "users"),
    )
    op.create_index("ix_practice_sessions_of", "practice_sessions", ["operator_id", "ended_at"])
    op.create_index("ix_practice_sessions_for", "practice_sessions", ["assignment_id", "operator_id"])
    op.create_table(
        "practice_calls",
        sa.Column("session_id", sa.Uuid, nullable=False),
        sa.Column("place", sa.Integer, nullable=False, comment="of the call in its session, from 0"),
        sa.Column("operator_id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("assignment_id", sa.Uuid),
        sa.Column("scenario", sa.String(64), nullable=False),
        sa.Column("class_code", sa.String(8), nullable=False),
        sa.Column("total", sa.Float, nullable=False),
        sa.Column("fatal", sa.Text, nullable=False, comment="JSON list of codes"),
        sa.Column("items", sa.Text, nullable=False, comment="JSON: points got and to get by item"),
        sa.Column("ended_at", Moment, nullable=False, comment="of the session"),
        sa.PrimaryKeyConstraint("session_id", "place", name="pk_practice_calls"),
        _points_to("practice_calls", "session_id", "practice_sessions"),
    )
    newest = ["ended_at", "session_id", "place"]
    op.create_index("ix_practice_calls_newest", "practice_calls", newest)
    op.create_index("ix_practice_calls_of", "practice_calls", ["operator_id", *newest])
    op.create_index("ix_practice_calls_class", "practice_calls", ["class_code", *newest])
    op.create_index("ix_practice_calls_for", "practice_calls", ["assignment_id", "operator_id", "scenario"])
    op.create_table(
        "practice_sums",
        sa.Column("by", sa.String(8), nullable=False, comment="total, item or class"),
        sa.Column("key", sa.String(66), nullable=False, comment="the item or class; empty for the total"),
        sa.Column("owner", sa.String(66), nullable=False, comment="p: and a person, g: and a group's id, * for all"),
        sa.Column("week", sa.Date, nullable=False, comment="its Monday, by the city's calendar"),
        sa.Column("calls", sa.Integer, nullable=False),
        sa.Column("got", sa.Float, nullable=False),
        sa.Column("of", sa.Float, nullable=False),
        sa.Column("fatal", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("by", "key", "owner", "week", name="pk_practice_sums"),
    )
    added_up = ["week", "calls", "got", "of", "fatal"]
    op.create_index("ix_practice_sums_owner", "practice_sums", ["owner", "by", "key", *added_up])
    op.create_index("ix_practice_sums_by", "practice_sums", ["by", "key", "owner", *added_up])


def _words() -> None:
    op.create_table(
        "practice_notes",
        sa.Column("note_id", sa.Uuid, nullable=False),
        sa.Column("session_id", sa.Uuid, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("item", sa.String(66), comment="NULL: about the whole call"),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("note_id", name="pk_practice_notes"),
        _points_to("practice_notes", "session_id", "practice_sessions"),
    )
    op.create_index("ix_practice_notes_under", "practice_notes", ["session_id", "place"])
    op.create_table(
        "practice_appeals",
        sa.Column("appeal_id", sa.Uuid, nullable=False),
        sa.Column("session_id", sa.Uuid, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("item", sa.String(66), comment="NULL: against the whole call"),
        sa.Column("operator_id", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("made_at", Moment, nullable=False),
        sa.Column("received_at", Moment, nullable=False),
        sa.Column("answer", sa.Text, nullable=False, comment="empty until it is answered"),
        sa.Column("agreed", sa.Boolean, nullable=False),
        sa.Column("answered_by", sa.String(64), nullable=False),
        sa.Column("answered_at", Moment),
        sa.PrimaryKeyConstraint("appeal_id", name="pk_practice_appeals"),
        _points_to("practice_appeals", "session_id", "practice_sessions"),
    )
    op.create_index("ix_practice_appeals_under", "practice_appeals", ["session_id", "place"])
    op.create_index("ix_practice_appeals_open", "practice_appeals", ["answered_at", "received_at"])


def downgrade() -> None:
    """Take the tables back."""
    for name in _TABLES:
        op.drop_table(name)
