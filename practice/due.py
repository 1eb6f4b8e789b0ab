"""What falls due in a session by its plan: the next ring, who waits, and when the line goes and comes back. Pure."""

from collections.abc import Callable
from datetime import datetime

from hotline.desk_doc import QueueLine
from practice.session_plan import LineCut, PlannedCall, SessionPlan
from practice.session_state import Phase, SessionState

PAUSE_MS = 2_000
"""From being ready to the next ring, at least."""
IDLE_MS = 30_000
"""Who has been ready for so long gets the next call ahead of its time, and those after it come as much sooner."""
LINE_BACK_MS = 15_000
"""From the first record that was saved without a line to its return, at least …"""
LINE_GONE_MS = 600_000
"""… and for so long it stays away from who saves nothing."""


def calls_left(plan: SessionPlan, state: SessionState) -> tuple[PlannedCall, ...]:
    """Return the calls that have not rung yet."""
    return plan.calls[len(state.calls) :]


def next_ring(plan: SessionPlan, state: SessionState, ms: int) -> PlannedCall | None:
    """Return the call that is to ring now where the desk is ready; without a line none can."""
    left = calls_left(plan, state)
    if not left or state.phase is not Phase.IDLE or state.line_down_at is not None:
        return None
    at, ready = _moments(plan, state)[0], state.ready_at
    if ready is not None:
        at = max(min(at, max(ready, state.back_at or 0) + IDLE_MS), ready + PAUSE_MS)
    return left[0] if ms >= at else None


def _moments(plan: SessionPlan, state: SessionState) -> list[int]:
    """Return when each call that has not rung yet is due: by the plan, sooner by what those before it came early."""
    early = 0
    for each, call in zip(plan.calls, state.calls, strict=False):
        early = max(early, each.not_before_ms - (call.rang - call.away_before_ms))
    return [each.not_before_ms - early + state.away_ms for each in calls_left(plan, state)]


def caller_went(state: SessionState, ms: int) -> int | None:
    """Return when the caller of the present call hung up, None while he is there."""
    call, caller = state.call, state.caller
    if call is None or caller is None:
        return None
    if call.answered is None and ms >= call.gives_up:
        return call.gives_up
    return caller.gone_at


def who_waits(plan: SessionPlan, state: SessionState, ms: int, moment: Callable[[int], datetime]) -> QueueLine:
    """Return how many callers wait that cannot ring yet, and since when the first of them does."""
    waiting = [each for each in _moments(plan, state) if each <= ms]
    if not waiting:
        return QueueLine()
    return QueueLine(waiting=len(waiting), longest_since=moment(min(waiting)))


def cut_of(plan: SessionPlan, state: SessionState) -> LineCut | None:
    """Return the cut of the line that is under way, or comes next."""
    return plan.cuts[state.cuts_done] if state.cuts_done < len(plan.cuts) else None


def line_changes(plan: SessionPlan, state: SessionState, ms: int) -> bool:
    """Say whether the line is to go, or to come back, now.

    It goes in the middle of its call; it comes back some time after something was saved without it.
    """
    cut, call = cut_of(plan, state), state.call
    if cut is None or call is None:
        return False
    down = state.line_down_at
    if down is None:
        talks = call.number == cut.call and state.phase in (Phase.TALKING, Phase.HELD)
        return talks and call.answered is not None and ms >= call.answered + call.away_ms + cut.after_ms
    if call.on_file is not None:
        return ms >= max(down + cut.lasts_ms, call.on_file + LINE_BACK_MS)
    return ms >= down + (cut.lasts_ms if state.phase is Phase.IDLE else LINE_GONE_MS)
