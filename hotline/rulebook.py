"""The rulebook: `apply(order, command, context)` gives the new order and its events, or a typed refusal.

Pure and deterministic; the seat runs it for what the operator sees at once, the centre for the truth.
"""

from collections.abc import Callable
from itertools import chain
from typing import Any

from hotline import order_number
from hotline.amending import amend_case, may_amend
from hotline.caller_note_commands import DecideCallerNote, LiftCallerNote, ProposeCallerNote
from hotline.caller_notes import decide_caller_note, lift_caller_note, propose_caller_note
from hotline.calling_back import record_callback
from hotline.codes import CaseType, HandleMode, RefusalKind, Role, State, UnitPart, Validity
from hotline.command_table import COMMANDS, CommandRow, Start, Whose
from hotline.commands import (
    AddNote,
    AmendCase,
    AnswerDirectly,
    AnswerQuery,
    AssignByPhone,
    Command,
    FileCase,
    HandOff,
    IntakeCommand,
    LogCall,
    MarkAbuse,
    ProposeRefusal,
    RecordCallback,
    Reveal,
    Urge,
    Withdraw,
)
from hotline.context import Actor, Context
from hotline.dispatch_commands import (
    Assign,
    DecideRefusal,
    DecideReturn,
    Merge,
    QuerySeat,
    ReviewReply,
    Split,
    Unmerge,
)
from hotline.dispatching import assign, decide_refusal, decide_return, query_seat, review_reply, split
from hotline.effects import event, step
from hotline.handling import (
    answer_supervision,
    co_reply,
    contact_caller,
    dropped,
    pass_down,
    reply,
    request_exclusion,
    request_extension,
    request_return,
    sign,
)
from hotline.intake_check import check_intake
from hotline.merging import merge, unmerge
from hotline.order_parts import Assignment, RunningClock
from hotline.outcome import Applied, Outcome, Refusal, RefusalCode
from hotline.overseeing import (
    decide_exclusion,
    decide_extension,
    decide_naming,
    hold,
    name_unit,
    reopen,
    resume,
    supervise,
)
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
from hotline.queues import RETURN_HOPS
from hotline.running_clocks import all_stopped, begun, stopped, told
from hotline.sampling import sampled
from hotline.unit_commands import (
    AnswerSupervision,
    ContactCaller,
    CoReply,
    PassDown,
    Reply,
    RequestExclusion,
    RequestExtension,
    RequestReturn,
    Sign,
)
from hotline.work_order import Intake, WorkOrder
from hotline.worker_acts import close_unreachable, file_away, note_light, recall, settle_due
from hotline.worker_commands import CloseUnreachable, FileAway, NoteLight, Recall, SettleDue
from hotline.working_days import CalendarRangeError, out_of_calendar

_HANDLE_MODES = {
    FileCase: HandleMode.TRANSFER,
    AnswerDirectly: HandleMode.DIRECT,
    ProposeRefusal: HandleMode.TRANSFER,
    HandOff: HandleMode.EMERGENCY,
    AssignByPhone: HandleMode.PHONE_ASSIGNED,
}
_UNIT_ONLY = frozenset({Role.UNIT})
_BLANK = WorkOrder.model_construct(**dict[str, Any]())
"""What a new work order is copied from, with every default in place: a copy is cheaper than setting them anew."""


_STARTED_BY: dict[State, tuple[str, ...]] = {
    State.TO_DISPATCH: ("save",),
    State.TO_CALLBACK: ("reply_passed",),
    State.HANDLING: ("phone_assign", "dispatch"),
}
"""What a new work order in a state means for its clocks; a unit that took it on the telephone has signed."""


def apply(order: WorkOrder | None, command: Command, context: Context) -> Outcome:
    """Judge one command and return its effect.

    `order` is the work order as the judging side knows it, None where there is none. The command's row in
    `command_table` decides on role and state before anything else is looked at.
    """
    refusal = refused_at_once(command.op, order, context.actor)
    if refusal:
        return refusal
    try:
        return _APPLY[type(command)](order, command, context)
    except CalendarRangeError as error:
        return Refusal(RefusalCode.OUT_OF_CALENDAR, detail=str(error))


def refused_at_once(op: str, order: WorkOrder | None, actor: Actor) -> Refusal | None:
    """Return why a command cannot be given whatever is in it, by role, state and whose case it is; None if it can."""
    row = COMMANDS[op]
    acting = actor.roles & row.roles
    if not acting:
        return Refusal(RefusalCode.NOT_YOUR_ROLE, detail=op)
    if not row.starts_from(order.state if order else Start.NEW) and Start.NO_ORDER not in row.start:
        return _not_from(order, row)
    if order is not None and acting == _UNIT_ONLY and not _is_theirs(order, row.whose, actor.unit):
        return Refusal(RefusalCode.NOT_YOUR_UNIT)
    if order is not None and row.apart and actor.operator in (order.follow_up, order.origin_operator, *order.handlers):
        return Refusal(RefusalCode.HANDLED_IT)
    asked = getattr(order, row.not_by_asker) if order is not None and row.not_by_asker else None
    if asked is not None and asked.operator == actor.operator:
        return Refusal(RefusalCode.HANDLED_IT)
    if op == "amend_case" and order is not None and not may_amend(order, actor):
        return Refusal(RefusalCode.NOT_YOUR_CASE)
    return None


