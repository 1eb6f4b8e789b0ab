"""Table of shifts: who sits where."""

from sqlalchemy import Column, Index, String, Table

from case_api.storage.metadata import Moment, metadata

shift_roster = Table(
    "shift_roster",
    metadata,
    Column("begins_at", Moment, primary_key=True, comment="the shift: when it begins"),
    Column("seat", String(4), primary_key=True),
    Column("operator_id", String(64), nullable=False),
    Index("ix_shift_roster_of", "operator_id", "begins_at"),
)
