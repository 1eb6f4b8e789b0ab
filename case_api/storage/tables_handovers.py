"""Tables of handovers (交接班): signatures, the journals as they were signed, and the explanations in them."""

from sqlalchemy import BigInteger, Boolean, Column, Identity, Index, Integer, String, Table, Text

from case_api.storage.metadata import Moment, metadata
from case_api.storage.tables_sync import Numbered

handovers = Table(
    "handovers",
    metadata,
    Column("begins_at", Moment, primary_key=True, comment="the shift: when it begins"),
    Column("sub_centre", String(64), primary_key=True),
    Column("ends_at", Moment, nullable=False),
    Column("handed_at", Moment, nullable=False),
    Column("handed_by", String(64), nullable=False),
    Column("taken_at", Moment, comment="NULL while, or for ever if, nobody took the shift over"),
    Column("taken_by", String(64), nullable=False),
    comment="shifts that a lead has signed; there is none before",
)

handover_items = Table(
    "handover_items",
    metadata,
    Column("begins_at", Moment, primary_key=True),
    Column("sub_centre", String(64), primary_key=True),
    Column("key", String(80), primary_key=True, comment="kind and id of what was open"),
    Column("place", Integer, nullable=False, comment="its place in the journal"),
    Column("red", Boolean, nullable=False),
    Column("item", Text, nullable=False, comment="JournalItem as JSON, with its explanation, as it was signed"),
)

handover_explanations = Table(
    "handover_explanations",
    metadata,
    Column("n", Numbered, Identity(), primary_key=True),
    Column("sub_centre", String(64), nullable=False),
    Column("key", String(80), nullable=False),
    Column("begins_at", Moment, nullable=False, comment="the shift in which it was written"),
    Column("words", Text, nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("board_n", BigInteger, nullable=False),
    Index("ix_handover_explanations_of", "sub_centre", "key", "n"),
    sqlite_autoincrement=True,
)
"""None is ever overwritten: of those of one thing the newest is shown."""
