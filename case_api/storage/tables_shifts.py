"""Tables of shifts: who sits where, and the days on which leaders answer calls."""

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

leader_days = Table(
    "leader_days",
    metadata,
    Column("leader_day_id", Uuid, primary_key=True),
    Column("begins_at", Moment, nullable=False, index=True, comment="by the rota"),
    Column("ends_at", Moment, nullable=False),
    Column("seat", String(4), nullable=False),
    Column("name", String(50), nullable=False),
    Column("title", String(100), nullable=False, comment="office and unit, as the rota has them"),
    Column("operator_id", String(64), nullable=False, comment="who sits beside; empty for whoever does"),
    Column("replaced_at", Moment, comment="since when the rota has no such line any more"),
    Column("words", Text, nullable=False, comment="the sentence of who sat beside, for the summary"),
    Column("words_by", String(64), nullable=False, comment="who wrote it; empty for nobody"),
    Column("board_n", BigInteger, nullable=False, index=True),
    Index("ix_leader_days_seat", "seat", "begins_at"),
    comment="who is to answer; that they did is told by the states of the seat, each of which may name a day",
)
