"""What a switch tells of a call, written by hand for tests: a line a day's second, a kind, a seat or a queue."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hotline.call_events import CallEvent, record_of
from hotline.call_record import CallRecord
from hotline.codes import CallEventKind, CallQueue

TEN = datetime(2026, 11, 23, 2, tzinfo=UTC)
"""Ten in the morning of a Monday by the clock of every city that is shipped."""
CALL = UUID(int=1)


def second(seconds: float) -> datetime:
    """Return the moment so many seconds after ten."""
    return TEN + timedelta(seconds=seconds)


def told(*lines: str, call: UUID = CALL) -> list[CallEvent]:
    """Return events of lines like `5.5 ringing 0007` or `0 offered enterprise`: seconds after ten, kind, seat, queue.

    Where no queue is named, the event is of the one that was named last, in the order of the lines.
    """
    events, queue = [], str(CallQueue.GENERAL)
    for line in lines:
        seconds, kind, *about = line.split()
        seat = next((word for word in about if word.isdigit()), "")
        queue = next((word for word in about if not word.isdigit()), queue)
        events.append(CallEvent(call, CallEventKind(kind), second(float(seconds)), seat, queue=queue))
    return events


def told_of(*lines: str, call: UUID = CALL) -> CallRecord:
    """Return what became of a call of which a switch tells these lines."""
    return record_of(call, told(*lines, call=call))


def in_short(call: CallRecord) -> list[str]:
    """Return a call's visits and legs in words: seconds after ten, with what they ended as."""
    lines = []
    for visit in call.visits:
        lines.append(_line(visit.queue, visit.offered_at, visit.left_at, visit.end, visit.handed_on and "handed on"))
        for leg in visit.legs:
            held = leg.held and f"held {leg.held.total_seconds():g}"
            on_hold = leg.held_at and f"on hold since {_seconds(leg.held_at)}"
            lines.append(_line(f"- {leg.seat}", leg.rang_at, leg.answered_at, leg.ended_at, leg.end, held, on_hold))
    return lines


def _line(name: str, *parts: object) -> str:
    words: Iterable[str] = (_seconds(part) if isinstance(part, datetime) else str(part) for part in parts if part)
    return " ".join((name, *words))


def _seconds(moment: datetime) -> str:
    return f"{(moment - TEN).total_seconds():g}"
