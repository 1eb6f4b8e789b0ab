"""Reads back what changed of calls and states since somebody looked last, and one seat's states."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, select

from case_api.board.stored_day import CALLS, STATE, calls_of, states_told
from case_api.storage.metadata import Moment
from case_api.storage.tables_board import seat_states
from case_api.storage.tables_calls import calls
from hotline.call_record import CallRecord
from hotline.spans import Span
from hotline.state_times import StateSince


def calls_after(conn: Connection, n: int) -> set[UUID]:
    """Return the calls that changed after a number of the board's counter."""
    return set(conn.scalars(select(calls.c.call_id).where(calls.c.board_n > n)))


def live_calls(conn: Connection) -> set[UUID]:
    """Return the calls that have not ended."""
    return set(conn.scalars(select(calls.c.call_id).where(calls.c.ended_at.is_(None))))


def calls_by_id(conn: Connection, call_ids: Sequence[UUID]) -> list[CallRecord]:
    """Return calls as they are now, those of which a visit is known."""
    return list(calls_of(conn.execute(_CALLS_BY_ID, {"ids": call_ids}))) if call_ids else []


def states_after(conn: Connection, n: int) -> tuple[list[StateSince], int]:
    """Return what seats told of their states after row `n`, in the order in which it was written, and the newest row.

    Whoever writes states has raised the board's counter before: none is written late below a number that was read.
    """
    rows = conn.execute(_STATES_AFTER, {"n": n}).all()
    return list(states_told(row[1:] for row in rows)), rows[-1].n if rows else n


def newest_state(conn: Connection) -> int:
    """Return the number of the row that was written last, 0 where there is none."""
    return conn.scalar(select(func.coalesce(func.max(seat_states.c.n), 0))) or 0


def states_of(conn: Connection, seat: str, span: Span) -> list[StateSince]:
    """Return what one seat told of its states in a span, and the last before it."""
    asked = {"seat": seat, "since": span.since, "until": span.until}
    return list(states_told([*conn.execute(_LAST_OF, asked), *conn.execute(_STATES_OF, asked)]))


_CALLS_BY_ID = CALLS.where(calls.c.call_id.in_(bindparam("ids", expanding=True)))
_STATES_AFTER = select(seat_states.c.n, *STATE).where(seat_states.c.n > bindparam("n")).order_by(seat_states.c.n)
_of_seat = seat_states.c.seat == bindparam("seat")
_since, _until = bindparam("since", type_=Moment), bindparam("until", type_=Moment)
_STATES_OF = select(*STATE).where(_of_seat, seat_states.c.since >= _since, seat_states.c.since < _until)
_LAST_OF = (
    select(*STATE)
    .where(_of_seat, seat_states.c.since < _since)
    .order_by(seat_states.c.since.desc(), seat_states.c.seq.desc())
    .limit(1)
)
