"""What the centre's worker does to a case when its time has come: lamps, due times, closing, filing."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from hotline.calling_back import is_over_tried, not_to_call_back
from hotline.codes import CloseReason, Light, Request, State, SuperviseKind
from hotline.context import Context
from hotline.dispatching import taken_back
from hotline.due_moment import WORKING_DAYS
from hotline.effects import beside, step
from hotline.order_parts import Supervision
from hotline.outcome import Also, Outcome, Refusal, RefusalCode
from hotline.running_clocks import HANDLING_STOPS_WITH, Clocks, all_stopped, lit, settled, started
from hotline.work_order import WorkOrder
from hotline.worker_commands import CloseUnreachable, FileAway, NoteLight, Recall, SettleDue

_NOTICE_DAYS = 1
"""An urging notice of the system is to be answered within so many working days."""


def note_light(order: WorkOrder, command: NoteLight, context: Context) -> Outcome:
    """Record lamps that have turned. At the first red lamp of handling the unit is urged by a notice of its own."""
    clocks = lit(order.clocks, context.at)
    if clocks == order.clocks:
        return Refusal(RefusalCode.ALREADY_RECORDED)
    return step(order, command, context, {}, clocks=clocks, **_urged(order, clocks, context))


def settle_due(order: WorkOrder, command: SettleDue, context: Context) -> Outcome:
    """Let due times stand that were provisional, by the year file that has come; one that is over by it is urged."""
    clocks = settled(order.clocks, context)
    if clocks == order.clocks:
        return Refusal(RefusalCode.ALREADY_RECORDED)
    data = {"calendar": context.pack.day_clock.version}
    return step(order, command, context, data, clocks=clocks, **_urged(order, clocks, context))


def close_unreachable(order: WorkOrder, command: CloseUnreachable, context: Context) -> Outcome:
    """Close a case whose citizen was tried often enough, with the tries as the reason."""
    refusal = not_to_call_back(order, context) if order.state is State.MERGED else None
    if refusal:
        return refusal
    if not is_over_tried(order, context):
        return Refusal(RefusalCode.NOT_YET)
    data = {"tries": [each.at.isoformat() for each in order.callbacks if not each.reached]}
    update: dict[str, Any] = {"closed_because": CloseReason.UNREACHABLE}
    if order.state is State.TO_CALLBACK:
        update |= {"state": State.CLOSED, "clocks": all_stopped(order.clocks, context.at)}
    return step(order, command, context, data, **update)


def file_away(order: WorkOrder, command: FileAway, context: Context) -> Outcome:
    """File a case once nobody may object any more, and with it the cases merged into it.

    Nothing that was asked is lost by it: it waits until an exclusion and a naming are decided, since neither is decided
    on a case that is filed.
    """
    if order.state is State.MERGED:
        return Refusal(RefusalCode.FILED_WITH_PARENT)
    if context.at < order.state_since + timedelta(days=context.pack.number("objection_days")):
        return Refusal(RefusalCode.NOT_YET)
    if field := undecided(order):
        return Refusal(RefusalCode.DECISION_WAITS, field)
    also: list[Also] = []
    for case_id in order.merged_cases:
        child = context.others.get(case_id)
        if child is None or child.closed_because is None:
            return Refusal(RefusalCode.NOT_CALLED_BACK, "merged_cases", _number(child, case_id))
        if undecided(child):
            return Refusal(RefusalCode.DECISION_WAITS, "merged_cases", child.order_no)
        also.append(beside(child, command.op, context, {"with": order.order_no}, state=State.FILED))
    return step(order, command, context, {}, also=tuple(also), state=State.FILED)


def undecided(order: WorkOrder) -> str:
    """Return the field of what somebody still has to decide on, exclusion or naming; empty for nothing."""
    asked = {"exclusion": order.exclusion, "naming": order.naming}
    return next((field for field, each in asked.items() if each is not None and each.state is Request.ASKED), "")


def recall(order: WorkOrder, command: Recall, context: Context) -> Outcome:
    """Give a case back to dispatch whose unit is dissolved. That is no return of the unit's: no hop is counted."""
    if context.pack.has_unit(order.at_unit):
        return Refusal(RefusalCode.NOT_YET, "unit", order.at_unit)
    resting = order.model_copy(update={"clocks": all_stopped(order.clocks, context.at)})
    return step(
        order, command, context, {"unit": order.at_unit}, state=State.TO_DISPATCH,
        clocks=started(resting, "save", context), **taken_back(order, context),
    )  # fmt: skip


def _number(child: WorkOrder | None, case_id: UUID) -> str:
    return child.order_no if child else str(case_id)


def _urged(order: WorkOrder, clocks: Clocks, context: Context) -> dict[str, Any]:
    """Return the notice to the unit in whose hands a lamp of handling has become red; nothing where none has."""
    red = any(
        clock.stop == HANDLING_STOPS_WITH and clock.light is Light.RED and was.light is not Light.RED
        for was, clock in zip(order.clocks, clocks, strict=True)
    )
    return {"supervisions": (*order.supervisions, _urging(context))} if red and order.at_unit else {}


def _urging(context: Context) -> Supervision:
    due = context.pack.day_clock.after(context.at, _NOTICE_DAYS, WORKING_DAYS)
    return Supervision(at=context.at, kind=SuperviseKind.URGING, operator=context.actor.operator, text="", due=due.at)
