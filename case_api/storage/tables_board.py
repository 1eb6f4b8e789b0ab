"""Tables of what a shift lead sees and does: seats as they were last heard, their states, notices, hands, displays.

What a board has to be told of carries `board_n`, a number of one counter that grows with the commits: whoever has read
up to a number reads what is above it (`case_api.board.counter`).
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from case_api.storage.metadata import Moment, metadata

_Numbered = BigInteger().with_variant(Integer, "sqlite")

board_counter = Table(
    "board_counter",
    metadata,
    Column("id", Integer, primary_key=True, comment="1: there is one counter"),
    Column("n", BigInteger, nullable=False),
)

seat_states = Table(
    "seat_states",
    metadata,
    Column("n", _Numbered, Identity(), primary_key=True),
    Column("device_id", Uuid, nullable=False),
    Column("seq", BigInteger, nullable=False, comment="the console's own number: told twice, it is kept once"),
    Column("seat", String(4), nullable=False),
    Column("operator_id", String(64), nullable=False, comment="empty while nobody is signed in"),
    Column("state", String(20), nullable=False),
    Column("reason", String(40), nullable=False, comment="of a pause"),
    Column("call_id", Uuid, comment="the call that it is about"),
    Column("leader_day_id", Uuid, comment="the leader who answers there as a guest"),
    Column("since", Moment, nullable=False, comment="by the console's clock, set right by what it was off"),
    Column("received_at", Moment, nullable=False),
    UniqueConstraint("device_id", "seq"),
    Index("ix_seat_states_of", "seat", "since"),
    sqlite_autoincrement=True,
)
"""Each state ends where the seat's next one begins."""

seat_presence = Table(
    "seat_presence",
    metadata,
    Column("seat", String(4), primary_key=True),
    Column("device_id", Uuid, nullable=False),
    Column("process", Uuid, nullable=False, comment="the API process that hears it"),
    Column("operator_id", String(64), nullable=False),
    Column("state", String(20), nullable=False),
    Column("reason", String(40), nullable=False),
    Column("call_id", Uuid),
    Column("since", Moment, nullable=False),
    Column("unsent", Integer, nullable=False),
    Column("oldest_unsent_at", Moment),
    Column("kept_drafts", Integer, nullable=False),
    Column("hand_id", Uuid, comment="of a hand that is raised"),
    Column("heard_at", Moment, nullable=False, comment="when it last said something new, or fell silent"),
    Column("silent", Boolean, nullable=False, comment="no beat came for as long as two take"),
    Column("board_n", BigInteger, nullable=False, index=True),
)

api_processes = Table(
    "api_processes",
    metadata,
    Column("process", Uuid, primary_key=True),
    Column("alive_at", Moment, nullable=False),
    comment="what a process that is gone had heard is as old as its last sign of life",
)

hands = Table(
    "hands",
    metadata,
    Column("hand_id", Uuid, primary_key=True, comment="made at the seat"),
    Column("seat", String(4), nullable=False, index=True),
    Column("operator_id", String(64), nullable=False),
    Column("words", Text, nullable=False, comment="what it is about; may be empty"),
    Column("call_id", Uuid),
    Column("raised_at", Moment, nullable=False),
    Column("answered_at", Moment),
    Column("answered_by", String(64), nullable=False),
    Column("answer", Text, nullable=False, comment="the lead's note onto the operator's screen"),
    Column("seen_at", Moment, comment="when the operator had the answer before them"),
    Column("lowered_at", Moment, comment="when the operator took the hand down"),
    Column("board_n", BigInteger, nullable=False, index=True),
)

notices = Table(
    "notices",
    metadata,
    Column("notice_id", Uuid, primary_key=True, comment="made where it is written: sent twice, it is one"),
    Column("place", String(80), nullable=False, comment="seat:0042, sub_centre:CODE, or * for every seat"),
    Column("words", Text, nullable=False),
    Column("must_read", Boolean, nullable=False),
    Column("sent_by", String(64), nullable=False),
    Column("sent_at", Moment, nullable=False, index=True),
    Column("ends_at", Moment, nullable=False, comment="who comes after that is not shown it"),
    Column("board_n", BigInteger, nullable=False, index=True),
)

notice_readers = Table(
    "notice_readers",
    metadata,
    Column("notice_id", ForeignKey("notices.notice_id"), primary_key=True),
    Column("seat", String(4), primary_key=True),
    Column("operator_id", String(64), primary_key=True, comment="who sat there; empty for nobody"),
    Column("read_at", Moment, comment="None until they have said that they have read it"),
    comment="who was to read a notice: those who sat at its seats when it was sent, and who came after",
)

seat_orders = Table(
    "seat_orders",
    metadata,
    Column("order_id", Uuid, primary_key=True),
    Column("seat", String(4), nullable=False),
    Column("kind", String(20), nullable=False, comment="state or queue"),
    Column("value", String(40), nullable=False, comment="the state or the queue that the lead wants"),
    Column("reason", String(40), nullable=False, comment="of a pause"),
    Column("given_by", String(64), nullable=False),
    Column("given_at", Moment, nullable=False, index=True),
    Column("done_at", Moment, comment="when the console had done it"),
    Column("refused", String(64), nullable=False, comment="why the console did not, empty if it did"),
    Column("board_n", BigInteger, nullable=False, index=True),
    Index("ix_seat_orders_open", "seat", "done_at"),
)

displays = Table(
    "displays",
    metadata,
    Column("display_id", Uuid, primary_key=True),
    Column("name", String(80), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("created_at", Moment, nullable=False),
    Column("last_seen_at", Moment),
    Column("revoked_at", Moment),
    comment="walls: each has a token that reads the wall and nothing else",
)
