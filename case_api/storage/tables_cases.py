"""Tables of cases: masked documents with the columns they are found by, and personal data apart, enciphered."""

from sqlalchemy import Boolean, Column, Identity, Index, Integer, LargeBinary, String, Table, Text, Uuid, text

from case_api.storage.metadata import Moment, metadata
from case_api.storage.tables_sync import Numbered


def _of_some(name: str, *columns: str, where: str) -> Index:
    """Return an index of a few rows of many: those of cases that are over cost nothing."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


_RED_FIRST = ("red_at", "since", "id")
"""The order of every work list."""

cases = Table(
    "cases",
    metadata,
    Column("n", Numbered, Identity(), primary_key=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("number", String(13), nullable=False, unique=True),
    Column("revision", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    Column("seats", Text, nullable=False, comment="seats that work on it, each between commas"),
    Column("sub_centre", String(64), nullable=False, comment="whose territory it lies in; empty where unknown"),
    Column("area_code", String(64), nullable=False),
    Column("class_code", String(64), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("queue", String(10), comment="whose work list it is in; NULL where nobody has anything to do"),
    Column("unit", String(64), comment="the unit that has it in hand, NULL where none has"),
    Column("since", Moment, nullable=False, comment="since when it is in its state"),
    Column("ended_at", Moment, comment="since when it is over; NULL while it lives, once filed, or with its parent"),
    Column("red_at", Moment, comment="when its first lamp is red; NULL where no clock runs"),
    Column("turn_at", Moment, comment="when its next lamp turns; NULL where none will"),
    Column("light", String(6), nullable=False, comment="the worst lamp that was recorded; empty where no clock runs"),
    Column("supervised", Boolean, nullable=False, comment="whether a supervisor keeps an eye on it"),
    Column("extension_asked", Boolean, nullable=False, comment="whether a lead is to decide on an extension"),
    Column("naming_asked", Boolean, nullable=False, comment="whether a leader is to decide on the naming of a unit"),
    Column("exclusion_asked", Boolean, nullable=False, comment="whether a reviewer is to decide on an exclusion"),
    Column("note_asked", Boolean, nullable=False, comment="whether a lead is to decide on a note on its caller"),
    Column("provisional", Boolean, nullable=False, comment="whether a due moment waits for a calendar"),
    Column("call_id", Uuid, comment="the call that it came from; NULL where the switch knew of none"),
    Column("doc", Text, nullable=False, comment="CaseDoc as JSON, masked"),
    Index("ix_cases_newest", "created_at", "id"),
    _of_some("ix_cases_queue", "queue", *_RED_FIRST, "light", where="queue IS NOT NULL"),
    _of_some("ix_cases_unit", "unit", *_RED_FIRST, where="unit IS NOT NULL"),
    _of_some("ix_cases_supervised", *_RED_FIRST, "light", "supervised", where="supervised"),
    _of_some("ix_cases_extension", *_RED_FIRST, "light", "extension_asked", where="extension_asked"),
    _of_some("ix_cases_naming", *_RED_FIRST, "light", "naming_asked", where="naming_asked"),
    _of_some("ix_cases_exclusion", *_RED_FIRST, "light", "exclusion_asked", where="exclusion_asked"),
    _of_some("ix_cases_note", *_RED_FIRST, "light", "note_asked", where="note_asked"),
    _of_some("ix_cases_turn", "turn_at", where="turn_at IS NOT NULL"),
    _of_some("ix_cases_ended", "ended_at", where="ended_at IS NOT NULL"),
    _of_some("ix_cases_provisional", "id", where="provisional"),
    _of_some("ix_cases_call", "call_id", where="call_id IS NOT NULL"),
    sqlite_autoincrement=True,
)

case_units = Table(
    "case_units",
    metadata,
    Column("unit", String(64), primary_key=True, comment="a unit that has, or had last, something to do with the case"),
    Column("case_id", Uuid, primary_key=True),
    Column("waits", Boolean, nullable=False, comment="whether it is in this unit's work list"),
    Index("ix_case_units_case", "case_id"),
    _of_some("ix_case_units_waits", "unit", "case_id", where="waits"),
)

accepted_by = Table(
    "accepted_by",
    metadata,
    Column("class_code", String(64), primary_key=True),
    Column("area_code", String(64), primary_key=True, comment="the street, or the nearest to it that is known"),
    Column("unit", String(64), primary_key=True),
    Column("times", Integer, nullable=False, comment="how often the unit has signed such a case"),
    Column("last_at", Moment, nullable=False),
)

persons = Table(
    "persons",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("sealed", LargeBinary, nullable=False, comment="the personal fields, enciphered"),
    Column("caller_key", String(32), index=True, comment="keyed hash of the caller's number"),
    Column("contact_key", String(32), index=True, comment="keyed hash of the contact number"),
)

terms_due = Table(
    "terms_due",
    metadata,
    Column("case_id", Uuid, primary_key=True, comment="a case whose search terms are yet to be brought up to date"),
)

purged = Table(
    "purged",
    metadata,
    Column("case_id", Uuid, primary_key=True, comment="a case that was erased; seats are to erase it too"),
    Column("at", Moment, nullable=False),
)

shared_numbers = Table(
    "shared_numbers",
    metadata,
    Column("number", String(13), primary_key=True, comment="the number that a cloned disk minted twice"),
    Column("case_id", Uuid, primary_key=True, comment="a case that had to take another one"),
)

other_calls = Table(
    "other_calls",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("seat", String(4), nullable=False),
    Column("sub_centre", String(64), nullable=False),
    Column("caller_key", String(32), index=True),
    Column("sealed", LargeBinary, nullable=False, comment="the caller's number, enciphered"),
    Column("doc", Text, nullable=False, comment="CallDoc as JSON"),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("sub_centre", String(64), nullable=False),
    Column("doc", Text, nullable=False, comment="AlertDoc as JSON"),
    Index("ix_alerts_sub_centre", "sub_centre", "at"),
)
