"""Who has a work order in hand: one queue for every live state, and one unit where units have it."""

from enum import StrEnum

from hotline.codes import State
from hotline.work_order import WorkOrder


class Queue(StrEnum):
    """The work lists of the hotline. Review and dispatch are one role and one queue (审核派单)."""

    LEAD = "lead"
    DISPATCH = "dispatch"
    SEAT = "seat"
    UNIT = "unit"
    CALLBACK = "callback"


QUEUE_OF: dict[State, Queue] = {
    State.REFUSAL_REVIEW: Queue.LEAD,
    State.TO_DISPATCH: Queue.DISPATCH,
    State.RETURN_REVIEW: Queue.DISPATCH,
    State.REPLY_REVIEW: Queue.DISPATCH,
    State.WITH_SEAT: Queue.SEAT,
    State.TO_SIGN: Queue.UNIT,
    State.HANDLING: Queue.UNIT,
    State.ON_HOLD: Queue.UNIT,
    State.TO_CALLBACK: Queue.CALLBACK,
}
"""The queue of each live state; whatever has ended is in none."""

RETURN_HOPS = 2
"""After so many accepted returns the next level decides where a work order goes (source row T7, complaint C15)."""


def owner(order: WorkOrder) -> str:
    """Return who has to do the next thing: a queue, a unit, the seat that asked; empty where nobody has to."""
    queue = QUEUE_OF.get(order.state)
    if queue is Queue.UNIT:
        return f"unit:{order.at_unit}"
    if queue is Queue.SEAT:
        return f"seat:{order.origin_seat}"
    if queue is Queue.DISPATCH and order.return_count >= RETURN_HOPS and order.state is not State.REPLY_REVIEW:
        return Queue.LEAD.value
    return queue.value if queue else ""
