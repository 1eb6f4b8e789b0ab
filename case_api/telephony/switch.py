"""The call-event interface: what an adapter of a telephone switch tells the centre and what it can be asked.

An adapter is stepped by the worker and never blocks. Its events carry the switch's own times.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from hotline.codes import CallEventKind


class CallAct(StrEnum):
    """What a seat may ask of the switch."""

    ANSWER = "answer"
    HOLD = "hold"
    RESUME = "resume"
    HANG_UP = "hang_up"


ENDS = frozenset({CallEventKind.HUNG_UP, CallEventKind.ABANDONED})
"""After these there is nothing more of a call."""


@dataclass(frozen=True, slots=True)
class CallEvent:
    """One event of a call for a seat ("0042"). `number` is the caller's, empty where the switch hides it."""

    call_id: UUID
    kind: CallEventKind
    at: datetime
    seat: str
    number: str
    line: str


class Switch(Protocol):
    """An adapter of a telephone switch."""

    def step(self, now: datetime) -> list[CallEvent]:
        """Return what has happened up to `now`, oldest first."""
        ...

    def act(self, call_id: UUID, act: CallAct, now: datetime) -> list[CallEvent]:
        """Do what a seat asks and return what came of it; nothing where the call is not in a state for it."""
        ...

    def due(self) -> datetime | None:
        """Return when the next step has something to tell, or None if only an act can bring it."""
        ...
