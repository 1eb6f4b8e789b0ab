"""Redo (重办): a case goes back to the unit that had it, with a shorter clock of its own."""

from typing import Any

from hotline.codes import State, UnitPart
from hotline.context import Context
from hotline.order_parts import Assignment
from hotline.running_clocks import all_stopped, started
from hotline.work_order import WorkOrder


def redone(order: WorkOrder, context: Context) -> dict[str, Any]:
    """Return what changes when the unit of the work order has to do it again: it signs anew, and the redo clock runs.

    It may not be returned any more: the unit has replied to it once as its own.
    """
    unit = order.at_unit
    fresh = Assignment(
        unit=unit, level=context.pack.unit_level(unit), part=UnitPart.LEAD, sent_at=context.at
    )  # fmt: skip
    before = tuple(
        each.model_copy(update={"ended_at": context.at})
        if each.ended_at is None and each.unit == unit and each.part is UnitPart.LEAD
        else each
        for each in order.assignments
    )
    resting = order.model_copy(update={"clocks": all_stopped(order.clocks, context.at)})
    signing = resting.model_copy(update={"clocks": started(resting, "dispatch", context, stop="sign")})
    return {
        "state": State.TO_SIGN,
        "redo_count": order.redo_count + 1,
        "return_barred": True,
        "assignments": (*before, fresh),
        "clocks": started(signing, "redo", context),
    }
