"""Taking a call down (登记): the work order that it becomes, in the state that its outcome asks for, or its record."""

from itertools import chain
from typing import Any

from hotline import order_number
from hotline.codes import CaseType, HandleMode, RefusalKind, State, UnitPart, Validity
from hotline.command_table import COMMANDS
from hotline.commands import (
    AnswerDirectly,
    AssignByPhone,
    FileCase,
    HandOff,
    IntakeCommand,
    LogCall,
    MarkAbuse,
    ProposeRefusal,
)
from hotline.context import Context
from hotline.effects import event, step
from hotline.intake_check import check_intake
from hotline.order_parts import Assignment, RunningClock
from hotline.outcome import Applied, Outcome, Refusal, RefusalCode
from hotline.queues import RETURN_HOPS
from hotline.running_clocks import begun, stopped, told
from hotline.sampling import sampled
from hotline.work_order import Intake, WorkOrder
from hotline.working_days import CalendarRangeError, out_of_calendar

_HANDLE_MODES = {
    FileCase: HandleMode.TRANSFER,
    AnswerDirectly: HandleMode.DIRECT,
    ProposeRefusal: HandleMode.TRANSFER,
    HandOff: HandleMode.EMERGENCY,
    AssignByPhone: HandleMode.PHONE_ASSIGNED,
}
_BLANK = WorkOrder.model_construct(**dict[str, Any]())
"""What a new work order is copied from, with every default in place: a copy is cheaper than setting them anew."""


_STARTED_BY: dict[State, tuple[str, ...]] = {
    State.TO_DISPATCH: ("save",),
    State.TO_CALLBACK: ("reply_passed",),
    State.HANDLING: ("phone_assign", "dispatch"),
}
"""What a new work order in a state means for its clocks; a unit that took it on the telephone has signed."""


def _new_order(
    command: IntakeCommand, intake: Intake, state: State, context: Context, data: dict[str, Any], **fields: Any
) -> Outcome:
    refusal = check_intake(type(command), intake, context, command.pack_version)
    if refusal:
        return refusal
    try:
        order_number.parse(command.number)
    except order_number.NumberError as error:
        return Refusal(RefusalCode.BAD_NUMBER, detail=str(error))
    if context.order_id is None:
        return Refusal(RefusalCode.NO_SUCH_CASE)
    values = {
        **vars(intake),
        "title": intake.title if intake.title.strip() else intake.content.strip().split("\n", 1)[0][:40],
        "id": context.order_id,
        "order_no": command.number,
        "revision": 1,
        "state": state,
        "state_since": context.at,
        "origin_seat": context.actor.seat,
        "origin_operator": context.actor.operator,
        "follow_up": context.actor.operator,
        "created_at": context.at,
        "updated_at": context.at,
        "pack_version": command.pack_version,
        "call": command.call,
        "handle_mode": _HANDLE_MODES[type(command)],
        **fields,
    }
    if clocks := _first_clocks(intake, state, context):
        values["clocks"] = clocks
        data = {**data, "clocks": told((), clocks)}
    order = _BLANK.model_copy(update=values)  # every value was validated with the command that it comes from
    return Applied(order, (event(command.op, context, COMMANDS[command.op].roles, None, state, **data),))


def _first_clocks(intake: Intake, state: State, context: Context) -> tuple[RunningClock, ...]:
    """Return the clocks of a new work order; none at a seat whose own clock shows another age.

    It takes the call down all the same, and the centre, which puts the moment right, starts them.
    """
    starts = _STARTED_BY.get(state, ())
    try:
        return tuple(clock for each in starts for clock in begun("", each, intake, context, but="sign"))
    except CalendarRangeError:
        return ()


def file_case(_: WorkOrder | None, command: FileCase, context: Context) -> Outcome:
    """Make the case that waits for dispatch, with what the operator advises."""
    advice = command.dispatch_advice
    return _new_order(command, command.intake, State.TO_DISPATCH, context, {"advice": advice}, dispatch_advice=advice)


