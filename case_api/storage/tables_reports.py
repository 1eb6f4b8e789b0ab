"""Tables of reports: one narrow row for each settled case, the units that were named, and reviews of repeats.

The first two follow from the case and are written in its own transaction; nothing personal is in them.
"""

from sqlalchemy import Boolean, Column, Date, Index, String, Table, Text, Uuid

from case_api.storage.metadata import Moment, metadata

settled_cases = Table(
    "settled_cases",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("day", Date, nullable=False, comment="day of the city's calendar on which it was settled"),
    Column("closed_at", Moment, nullable=False),
    Column("unit", String(64), nullable=False, comment="who answers for it; empty where the desk answered it itself"),
    Column("class_code", String(64), nullable=False),
    Column("area_code", String(64), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("must_contact", Boolean, nullable=False),
    Column("contacted", Boolean, nullable=False, comment="in time, and not denied at the call-back"),
    Column("must_reply", Boolean, nullable=False),
    Column("replied", Boolean, nullable=False, comment="in time, every redo included"),
    Column("solved", String(10), comment="NULL without a valid call-back"),
    Column("satisfied", String(14), comment="NULL without a valid call-back"),
    Column("redone", Boolean, nullable=False),
    Column("excluded", Boolean, nullable=False, comment="from assessment, as a reviewer decided"),
    # All that rates are counted by, so that a month of a large city is one range of the index.
    Index(
        "ix_settled_cases_rates", "day", "unit", "excluded", "must_contact", "contacted", "must_reply", "replied",
        "solved", "satisfied", "redone",
    ),
    Index("ix_settled_cases_newest", "closed_at", "case_id"),
)  # fmt: skip

named_units = Table(
    "named_units",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("unit", String(64), nullable=False, comment="the unit that stands on the exposure list for this case"),
    Column("day", Date, nullable=False, comment="day of the city's calendar on which a leader approved it"),
    Index("ix_named_units_day", "day"),
)

repeat_reviews = Table(
    "repeat_reviews",
    metadata,
    Column("id", Uuid, primary_key=True, comment="the idempotency key under which it was given"),
    Column("at", Moment, nullable=False),
    Column("operator", String(64), nullable=False, comment="who reviewed it"),
    Column("words", Text, nullable=False, comment="what follows from it"),
)

reviewed_cases = Table(
    "reviewed_cases",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("review_id", Uuid, primary_key=True, comment="a review of a repeat that this case was one of"),
    Index("ix_reviewed_cases_review", "review_id"),
)
