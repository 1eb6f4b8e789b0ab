"""What stands at the end of the desk's message line: queue, switch, callers to be called back, a raised hand."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from widgets.clock_text import at, minutes
from widgets.lamp import Piece, Tone
from widgets.one_line import spaced
from wording import tr

if TYPE_CHECKING:
    from local_cache.model import SeatStatus
    from local_cache.news import DeskNewsChanged


def queue_pieces(told: DeskNewsChanged | None, status: SeatStatus, now: datetime, zone: tzinfo) -> list[Piece]:
    """Return what the centre last told of the queue, its longest wait going on; nothing of it without a line.

    Waits are counted by the centre's clock, which the news carry.
    """
    pieces: list[Piece] = []
    if status.hand is not None:
        raised = minutes((now - status.hand.raised_at).total_seconds())
        pieces.append((tr("hand up {clock}").format(clock=raised), Tone.ACCENT))
    if status.line_up and not status.centre_keeps:
        words = tr("the centre can keep nothing now: go on logging, it stays here")
        return _ended([*pieces, ("! " + words, Tone.YELLOW)])
    if told is None or not status.line_up:
        return _ended(pieces)
    news = told.news
    if news.switch_up is False:
        since = at(news.switch_since or news.now, now, zone)
        pieces.append(("! " + tr("no telephone line at the centre since {at}").format(at=since), Tone.YELLOW))
        return _ended(pieces)
    mine, others = len(news.claimed), news.missed_waiting
    if mine or others:
        pieces.append((tr("missed callers {count}").format(count=mine + others), Tone.BRIGHT if mine else Tone.GREY))
    queue = news.queue
    if queue.waiting and queue.longest_since is not None:
        waits = minutes((now - told.heard_at + news.now - queue.longest_since).total_seconds())
        pieces.append((tr("waiting {count}, longest {clock}").format(count=queue.waiting, clock=waits), Tone.BRIGHT))
    elif news.switch_up:
        pieces.append((tr("waiting {count}").format(count=queue.waiting), Tone.GREY))
    return _ended(pieces)


def _ended(pieces: list[Piece]) -> list[Piece]:
    return [*spaced(pieces), (" ", Tone.GREY)] if pieces else []
