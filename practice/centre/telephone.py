"""The telephone of the practice seat: one call at a time, which rings, is answered, held, and ends. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from hotline.codes import CallEventKind
from hotline.wire import CallEventOut

_OVER = frozenset({CallEventKind.HUNG_UP, CallEventKind.ABANDONED})
_AFTER = {
    "answer": (CallEventKind.ANSWERED, {CallEventKind.RINGING}),
    "hold": (CallEventKind.HELD, {CallEventKind.ANSWERED, CallEventKind.RESUMED}),
    "resume": (CallEventKind.RESUMED, {CallEventKind.HELD}),
    "hang_up": (CallEventKind.HUNG_UP, set(CallEventKind) - _OVER),
}
"""What each act of the operator makes of a call, and of which calls."""


@dataclass(slots=True)
class Telephone:
    """The calls of one seat. `events` are those of the present call, oldest first."""

    seat: str
    events: list[CallEventOut] = field(default_factory=list)

    @property
    def live(self) -> UUID | None:
        """Return the call that rings or is spoken in, None for none."""
        if not self.events or self.events[-1].kind in _OVER:
            return None
        return self.events[-1].call_id

    def rings(self, call_id: UUID, number: str, at: datetime) -> CallEventOut:
        """Let a new call ring; the one before is over."""
        self.events.clear()
        return self._tell(call_id, CallEventKind.RINGING, at, number)

    def act(self, call_id: UUID, act: str, at: datetime) -> CallEventOut | None:
        """Do what the operator asks; None where that changes nothing. Raises `KeyError` for a call that is not here."""
        if self.live != call_id:
            raise KeyError(call_id)
        kind, of = _AFTER[act]
        last = self.events[-1]
        return self._tell(call_id, kind, at, last.number) if last.kind in of else None

    def goes_on(self, kind: CallEventKind, at: datetime) -> CallEventOut | None:
        """Take what has become of the present call; None where that is known already, or it is over."""
        if self.live is None or self.events[-1].kind == kind:
            return None
        if kind is CallEventKind.HUNG_UP and self.events[-1].kind == CallEventKind.RINGING:
            kind = CallEventKind.ABANDONED
        last = self.events[-1]
        return self._tell(last.call_id, kind, at, last.number)

    def told_anew(self) -> list[CallEventOut]:
        """Return what a stream begins with: all of a live call; of one that has ended, only that."""
        return [*self.events] if self.live else self.events[-1:]

    def _tell(self, call_id: UUID, kind: CallEventKind, at: datetime, number: str) -> CallEventOut:
        told = CallEventOut(call_id=call_id, kind=kind, at=at, seat=self.seat, number=number)
        self.events.append(told)
        return told
