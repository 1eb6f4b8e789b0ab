"""Whether a leader answers at a seat as a guest (领导接听日), as its console has told."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from case_api.storage.metadata import Moment
from case_api.storage.tables_board import seat_states


def guest_answers(conn: Connection, seat: str, at: datetime) -> bool:
    """Say whether a guest answered at a seat at a moment, by the state that it was in then as far as it is known."""
    return conn.scalar(_WHO_ANSWERED, {"seat": seat, "at": at}) is not None


_WHO_ANSWERED = (
    select(seat_states.c.leader_day_id)
    .where(seat_states.c.seat == bindparam("seat"), seat_states.c.since <= bindparam("at", type_=Moment))
    .order_by(seat_states.c.since.desc(), seat_states.c.seq.desc())
    .limit(1)
)
