"""Tables of practice (练习): what trainers set, what trainees' results came to, and what was written under them.

Nothing here is a case, a row of the feed or a receipt. Groups, notes and appeals hold words of staff, never a caller's.
"""

from sqlalchemy import Boolean, Column, Date, Float, ForeignKey, Index, Integer, String, Table, Text, Uuid

from case_api.storage.metadata import Moment, metadata

practice_groups = Table(
    "practice_groups",
    metadata,
    Column("group_id", Uuid, primary_key=True),
    Column("name", String(40), nullable=False),
    Column("ended_at", Moment),
)


def _people(name: str, of: str, index: str) -> Table:
    """Return the table of who belongs to each row of another one, that `of` is the key of."""
    return Table(
        name,
        metadata,
        Column(of.partition(".")[2], ForeignKey(of), primary_key=True),
        Column("operator_id", ForeignKey("users.operator_id"), primary_key=True),
        Index(index, "operator_id"),
    )


practice_members = _people("practice_members", "practice_groups.group_id", "ix_practice_members_of")

practice_assignments = Table(
    "practice_assignments",
    metadata,
    Column("assignment_id", Uuid, primary_key=True),
    Column("title", String(40), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("scenarios", Text, nullable=False, comment="JSON list of codes"),
    Column("group_id", ForeignKey("practice_groups.group_id"), comment="for who is in it; NULL: for people by name"),
    Column("due", Date, nullable=False),
    Column("given_by", String(64), nullable=False),
    Column("given_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Index("ix_practice_assignments_due", "ended_at", "due"),
)

practice_assigned = _people("practice_assigned", "practice_assignments.assignment_id", "ix_practice_assigned_to")

practice_sessions = Table(
    "practice_sessions",
    metadata,
    Column("session_id", Uuid, primary_key=True),
    Column("operator_id", ForeignKey("users.operator_id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("assignment_id", Uuid, comment="as the result says; NULL for none"),
    Column("began_at", Moment, nullable=False),
    Column("ended_at", Moment, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("steps", Integer, nullable=False),
    Column("result", Text, nullable=False, comment="PracticeResult as JSON, as it came"),
    Index("ix_practice_sessions_of", "operator_id", "ended_at"),
    Index("ix_practice_sessions_for", "assignment_id", "operator_id"),
)

practice_calls = Table(
    "practice_calls",
    metadata,
    Column("session_id", ForeignKey("practice_sessions.session_id"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False, comment="of the call in its session, from 0"),
    Column("operator_id", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("assignment_id", Uuid),
    Column("scenario", String(64), nullable=False),
    Column("class_code", String(8), nullable=False),
    Column("total", Float, nullable=False),
    Column("fatal", Text, nullable=False, comment="JSON list of codes"),
    Column("items", Text, nullable=False, comment="JSON: points got and to get by item"),
    Column("ended_at", Moment, nullable=False, comment="of the session"),
    Index("ix_practice_calls_newest", "ended_at", "session_id", "place"),
    Index("ix_practice_calls_of", "operator_id", "ended_at", "session_id", "place"),
    Index("ix_practice_calls_class", "class_code", "ended_at", "session_id", "place"),
    Index("ix_practice_calls_for", "assignment_id", "operator_id", "scenario"),
)

practice_sums = Table(
    "practice_sums",
    metadata,
    Column("by", String(8), primary_key=True, comment="total, item or class"),
    Column("key", String(66), primary_key=True, comment="the item or class; empty for the total"),
    Column("owner", String(66), primary_key=True, comment="p: and a person, g: and a group's id, * for all"),
    Column("week", Date, primary_key=True, comment="its Monday, by the city's calendar"),
    Column("calls", Integer, nullable=False),
    Column("got", Float, nullable=False),
    Column("of", Float, nullable=False),
    Column("fatal", Integer, nullable=False),
    # All that is added up stands in both indexes: the rows themselves lie scattered by when they came.
    Index("ix_practice_sums_owner", "owner", "by", "key", "week", "calls", "got", "of", "fatal"),
    Index("ix_practice_sums_by", "by", "key", "owner", "week", "calls", "got", "of", "fatal"),
)
"""What the results add up to by week: a year of 500 people is too much to be added up while a trainer waits."""

practice_notes = Table(
    "practice_notes",
    metadata,
    Column("note_id", Uuid, primary_key=True),
    Column("session_id", ForeignKey("practice_sessions.session_id"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("item", String(66), comment="NULL: about the whole call"),
    Column("words", Text, nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_practice_notes_under", "session_id", "place"),
)

practice_appeals = Table(
    "practice_appeals",
    metadata,
    Column("appeal_id", Uuid, primary_key=True),
    Column("session_id", ForeignKey("practice_sessions.session_id"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("item", String(66), comment="NULL: against the whole call"),
    Column("operator_id", String(64), nullable=False),
    Column("reason", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("answer", Text, nullable=False, comment="empty until it is answered"),
    Column("agreed", Boolean, nullable=False),
    Column("answered_by", String(64), nullable=False),
    Column("answered_at", Moment),
    Index("ix_practice_appeals_under", "session_id", "place"),
    Index("ix_practice_appeals_open", "answered_at", "received_at"),
)
