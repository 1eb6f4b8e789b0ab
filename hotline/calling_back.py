"""Call-backs (回访): whether the unit was in touch, whether it is solved, how satisfied the citizen is."""

from typing import Any

from hotline.codes import CloseReason, Solved, State
from hotline.commands import RecordCallback
from hotline.context import Context
from hotline.effects import beside, step
from hotline.merging import without
from hotline.outcome import Outcome, Refusal, RefusalCode
from hotline.redoing import redone
from hotline.running_clocks import all_stopped, started
from hotline.work_order import Callback, WorkOrder

_TOLD = ("reached", "not_reached", "contacted_by_unit", "solved", "satisfied", "opinion")
REPLY_PASSED = frozenset({State.TO_CALLBACK, State.CLOSED, State.FILED})
"""States of a parent in which the callers of its merged cases are called back."""


def record_callback(order: WorkOrder, command: RecordCallback, context: Context) -> Outcome:
    """Record one try. Reached: closed, or redone where it is unsolved and that was asked for; else it stays.

    Whether the unit was in touch is told where a unit had the case, and kept of no other.
    """
    last = order.callbacks[-1] if order.callbacks else None
    if last and last.operator == context.actor.operator and last.at == context.at:
        return Refusal(RefusalCode.ALREADY_RECORDED)
    refusal = not_to_call_back(order, context) if order.state is State.MERGED else None
    if refusal:
        return refusal
    asks = asks_about_unit(order, context.others.get(order.parent) if order.parent else None)
    if command.reached and asks and command.contacted_by_unit is None:
        return Refusal(RefusalCode.MISSING_FIELD, "contacted_by_unit")
    callback = Callback.model_construct(
        at=context.at, operator=context.actor.operator, reached=command.reached, not_reached=command.not_reached,
        contacted_by_unit=command.contacted_by_unit if asks else None,
        solved=command.solved, satisfied=command.satisfied, opinion=command.opinion,
    )  # fmt: skip
    data = {name: value for name in _TOLD if (value := getattr(callback, name)) is not None}
    update: dict[str, Any] = {"callbacks": (*order.callbacks, callback)}
    if not command.reached:
        return step(order, command, context, data, **update)
    if not (command.redo and command.solved is Solved.UNSOLVED):
        update |= {"closed_because": CloseReason.CALLED_BACK}
        if order.state is State.TO_CALLBACK:
            update |= {"state": State.CLOSED, "clocks": all_stopped(order.clocks, context.at)}
        return step(order, command, context, data, **update)
    if order.state is State.MERGED:
        return _own_way(order, command, context, data, update)
    return step(order, command, context, data, **update, **_again(order, context))


def asks_about_unit(order: WorkOrder, parent: WorkOrder | None) -> bool:
    """Say whether a call-back asks about a unit: one replied to the case, or to the one that it was merged into.

    None did where the case was answered in the call; a merged case whose parent is not at hand counts as replied to.
    """
    if order.state is State.MERGED:
        return parent is None or bool(parent.at_unit)
    return bool(order.at_unit)


def is_over_tried(order: WorkOrder, context: Context) -> bool:
    """Say whether the citizen was tried often enough over enough days to close without them (a setting of the city).

    Tries before a redo do not count: what they were about has been done anew since.
    """
    tries = [each.at for each in order.callbacks if not each.reached and each.at >= order.state_since]
    if len(tries) < context.pack.number("callback_tries"):
        return False
    return (max(tries) - min(tries)).days >= context.pack.number("callback_days") - 1


def _again(order: WorkOrder, context: Context) -> dict[str, Any]:
    """Return what a redo changes; where no unit ever had the case (an answer in the call), dispatch decides."""
    if order.at_unit:
        return redone(order, context)
    resting = order.model_copy(update={"clocks": all_stopped(order.clocks, context.at)})
    clocks = started(resting, "save", context)
    return {"state": State.TO_DISPATCH, "redo_count": order.redo_count + 1, "clocks": clocks}


def not_to_call_back(order: WorkOrder, context: Context) -> Refusal | None:
    """Return why a merged caller is not on the list of call-backs, None where they are: the parent's reply stands."""
    parent = context.others.get(order.parent) if order.parent else None
    if parent is None:
        return Refusal(RefusalCode.NO_SUCH_CASE, "parent")
    if order.closed_because is not None:
        return Refusal(RefusalCode.ALREADY_RECORDED)
    if context.actor.operator in parent.handlers:
        return Refusal(RefusalCode.HANDLED_IT)
    return None if parent.state in REPLY_PASSED else Refusal(RefusalCode.NOT_YET, "parent", parent.state)


def _own_way(
    order: WorkOrder, command: RecordCallback, context: Context, data: dict[str, Any], update: dict[str, Any]
) -> Outcome:
    """Let a merged caller whose matter is not solved have a case of their own again, at the unit of the parent."""
    parent = context.others[order.parent] if order.parent else order
    taken = order.model_copy(
        update={"lead_unit": parent.lead_unit, "at_unit": parent.at_unit, "clock_profile": parent.clock_profile}
    )
    let_go = beside(
        parent, "merged_out", context, {"number": order.order_no},
        merged_cases=without(parent.merged_cases, order.id),
    )  # fmt: skip
    return step(
        order, command, context, data, also=(let_go,), parent=None,
        lead_unit=taken.lead_unit, at_unit=taken.at_unit, clock_profile=taken.clock_profile,
        **update, **_again(taken, context),
    )  # fmt: skip
