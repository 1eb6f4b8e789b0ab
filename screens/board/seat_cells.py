"""A seat as its cell in the grid: sign of its state, clock, one flag. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.codes import AgentState
from screens.board.words import UNKNOWN, sign_words
from widgets.lamp import Tone
from widgets.seat_grid import SeatCell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from hotline.board_doc import SeatRow, Trouble

HAND, TOO_LONG, STUCK, ORDERED = "^", "!", "*", "'"
"""The flags: a hand is up, it is in its state for too long, unsent work is stuck, an order of a lead waits."""
_FLAGS = {"hand": HAND, "long_wrap_up": TOO_LONG, "long_pause": TOO_LONG, "stuck_queue": STUCK, "absent": TOO_LONG}
"""The flag of a seat for a trouble; a silent seat has a sign of its own."""
_IN_A_CALL = frozenset({AgentState.RINGING, AgentState.TALKING, AgentState.HELD})


def flags_of(troubles: Iterable[Trouble]) -> dict[str, str]:
    """Return the flag of each seat about which there is trouble; of several the most urgent, which comes first."""
    found: dict[str, str] = {}
    for trouble in troubles:
        if trouble.seat and trouble.kind in _FLAGS:
            found.setdefault(trouble.seat, _FLAGS[trouble.kind])
    return found


def is_out(row: SeatRow) -> bool:
    """Say whether nobody was signed in at a seat when it was last heard."""
    return row.state in ("", AgentState.SIGNED_OUT)


def is_unknown(row: SeatRow) -> bool:
    """Say whether nobody knows how a seat stands: in practice its console is silent, and that was said before."""
    return row.silent and row.state != AgentState.PRACTICE


def cell_of(row: SeatRow, flags: Mapping[str, str], now: datetime) -> SeatCell:
    """Return the cell of a seat; that of a silent one counts since when nothing is known of it."""
    flag = flags.get(row.seat, ORDERED if row.orders_at(now) else "")
    flag_tone = Tone.GREY if flag == ORDERED else Tone.YELLOW
    if is_unknown(row):
        state, since, tone = UNKNOWN, row.heard_at, Tone.YELLOW
    else:
        state, since, tone = sign_words(row.state), row.since, Tone.BRIGHT if row.state in _IN_A_CALL else Tone.GREY
    if is_out(row):
        since, tone = None, Tone.FAINT
    return SeatCell(row.seat, state, tone, since.timestamp() if since is not None else None, flag, flag_tone)
