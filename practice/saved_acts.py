"""Makes of a command in the seat's outbox what the record says of it."""

import json
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from local_cache.outbox import Queued
from practice.honest_clock import HonestClock
from practice.record import Act
from practice.session_state import SessionState


def act_of(row: Queued, ms: int, state: SessionState, code_of: Callable[[UUID], str], clock: HonestClock) -> Act:
    """Return the act of a command, recorded at `ms`. `code_of` names a case: by the code of a past one, else its id.

    It belongs to the call that its own times name, so that the record of a parked draft is its own call's; else to the
    call in which its case was made; else to the one that had rung last when it was given: where the disk is slow, the
    next one rings before the record hears of it.
    """
    made = clock.ms_of(datetime.fromisoformat(row.made_at))
    payload = json.loads(row.payload)
    case = code_of(UUID(row.case_id)) if row.case_id else ""
    call_id = str((payload.get("call") or {}).get("call_id") or "")
    call = state.call_of(call_id) or state.calls_of_case.get(case) or state.call_at(made)
    return Act(
        ms, row.op, payload, case, call.number if call else 0, row.seq, row.mutation_id,
        str(payload.get("number", "")), made,
    )  # fmt: skip
