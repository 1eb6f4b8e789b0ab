"""Table of the year files that administrators have brought in for the working-day calendar."""

from sqlalchemy import Column, Integer, Table, Text

from case_api.storage.metadata import Moment, metadata

calendar_years = Table(
    "calendar_years",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False, comment="the year file as it was read"),
    Column("imported_at", Moment, nullable=False),
    Column("imported_by", Text, nullable=False, comment="account of the system that gave the command"),
)
