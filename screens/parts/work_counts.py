"""What stands above a work list: how many wait, how many show a lamp, since when the oldest waits, and as of when."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from widgets.clock_text import at, exact
from widgets.lamp import Piece, Tone, signed
from widgets.one_line import spaced
from wording import mark, tr

if TYPE_CHECKING:
    from hotline.queue_doc import QueuePage

WAITING = mark("waiting {count}")


def count_pieces(page: QueuePage, now: datetime, zone: tzinfo, waiting: str = WAITING) -> list[Piece]:
    """Return the counts of the whole list; `waiting` is the message id for how many there are. No lamp, no word."""
    counts = page.counts
    pieces: list[Piece] = [(tr(waiting).format(count=counts.waiting), Tone.BRIGHT)]
    if counts.to_decide:
        pieces.append(signed(tr("to decide {count}").format(count=counts.to_decide), Tone.YELLOW))
    if counts.yellow:
        pieces.append(signed(tr("yellow {count}").format(count=counts.yellow), Tone.YELLOW))
    if counts.red:
        pieces.append(signed(tr("red {count}").format(count=counts.red), Tone.RED))
    if counts.oldest is not None:
        pieces.append((tr("oldest {at}").format(at=at(counts.oldest, now, zone)), Tone.GREY))
    return [(" ", Tone.GREY), *spaced(pieces, 3)]


def as_of_pieces(page: QueuePage | None, now: datetime, zone: tzinfo, *, fresh: bool, aim: str = "") -> list[Piece]:
    """Return what the list is measured by, and the moment of which it tells; one that may have changed has a sign."""
    if page is None:
        return [(f"{aim} " if aim else "", Tone.GREY)]
    when = exact(page.as_of, now, zone)
    told: Piece = (tr("as of {at}").format(at=when), Tone.GREY)
    if not fresh:
        told = signed(tr("not fresh: as of {at}").format(at=when), Tone.YELLOW)
    return [*spaced([(aim, Tone.GREY), told], 3), (" ", Tone.GREY)]
