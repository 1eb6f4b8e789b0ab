"""Tables of shifts: who sits where, how a shift was handed over, and the days on which leaders answer calls."""

from sqlalchemy import BigInteger, Column, Index, String, Table, Text, Uuid

from case_api.storage.metadata import Moment, metadata

shift_roster = Table(
    "shift_roster",
    metadata,
    Column("begins_at", Moment, primary_key=True, comment="the shift: when it begins"),
    Column("seat", String(4), primary_key=True),
    Column("operator_id", String(64), nullable=False),
    Index("ix_shift_roster_of", "operator_id", "begins_at"),
)

handovers = Table(
    "handovers",
    metadata,
    Column("begins_at", Moment, primary_key=True, comment="the shift that is handed over: when it began"),
    Column("sub_centre", String(64), primary_key=True),
    Column("journal", Text, nullable=False, comment="JSON: what was open, each with its explanation, and remarks"),
    Column("handed_by", String(64), nullable=False, comment="the lead who goes; empty until they have signed"),
    Column("handed_at", Moment),
    Column("taken_by", String(64), nullable=False, comment="the lead who comes; empty until they have signed"),
    Column("taken_at", Moment),
    Column("board_n", BigInteger, nullable=False, index=True),
)

leader_days = Table(
    "leader_days",
    metadata,
    Column("leader_day_id", Uuid, primary_key=True),
    Column("begins_at", Moment, nullable=False, index=True, comment="by the rota"),
    Column("ends_at", Moment, nullable=False),
    Column("name", String(50), nullable=False),
    Column("title", String(100), nullable=False, comment="office and unit, as the rota has them"),
    Column("seat", String(4), nullable=False),
    Column("operator_id", String(64), nullable=False, comment="who sits beside; empty for whoever does"),
    Column("came_at", Moment, comment="when the guest began to answer"),
    Column("left_at", Moment),
    Column("beside", String(64), nullable=False, comment="who was signed in at the seat then"),
    Column("words", Text, nullable=False, comment="the operator's sentence for the summary"),
)