def _is_theirs(order: WorkOrder, whose: Whose, unit: str) -> bool:
    """Say whether a unit has the part in the work order that a command asks for. What it was relieved of is not its."""
    if whose is Whose.IN_HAND:
        return bool(unit) and unit == order.at_unit
    parts = (each for each in order.assignments if each.unit == unit and each.ended_at is None)
    return any(whose is Whose.ANY_PART or each.part is UnitPart.CO for each in parts)


def _not_from(order: WorkOrder | None, row: CommandRow) -> Refusal:
    if order is None:
        return Refusal(RefusalCode.NO_SUCH_CASE)
    if row.start == {Start.NEW}:
        return Refusal(RefusalCode.ALREADY_EXISTS)
    return Refusal(RefusalCode.WRONG_STATE, detail=order.state)


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


def _file_case(_: WorkOrder | None, command: FileCase, context: Context) -> Outcome:
    advice = command.dispatch_advice
    return _new_order(command, command.intake, State.TO_DISPATCH, context, {"advice": advice}, dispatch_advice=advice)


def _answer_directly(_: WorkOrder | None, command: AnswerDirectly, context: Context) -> Outcome:
    if not command.answer:
        return Refusal(RefusalCode.MISSING_FIELD, "answer")
    drawn = context.order_id is not None and sampled(context.order_id, command.callback_share)
    state = State.TO_CALLBACK if drawn else State.ANSWERED
    return _new_order(
        command, command.intake, state, context, {"answer": command.answer},
        answer=command.answer, validity=Validity.REASONABLE,
    )  # fmt: skip


def _propose_refusal(_: WorkOrder | None, command: ProposeRefusal, context: Context) -> Outcome:
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


def _hand_off(_: WorkOrder | None, command: HandOff, context: Context) -> Outcome:
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


def _assign_by_phone(order: WorkOrder | None, command: AssignByPhone, context: Context) -> Outcome:
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


def _call_record(_: WorkOrder | None, command: LogCall | MarkAbuse, context: Context) -> Outcome:
    data = {"outcome": command.outcome} if isinstance(command, LogCall) else {"seconds": command.seconds}
    return Applied(None, (event(command.op, context, COMMANDS[command.op].roles, None, None, **data),))


def _add_note(order: WorkOrder, command: AddNote, context: Context) -> Outcome:
    return step(order, command, context, {"text": command.text})


def _urge(order: WorkOrder, command: Urge, context: Context) -> Outcome:
    return step(order, command, context, {"said": command.said}, urge_count=order.urge_count + 1)


def _withdraw(order: WorkOrder, command: Withdraw, context: Context) -> Outcome:
    if order.merged_cases:
        return Refusal(RefusalCode.HAS_MERGED)
    return step(
        order, command, context, {"reason": command.reason}, state=State.WITHDRAWN, withdrawn_because=command.reason,
        clocks=all_stopped(order.clocks, context.at),
        query="", return_request=None, hold=None, extensions=dropped(order.extensions),
    )  # fmt: skip


def _answer_query(order: WorkOrder, command: AnswerQuery, context: Context) -> Outcome:
    return step(
        order, command, context, {"query": order.query, "answer": command.answer}, state=State.TO_DISPATCH, query=""
    )


def _reveal(order: WorkOrder, command: Reveal, context: Context) -> Outcome:
    if order.confidential and context.actor.roles & COMMANDS[command.op].roles == _UNIT_ONLY:
        return Refusal(RefusalCode.CONFIDENTIAL)
    data = {"field": command.field, "reason": command.reason}
    seen = event(command.op, context, COMMANDS[command.op].roles, order.state, order.state, **data)
    return Applied(order, (seen,))


_APPLY: dict[type[Any], Callable[[Any, Any, Context], Outcome]] = {
    FileCase: _file_case,
    AnswerDirectly: _answer_directly,
    ProposeRefusal: _propose_refusal,
    HandOff: _hand_off,
    AssignByPhone: _assign_by_phone,
    LogCall: _call_record,
    MarkAbuse: _call_record,
    AmendCase: amend_case,
    AddNote: _add_note,
    Urge: _urge,
    Withdraw: _withdraw,
    AnswerQuery: _answer_query,
    RecordCallback: record_callback,
    Reveal: _reveal,
    DecideRefusal: decide_refusal,
    QuerySeat: query_seat,
    Split: split,
    Merge: merge,
    Unmerge: unmerge,
    Assign: assign,
    DecideReturn: decide_return,
    ReviewReply: review_reply,
    Sign: sign,
    ContactCaller: contact_caller,
    PassDown: pass_down,
    CoReply: co_reply,
    RequestReturn: request_return,
    RequestExtension: request_extension,
    Reply: reply,
    AnswerSupervision: answer_supervision,
    RequestExclusion: request_exclusion,
    DecideExtension: decide_extension,
    HoldCase: hold,
    Resume: resume,
    Reopen: reopen,
    Supervise: supervise,
    DecideExclusion: decide_exclusion,
    NameUnit: name_unit,
    DecideNaming: decide_naming,
    ProposeCallerNote: propose_caller_note,
    DecideCallerNote: decide_caller_note,
    LiftCallerNote: lift_caller_note,
    NoteLight: note_light,
    SettleDue: settle_due,
    CloseUnreachable: close_unreachable,
    FileAway: file_away,
    Recall: recall,
}


def may_be_given_offline(op: str, order: WorkOrder | None) -> bool:
    """Say whether a seat without a line may give the command to this work order, as it knows it."""
    state = order.state if order else Start.NEW
    return COMMANDS[op].allowed_offline(state)
