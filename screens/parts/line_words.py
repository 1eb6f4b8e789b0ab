"""The truth about the line and the queue in a few words: only what the seat itself says."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from widgets.clock_text import span
from widgets.lamp import Piece, Tone
from wording import tr

if TYPE_CHECKING:
    from local_cache.model import SeatStatus


def line_pieces(status: SeatStatus, now: datetime) -> list[Piece]:
    """Return the line's state, what is being sent or waits to be, and what needs the operator; no number unread."""
    if not status.known:
        return [(tr("opening ..."), Tone.GREY)]
    pieces: list[Piece] = []
    if not status.disk_ok:
        pieces.append((tr("disk full: nothing can be saved"), Tone.RED))
    elif not status.reserve_ok:
        pieces.append((tr("disk nearly full"), Tone.YELLOW))
    if status.turned_away:
        pieces.append((tr("turned away by the centre"), Tone.RED))
    elif status.wrong_certificate:
        pieces.append((tr("certificate does not fit"), Tone.RED))
    elif status.line_up and not status.centre_keeps:
        pieces.append((tr("centre keeps nothing now"), Tone.YELLOW))
    elif status.line_up:
        pieces.append((tr("on line"), Tone.GREY))
    elif status.line_since is not None:
        since = span((now - status.line_since).total_seconds())
        pieces.append((tr("no line {span}").format(span=since), Tone.YELLOW))
    else:
        pieces.append((tr("no line"), Tone.YELLOW))
    if status.sign_in_wanted:
        pieces.append((tr("sign in again"), Tone.RED))
    if status.unsent and status.oldest_unsent_at is not None:
        oldest = span((now - status.oldest_unsent_at).total_seconds())
        pieces.append((tr("{count} unsent, oldest {span}").format(count=status.unsent, span=oldest), Tone.YELLOW))
    elif status.unsent:
        pieces.append((tr("{count} unsent").format(count=status.unsent), Tone.YELLOW))
    else:
        pieces.append((tr("unsent 0"), Tone.GREY))
    if status.sending:
        pieces.append((tr("sending {count}").format(count=status.sending), Tone.BRIGHT))
    if status.needs_you:
        pieces.append((tr("needs you {count}").format(count=status.needs_you), Tone.RED))
    if status.asked_back:
        pieces.append((tr("questions {count}").format(count=status.asked_back), Tone.RED))
    if status.alerts_wait:
        pieces.append((tr("waits at the centre {count}").format(count=status.alerts_wait), Tone.RED))
    if status.alerts_unread:
        pieces.append((tr("alerts {count}").format(count=status.alerts_unread), Tone.RED))
    return pieces
