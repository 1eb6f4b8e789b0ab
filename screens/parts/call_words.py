"""What is said of a call that rang at the seat and was not answered there."""

from __future__ import annotations

from datetime import datetime, tzinfo

from hotline.codes import CallEventKind
from widgets.clock_text import at as told_at
from wording import mark, tr

_MISSED = {
    CallEventKind.MISSED: mark("Missed at {at}: it rang {count} s and went back to the queue"),
    CallEventKind.FLOWED_OUT: mark("Missed at {at}: it rang {count} s, then the queue gave the caller up"),
    CallEventKind.TRANSFERRED: mark("Missed at {at}: it rang {count} s and was sent elsewhere"),
}


def missed_words(kind: str, rang_at: datetime, at: datetime, now: datetime, zone: tzinfo, *, exact: bool = True) -> str:
    """Return what became of a ring that ended unanswered with an event of this `kind` at `at`.

    Of an end that is not `exact` nobody here knows when it came.
    """
    if not exact:
        return tr("Missed: the call that rang at {at} is over; when it ended is not known here").format(
            at=told_at(rang_at, now, zone)
        )
    words = next((each for known, each in _MISSED.items() if known == kind), "")
    if not words:
        return tr("The caller hung up before the answer")
    count = max(0, int((at - rang_at).total_seconds()))
    return tr(words).format(at=told_at(at, now, zone), count=count)
