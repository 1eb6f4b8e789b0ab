"""The operator's side of the telephone at an open seat: what state they are in."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING

from hotline.codes import AgentState
from local_cache.futures import done
from local_cache.model import OwnState
from local_cache.seat_inside import SeatInside

if TYPE_CHECKING:
    from local_cache.model import KeptState


class AtWork(SeatInside):
    """What the desk tells of its operator, and what is told to them."""

    def note_state(self, own: OwnState) -> Future[None]:
        """Keep that the operator is in a state from now on, with or without a line; the same one again is kept once.

        Fails with `NotSaved`; it is then tried again with the next call, in its own time.
        """
        return self._states.note(own)

    def last_state(self) -> Future[KeptState | None]:
        """Return the state that the seat is in, as it came back after a crash; None before its first one."""
        return done(self._states.last)

    def _note_signed_out(self) -> None:
        last = self._states.last
        if last is not None and last.own.state != AgentState.SIGNED_OUT:
            self._states.note(OwnState(AgentState.SIGNED_OUT, last.own.operator_id))
