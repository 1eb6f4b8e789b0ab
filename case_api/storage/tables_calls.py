"""Tables of telephony: calls, what the switch told about them, what seats asked of it, and who runs the adapters.

The events are the truth. Visits and legs are worked out from them anew whenever a call has another one
(`hotline.call_record`); they stand here so that a day, or any minute of one, can be added up without its events.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Uuid,
)

from case_api.storage.metadata import Moment, metadata

_Numbered = BigInteger().with_variant(Integer, "sqlite")

calls = Table(
    "calls",
    metadata,
    Column("call_id", Uuid, primary_key=True),
    Column("seat", String(4), nullable=False, comment="where it rings or was spoken on last; empty for none yet"),
    Column("queue", String(64), nullable=False, comment="where the caller waits or waited last"),
    Column("line", String(20), nullable=False, comment="the number that was dialled"),
    Column("number", LargeBinary, nullable=False, comment="the caller's number, enciphered"),
    Column("state", String(20), nullable=False, comment="waiting, ringing, talking, held, ended"),
    Column("began_at", Moment, nullable=False, index=True),
    Column("ended_at", Moment),
    Column("board_n", BigInteger, nullable=False, index=True, comment="when boards were told of it last"),
    Index("ix_calls_live", "seat", "ended_at"),
)

call_events = Table(
    "call_events",
    metadata,
    Column("n", _Numbered, Identity(), primary_key=True, comment="in order: one worker writes them"),
    Column("call_id", ForeignKey("calls.call_id"), nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("at", Moment, nullable=False, comment="the switch's own time"),
    Column("seat", String(4), nullable=False, comment="whom it is about; empty while the caller only waits"),
    Column("queue", String(64), nullable=False),
    sqlite_autoincrement=True,
)

call_visits = Table(
    "call_visits",
    metadata,
    Column("call_id", ForeignKey("calls.call_id"), primary_key=True),
    Column("visit", Integer, primary_key=True, comment="from 0, in the order of the switch's times"),
    Column("queue", String(64), nullable=False),
    Column("offered_at", Moment, nullable=False, index=True),
    Column("left_at", Moment),
    Column("ended", String(20), comment="how the wait ended"),
    Column("handed_on", Boolean, nullable=False, comment="came from another seat and waited in no queue"),
)

call_legs = Table(
    "call_legs",
    metadata,
    Column("call_id", ForeignKey("calls.call_id"), primary_key=True),
    Column("visit", Integer, primary_key=True),
    Column("leg", Integer, primary_key=True, comment="from 0 within its visit"),
    Column("seat", String(4), nullable=False),
    Column("rang_at", Moment),
    Column("answered_at", Moment),
    Column("ended_at", Moment),
    Column("ended", String(20)),
    Column("held_s", Float, nullable=False, comment="seconds on hold that are over"),
    Column("held_at", Moment, comment="since when the caller is on hold"),
)

call_acts = Table(
    "call_acts",
    metadata,
    Column("n", _Numbered, Identity(), primary_key=True),
    Column("call_id", ForeignKey("calls.call_id"), nullable=False),
    Column("act", String(20), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("done_at", Moment, index=True),
    sqlite_autoincrement=True,
)

missed_callers = Table(
    "missed_callers",
    metadata,
    Column("call_id", ForeignKey("calls.call_id"), primary_key=True),
    Column("number", LargeBinary, nullable=False, comment="the caller's number, enciphered, until this is settled"),
    Column("phone_key", String(64), nullable=False, index=True, comment="keyed hash: the same caller is one entry"),
    Column("queue", String(64), nullable=False),
    Column("abandoned_at", Moment, nullable=False),
    Column("waited_s", Float, nullable=False),
    Column("calls", Integer, nullable=False, comment="how often this caller has given up since nobody called back"),
    Column("seat", String(4), nullable=False, comment="which has claimed the caller; empty for nobody"),
    Column("operator_id", String(64), nullable=False),
    Column("claimed_at", Moment),
    Column("tries", Integer, nullable=False),
    Column("settled_at", Moment, index=True),
    Column("settled", String(20), nullable=False, comment="how: called back, called again, out of reach"),
    Column("board_n", BigInteger, nullable=False, index=True),
)

missed_calls = Table(
    "missed_calls",
    metadata,
    Column("call_id", ForeignKey("calls.call_id"), primary_key=True),
    Column("entry", ForeignKey("missed_callers.call_id"), nullable=False, index=True, comment="for which it counts"),
    Column("at", Moment, nullable=False, comment="when the caller gave up"),
    Column("waited_s", Float, nullable=False),
)

switch_line = Table(
    "switch_line",
    metadata,
    Column("id", Integer, primary_key=True, comment="1: there is one switch"),
    Column("up", Boolean, nullable=False, comment="whether the worker has a line to it"),
    Column("since", Moment, nullable=False),
    Column("board_n", BigInteger, nullable=False),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("holder", String(80), nullable=False),
    Column("until", Moment, nullable=False),
)
