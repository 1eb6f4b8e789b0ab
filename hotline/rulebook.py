"""The rulebook: `apply(order, command, context)` gives the new order and its events, or a typed refusal.

Pure and deterministic; the seat runs it for what the operator sees at once, the centre for the truth.
"""

from collections.abc import Callable
from typing import Any

from hotline import order_number
from hotline.amending import amend_case, may_amend
from hotline.codes import (
    CaseType,
    HandleMode,
    RefusalKind,
    Solved,
    State,
    Validity,
)
from hotline.command_table import COMMANDS, CommandRow, Start
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
from hotline.effects import event, step
from hotline.intake_check import check_intake
from hotline.outcome import Applied, Outcome, Refusal, RefusalCode
from hotline.sampling import sampled
from hotline.work_order import Callback, Intake, WorkOrder

_HANDLE_MODES = {
    FileCase: HandleMode.TRANSFER,
    AnswerDirectly: HandleMode.DIRECT,
    ProposeRefusal: HandleMode.TRANSFER,
    HandOff: HandleMode.EMERGENCY,
    AssignByPhone: HandleMode.PHONE_ASSIGNED,
}
_BLANK = WorkOrder.model_construct(**dict[str, Any]())
"""What a new work order is copied from, with every default in place: a copy is cheaper than setting them anew."""


def apply(order: WorkOrder | None, command: Command, context: Context) -> Outcome:
    """Judge one command and return its effect.

    `order` is the work order as the judging side knows it, None where there is none. The command's row in
    `command_table` decides on role and state before anything else is looked at.
    """
    return refused_at_once(command.op, order, context.actor) or _APPLY[type(command)](order, command, context)


def refused_at_once(op: str, order: WorkOrder | None, actor: Actor) -> Refusal | None:
    """Return why a command cannot be given whatever is in it, by role, state and whose case it is; None if it can."""
    row = COMMANDS[op]
    if not actor.roles & row.roles:
        return Refusal(RefusalCode.NOT_YOUR_ROLE, detail=op)
    start = Start.NO_ORDER if row.start == {Start.NO_ORDER} else order.state if order else Start.NEW
    if not row.starts_from(start):
        return _not_from(order, row)
    if op == "amend_case" and order is not None and not may_amend(order, actor):
        return Refusal(RefusalCode.NOT_YOUR_CASE)
    return None


def _not_from(order: WorkOrder | None, row: CommandRow) -> Refusal:
    if order is None:
        return Refusal(RefusalCode.NO_SUCH_CASE)
    if Start.NEW in row.start:
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
    values = {name: getattr(intake, name) for name in Intake.model_fields}
    values["title"] = intake.title if intake.title.strip() else intake.content.strip().split("\n", 1)[0][:40]
    values |= {
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
    order = _BLANK.model_copy(update=values)  # every value was validated with the command that it comes from
    return Applied(order, (event(command.op, context, COMMANDS[command.op].roles, None, state, **data),))


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
    if context.pack.version == command.pack_version and not context.pack.has_unit(command.unit):
        return Refusal(RefusalCode.UNKNOWN_CODE, "unit", command.unit)
    data = {"unit": command.unit, "answered_by": command.answered_by, "due": command.feedback_due.isoformat()}
    fields = {
        "lead_unit": command.unit,
        "unit_contact": command.answered_by,
        "feedback_due": command.feedback_due,
    }
    if order is not None:
        mode = {"state": State.HANDLING, "handle_mode": HandleMode.PHONE_ASSIGNED}
        return step(order, command, context, data, **fields, **mode)
    if command.intake is None:
        return Refusal(RefusalCode.NO_SUCH_CASE)
    return _new_order(command, command.intake, State.HANDLING, context, data, **fields)


def _call_record(_: WorkOrder | None, command: LogCall | MarkAbuse, context: Context) -> Outcome:
    data = {"outcome": command.outcome} if isinstance(command, LogCall) else {"seconds": command.seconds}
    return Applied(None, (event(command.op, context, COMMANDS[command.op].roles, None, None, **data),))


def _add_note(order: WorkOrder, command: AddNote, context: Context) -> Outcome:
    return step(order, command, context, {"text": command.text})


def _urge(order: WorkOrder, command: Urge, context: Context) -> Outcome:
    return step(order, command, context, {"said": command.said}, urge_count=order.urge_count + 1)


def _withdraw(order: WorkOrder, command: Withdraw, context: Context) -> Outcome:
    return step(
        order, command, context, {"reason": command.reason}, state=State.WITHDRAWN, withdrawn_because=command.reason
    )


def _answer_query(order: WorkOrder, command: AnswerQuery, context: Context) -> Outcome:
    return step(
        order, command, context, {"query": order.query, "answer": command.answer}, state=State.TO_DISPATCH, query=""
    )


def _record_callback(order: WorkOrder, command: RecordCallback, context: Context) -> Outcome:
    if context.actor.operator in (order.follow_up, order.origin_operator):
        return Refusal(RefusalCode.HANDLED_IT)
    last = order.callbacks[-1] if order.callbacks else None
    if last and last.operator == context.actor.operator and last.at == context.at:
        return Refusal(RefusalCode.ALREADY_RECORDED)
    callback = Callback(
        at=context.at,
        operator=context.actor.operator,
        **{name: getattr(command, name) for name in Callback.model_fields if name not in ("at", "operator")},
    )
    update: dict[str, Any] = {"callbacks": (*order.callbacks, callback)}
    if command.reached:
        redo = command.redo and command.solved is Solved.UNSOLVED
        update["state"] = State.TO_SIGN if redo else State.CLOSED
        update["redo_count"] = order.redo_count + redo
    data = callback.model_dump(mode="json", exclude={"at", "operator"}, exclude_none=True)
    return step(order, command, context, data, **update)


def _reveal(order: WorkOrder, command: Reveal, context: Context) -> Outcome:
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
    RecordCallback: _record_callback,
    Reveal: _reveal,
}


def may_be_given_offline(op: str, order: WorkOrder | None) -> bool:
    """Say whether a seat without a line may give the command to this work order, as it knows it."""
    state = order.state if order else Start.NEW
    return COMMANDS[op].allowed_offline(state)
