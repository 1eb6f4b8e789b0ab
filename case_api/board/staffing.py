"""Who may be called now: what the consoles say of themselves, as the switch is told it.

A seat that fell silent keeps what it had: its operator may be at the telephone all the same. A seat of which nothing
was ever heard is not in it, nor one whose console has never told a state.
"""

from typing import NamedTuple

from sqlalchemy import Connection, select

from case_api.storage.tables_accounts import seats
from case_api.storage.tables_board import seat_presence
from case_api.telephony.switch import Staffing
from hotline.codes import AgentState

_AVAILABLE = frozenset({AgentState.READY, AgentState.RINGING, AgentState.TALKING, AgentState.HELD})
"""Somebody who is spoken to is there: that a second call does not come is the switch's own affair."""


class Staffed(NamedTuple):
    """The seats of which something was said after a number of the board, and up to which number that goes."""

    seats: dict[str, Staffing]
    up_to: int


def staffing_after(conn: Connection, n: int) -> Staffed:
    """Return who may be called or not, of the seats that said something after the number `n`."""
    found, up_to = dict[str, Staffing](), n
    for row in conn.execute(_PRESENT.where(seat_presence.c.board_n > n)):
        up_to = max(up_to, row.board_n)
        available = row.state in _AVAILABLE
        found[row.seat] = Staffing(available, row.queue, "" if available else row.reason or row.state)
    return Staffed(found, up_to)


_PRESENT = (
    select(seat_presence.c.seat, seat_presence.c.state, seat_presence.c.reason, seat_presence.c.board_n, seats.c.queue)
    .join(seats, seats.c.seat == seat_presence.c.seat)
    .where(seat_presence.c.state != "")
)
