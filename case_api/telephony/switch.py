"""The call-event interface: what an adapter of a telephone switch tells the centre and what it can be asked.

An adapter is stepped by the worker and never blocks: one that has to wait for a socket does so in a thread of its own
and wakes the worker. What it tells carries the switch's own times.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from hotline.call_events import CallEvent
from hotline.call_record import CallRecord
from hotline.codes import CallEventKind, CallQueue


class CallAct(StrEnum):
    """What a seat may ask of the switch."""

    ANSWER = "answer"
    HOLD = "hold"
    RESUME = "resume"
    HANG_UP = "hang_up"


@dataclass(frozen=True, slots=True)
class TelephonePause:
    """A seat's telephone was paused, or taken out of its pause, at the switch and not by us.

    `reason` is a code of the pack's `pause_reason`, or the switch's own word where it fits none.
    """

    seat: str
    paused: bool
    at: datetime
    reason: str = ""


Told = CallEvent | TelephonePause
"""What an adapter tells."""


@dataclass(frozen=True, slots=True)
class Staffing:
    """Whether calls may come to a seat now, from which queue, and if not why: the reason of a pause or a state."""

    available: bool
    queue: str = CallQueue.GENERAL
    reason: str = ""


class Switch(Protocol):
    """An adapter of a telephone switch."""

    def begin(self, open_calls: Sequence[CallRecord], now: datetime) -> list[Told]:
        """Begin, and return what has become of calls that a worker before this one left open, as far as is known.

        An adapter that has to ask its switch tells the rest with a later step.
        """
        ...

    def step(self, now: datetime) -> list[Told]:
        """Return what has happened up to `now`, oldest first."""
        ...

    def act(self, call_id: UUID, act: CallAct, now: datetime) -> list[Told]:
        """Do what a seat asks and return what came of it; nothing where the call is not in a state for it."""
        ...

    def staff(self, seats: Mapping[str, Staffing], now: datetime) -> None:
        """Take in who may be called: given once at the beginning and again whenever it is different, always whole."""
        ...

    def up_since(self) -> datetime | None:
        """Return since when there is a line to the switch, None while there is none."""
        ...

    def due(self) -> datetime | None:
        """Return when the next step has something to tell, or None if only an act or the switch can bring it."""
        ...

    def close(self) -> None:
        """Let the switch go; calls go on without us."""
        ...


MakeSwitch = Callable[[datetime, Callable[[], None]], Switch]
"""Makes an adapter that begins to count at a moment; it calls what it is given when the worker should step it."""


def over(open_calls: Sequence[CallRecord], now: datetime) -> list[Told]:
    """Return the ends of calls whose switch is gone with its callers."""
    ends = {True: CallEventKind.ABANDONED, False: CallEventKind.HUNG_UP}
    return [CallEvent(call.call_id, ends[bool(call.waiting)], now) for call in open_calls]
