"""The operator's own state, worked out in one place from what is on the desk. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from hotline.codes import AgentState
from local_cache.model import LOCKED, OwnState

if TYPE_CHECKING:
    from screens.desk.call import DeskCall


CALLING_BACK = "callback"
"""The reason of the pause of an operator who calls back: the switch knows nothing of that call, and sends no other."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A pause with its reason, a code of the pack's `pause_reason`, and when it began."""

    reason: str
    since: datetime


def own_state(
    call: DeskCall, pause: Pause | None, operator: str, *, takes_calls: bool, locked: bool, is_here: bool = True
) -> OwnState:
    """Return what the operator is in with this `call`, the one before them, and what the centre is told of it.

    Calls go before a pause, and a pause before being ready; who has locked the seat by hand is away, and so is who
    calls back a caller who gave up. Whose sign-in takes no calls is signed out as the telephone sees it, and so is who
    takes them at the desk alone and is not there (`is_here` false).
    """
    state = call.state
    if call.missed_id and call.is_live:
        return OwnState(AgentState.PAUSED, operator, CALLING_BACK)
    if state is not AgentState.READY:
        return OwnState(state, operator, call_id=call.call_id)
    if not takes_calls:
        return OwnState(AgentState.SIGNED_OUT, operator)
    if pause is not None:
        return OwnState(AgentState.PAUSED, operator, pause.reason)
    if not is_here:
        return OwnState(AgentState.SIGNED_OUT, operator)
    return OwnState(AgentState.PAUSED, operator, LOCKED) if locked else OwnState(state, operator)
