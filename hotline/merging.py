"""Merging: one matter, several callers. The parent goes on for all of them, and each is called back by themselves."""

from uuid import UUID

from hotline.codes import LIVE, State
from hotline.context import Context
from hotline.dispatch_commands import Merge, Unmerge
from hotline.effects import beside, step
from hotline.outcome import Outcome, Refusal, RefusalCode
from hotline.running_clocks import all_stopped, started
from hotline.work_order import WorkOrder


def merge(order: WorkOrder, command: Merge, context: Context) -> Outcome:
    """Let another case go on for this one. There are no rings and no chains: a parent is never merged itself."""
    parent = context.others.get(command.parent)
    if command.parent == order.id:
        return Refusal(RefusalCode.WITH_ITSELF)
    if parent is None:
        return Refusal(RefusalCode.NO_SUCH_CASE, "parent")
    if parent.state is State.MERGED:
        return Refusal(RefusalCode.PARENT_MERGED, "parent", str(parent.parent))
    if parent.state not in LIVE:
        return Refusal(RefusalCode.PARENT_OVER, "parent", parent.state)
    if order.merged_cases:
        return Refusal(RefusalCode.HAS_MERGED)
    taken_in = beside(
        parent, "merged_in", context, {"number": order.order_no},
        merged_cases=(*parent.merged_cases, order.id),
    )  # fmt: skip
    return step(
        order, command, context, {"number": parent.order_no}, also=(taken_in,),
        state=State.MERGED, parent=parent.id, clocks=all_stopped(order.clocks, context.at),
    )  # fmt: skip


def unmerge(order: WorkOrder, command: Unmerge, context: Context) -> Outcome:
    """Let a merged case go its own way again, from dispatch on."""
    parent = context.others.get(order.parent) if order.parent else None
    if parent is None:
        return Refusal(RefusalCode.NO_SUCH_CASE, "parent")
    let_go = beside(
        parent, "merged_out", context, {"number": order.order_no},
        merged_cases=without(parent.merged_cases, order.id),
    )  # fmt: skip
    return step(
        order, command, context, {"number": parent.order_no, "reason": command.reason}, also=(let_go,),
        state=State.TO_DISPATCH, parent=None, closed_because=None, clocks=started(order, "save", context),
    )  # fmt: skip


def without(cases: tuple[UUID, ...], one: UUID) -> tuple[UUID, ...]:
    """Return the cases but for one."""
    return tuple(each for each in cases if each != one)