def answer_directly(_: WorkOrder | None, command: AnswerDirectly, context: Context) -> Outcome:
    """Make the case that was answered in the call; some are drawn to be called back (`sampled`)."""
    if not command.answer:
        return Refusal(RefusalCode.MISSING_FIELD, "answer")
    drawn = context.order_id is not None and sampled(context.order_id, command.callback_share)
    state = State.TO_CALLBACK if drawn else State.ANSWERED
    return _new_order(
        command, command.intake, state, context, {"answer": command.answer},
        answer=command.answer, validity=Validity.REASONABLE,
    )  # fmt: skip


def propose_refusal(_: WorkOrder | None, command: ProposeRefusal, context: Context) -> Outcome:
    """Make the case that a lead decides on: whether it is refused for the reason given."""
    known = command.pack_version != context.pack.version or context.pack.has_refusal_reason(command.reason)
    if not known:
        return Refusal(RefusalCode.UNKNOWN_CODE, "reason", command.reason)
    out_of_scope = command.refusal is RefusalKind.OUT_OF_SCOPE
    return _new_order(
        command, command.intake, State.REFUSAL_REVIEW, context,
        {"refusal": command.refusal, "reason": command.reason, "route": command.legal_route},
        refusal=command.refusal, refusal_reason=command.reason, legal_route=command.legal_route,
        validity=Validity.OUT_OF_SCOPE if out_of_scope else Validity.BEYOND_POLICY,
    )  # fmt: skip


def hand_off(_: WorkOrder | None, command: HandOff, context: Context) -> Outcome:
    """Make the case that went to another line; one without a type asks for help."""
    intake = command.intake
    if intake.case_type is None:
        intake = intake.model_copy(update={"case_type": CaseType.HELP})
    # Nobody talks in threes with a caller who has hung up.
    three_way = command.three_way and not command.caller_gone
    return _new_order(
        command, intake, State.HANDED_OFF, context,
        {"line": command.line, "three_way": three_way, "caller_gone": command.caller_gone},
        emergency_line=command.line, three_way=three_way,
    )  # fmt: skip


def assign_by_phone(order: WorkOrder | None, command: AssignByPhone, context: Context) -> Outcome:
    """Make the case that a unit took on the telephone, or give it one that is there: it is signed and in hand."""
    if order is not None and order.return_count >= RETURN_HOPS:
        return Refusal(RefusalCode.NEXT_LEVEL_DECIDES)
    if command.pack_version in ("", context.pack.version) and not context.pack.has_unit(command.unit):
        return Refusal(RefusalCode.UNKNOWN_CODE, "unit", command.unit)
    if beyond := out_of_calendar(command.feedback_due.date()):
        return Refusal(RefusalCode.OUT_OF_CALENDAR, "feedback_due", beyond)
    data = {"unit": command.unit, "answered_by": command.answered_by, "due": command.feedback_due.isoformat()}
    taken = Assignment(
        unit=command.unit, level=context.pack.unit_level(command.unit), part=UnitPart.LEAD,
        sent_at=context.at, signed_at=context.at,
    )  # fmt: skip
    demand = order or command.intake
    if demand is None:
        return Refusal(RefusalCode.NO_SUCH_CASE)
    fields: dict[str, Any] = {
        "clock_profile": context.pack.usual_profile(demand),
        "lead_unit": command.unit,
        "at_unit": command.unit,
        "unit_contact": command.answered_by,
        "feedback_due": command.feedback_due,
        "assignments": (*(order.assignments if order else ()), taken),
    }
    if order is not None:
        new = (begun("", each, order, context, but="sign") for each in _STARTED_BY[State.HANDLING])
        clocks = (*stopped(order.clocks, {"dispatch"}, context.at), *chain.from_iterable(new))
        fields |= {"state": State.HANDLING, "handle_mode": HandleMode.PHONE_ASSIGNED, "clocks": clocks}
        return step(order, command, context, data, **fields)
    return _new_order(command, demand, State.HANDLING, context, data, **fields)


def call_record(_: WorkOrder | None, command: LogCall | MarkAbuse, context: Context) -> Outcome:
    """Keep a call of which there is no case: what came of it, or for how long it was abuse."""
    data = {"outcome": command.outcome} if isinstance(command, LogCall) else {"seconds": command.seconds}
    return Applied(None, (event(command.op, context, COMMANDS[command.op].roles, None, None, **data),))
