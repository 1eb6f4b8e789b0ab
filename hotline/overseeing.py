"""What lead, supervisor, reviewer and leader do to a case on its way."""

from hotline.codes import Request, Role, State
from hotline.command_table import COMMANDS
from hotline.context import Context
from hotline.effects import step
from hotline.handling import asked_extension
from hotline.order_parts import Hold, Naming, Supervision
from hotline.outcome import Outcome, Refusal, RefusalCode
from hotline.oversight_commands import (
    DecideExclusion,
    DecideExtension,
    DecideNaming,
    HoldCase,
    NameUnit,
    Reopen,
    Resume,
    Supervise,
)
from hotline.redoing import redone
from hotline.running_clocks import extended, paused, resumed
from hotline.work_order import WorkOrder
from hotline.working_days import out_of_calendar


def decide_extension(order: WorkOrder, command: DecideExtension, context: Context) -> Outcome:
    """Give the days that were asked for, or not. The clock has run on meanwhile."""
    asked = asked_extension(order)
    if asked is None:
        return Refusal(RefusalCode.NOTHING_ASKED)
    decided = asked.model_copy(update={"state": Request.GRANTED if command.grant else Request.TURNED_DOWN})
    clocks = extended(order.clocks, asked.days, context) if command.grant else order.clocks
    data = {"grant": command.grant, "days": asked.days, "reason": command.reason}
    return step(order, command, context, data, extensions=(*order.extensions[:-1], decided), clocks=clocks)


def hold(order: WorkOrder, command: HoldCase, context: Context) -> Outcome:
    """Let the clocks rest until a day on which somebody looks again."""
    if not context.pack.has_entry("clock_pause", command.reason):
        return Refusal(RefusalCode.UNKNOWN_CODE, "reason", command.reason)
    if command.review_on <= context.pack.day_clock.day_of(context.at):
        return Refusal(RefusalCode.IN_THE_PAST, "review_on")
    if beyond := out_of_calendar(command.review_on):
        return Refusal(RefusalCode.OUT_OF_CALENDAR, "review_on", beyond)
    resting = Hold(at=context.at, reason=command.reason, plan=command.plan, review_on=command.review_on)
    data = resting.model_dump(mode="json", exclude={"at"})
    clocks = paused(order.clocks, command.reason, context.at)
    return step(order, command, context, data, state=State.ON_HOLD, hold=resting, clocks=clocks)


def resume(order: WorkOrder, command: Resume, context: Context) -> Outcome:
    """Let the clocks go on; due moments move by the rest. By itself that happens on the review day, not before."""
    by_itself = context.actor.roles & COMMANDS[command.op].roles == {Role.WORKER}
    if by_itself and order.hold and context.pack.day_clock.day_of(context.at) < order.hold.review_on:
        return Refusal(RefusalCode.NOT_YET, "review_on", str(order.hold.review_on))
    clocks = resumed(order.clocks, context)
    return step(order, command, context, {"reason": command.reason}, state=State.HANDLING, hold=None, clocks=clocks)


def reopen(order: WorkOrder, command: Reopen, context: Context) -> Outcome:
    """Send a closed case to its unit again."""
    if not order.at_unit:
        return Refusal(RefusalCode.NO_UNIT)
    data = {"evidence": command.evidence, "unit": order.at_unit}
    return step(order, command, context, data, closed_because=None, **redone(order, context))


def supervise(order: WorkOrder, command: Supervise, context: Context) -> Outcome:
    """Press on with a notice that has to be answered by a moment."""
    if command.due <= context.at:
        return Refusal(RefusalCode.IN_THE_PAST, "due")
    if beyond := out_of_calendar(command.due.date()):
        return Refusal(RefusalCode.OUT_OF_CALENDAR, "due", beyond)
    unknown = next((unit for unit in command.units if not context.pack.has_unit(unit)), "")
    if unknown:
        return Refusal(RefusalCode.UNKNOWN_CODE, "units", unknown)
    notice = Supervision(
        at=context.at, kind=command.kind, operator=context.actor.operator,
        text=command.text, due=command.due, units=command.units,
    )  # fmt: skip
    data = notice.model_dump(mode="json", include={"kind", "text", "due", "units"})
    return step(order, command, context, data, supervisions=(*order.supervisions, notice))


def decide_exclusion(order: WorkOrder, command: DecideExclusion, context: Context) -> Outcome:
    """Leave the case out of the adjusted rates, or do not; with who and why."""
    asked = order.exclusion
    if asked is None or asked.state is not Request.ASKED:
        return Refusal(RefusalCode.NOTHING_ASKED)
    decided = asked.model_copy(update={"state": Request.GRANTED if command.grant else Request.TURNED_DOWN})
    data = {"grant": command.grant, "reason": command.reason, "unit": asked.unit}
    return step(order, command, context, data, exclusion=decided)


def name_unit(order: WorkOrder, command: NameUnit, context: Context) -> Outcome:
    """Propose a unit for the exposure list; it must have had this case."""
    if not any(each.unit == command.unit for each in order.assignments):
        return Refusal(RefusalCode.UNKNOWN_CODE, "unit", command.unit)
    if order.naming is not None and order.naming.state is not Request.TURNED_DOWN:
        return Refusal(RefusalCode.ALREADY_ASKED)
    asked = Naming(at=context.at, unit=command.unit, operator=context.actor.operator, why=command.why)
    return step(order, command, context, {"unit": command.unit, "why": command.why}, naming=asked)


def decide_naming(order: WorkOrder, command: DecideNaming, context: Context) -> Outcome:
    """Let a unit be named, or not."""
    asked = order.naming
    if asked is None or asked.state is not Request.ASKED:
        return Refusal(RefusalCode.NOTHING_ASKED)
    decided = asked.model_copy(update={"state": Request.GRANTED if command.grant else Request.TURNED_DOWN})
    data = {"grant": command.grant, "reason": command.reason, "unit": asked.unit}
    return step(order, command, context, data, naming=decided)
