"""What became of a call at the desk, as the operator's own state tells it: with a line to the switch or without."""

from hotline.codes import AgentState
from local_cache.model import KeptState
from practice.record import Step
from practice.session_state import Phase, SessionState

AWAY = frozenset({AgentState.READY, AgentState.PAUSED, AgentState.SIGNED_OUT})
"""States in which nothing is left to be done of a call."""
_FINDS_ITS_CALL_MS = 5_000
"""So soon after a start anew the desk has heard from the switch that its call goes on."""


class DeskSteps:
    """Reads the own states of one seat, each against where the session's call is."""

    def __init__(self) -> None:
        self._counts_from = 0
        """The number of the first own state that says something new."""
        self._back_at: int | None = None

    def came_back(self, ms: int) -> None:
        """Note that the desk is a new one: for a moment it knows nothing of a call that goes on."""
        self._back_at = ms

    def caller_went(self, newest: KeptState | None) -> None:
        """Note that the caller has hung up: what the desk said before is no answer to that."""
        self._counts_from = newest.seq + 1 if newest else 0

    def is_ready(self, kept: KeptState | None) -> bool:
        """Say whether a call may ring now."""
        return kept is not None and kept.own.state is AgentState.READY and kept.seq >= self._counts_from

    def step(self, kept: KeptState, since: int, state: SessionState) -> Step | None:
        """Return the next step of the call by an own state that was noted `since`, None where it says nothing new."""
        if state.call is None:
            return None
        own, phase = kept.own, state.phase
        ours, new = own.call_id == state.call.call_id, kept.seq >= self._counts_from
        speaks = ours and own.state in (AgentState.TALKING, AgentState.HELD)
        found: Step | None = None
        if phase is Phase.RINGING and speaks:
            found = Step.ANSWERED
        elif phase is Phase.TALKING and new and ours and own.state is AgentState.HELD:
            found = Step.HELD
        elif phase is Phase.HELD and new and ours and own.state is AgentState.TALKING:
            found = Step.RESUMED
        elif phase in (Phase.TALKING, Phase.HELD) and new and self._has_left(kept, since, ours=ours):
            found = Step.HUNG_UP
        elif phase is Phase.WRAP_UP and own.state in AWAY and (new or state.call.answered is None):
            found = Step.READY
        if found is not None:
            self._counts_from = kept.seq
        return found

    def _has_left(self, kept: KeptState, since: int, *, ours: bool) -> bool:
        """Say whether the trainee has hung up: wraps the call up, or does something else, another call by hand too."""
        if self._back_at is not None and self._back_at <= since < self._back_at + _FINDS_ITS_CALL_MS:
            return False
        return not ours or kept.own.state is AgentState.WRAP_UP
