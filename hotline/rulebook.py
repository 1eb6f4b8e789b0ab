"""The rulebook: `apply(order, command, context)` gives the new order and its events, or a typed refusal.

Pure and deterministic; the seat runs it for what the operator sees at once, the centre for the truth.
"""

from collections.abc import Callable
from typing import Any

from hotline.amending import amend_case, may_amend
from hotline.caller_note_commands import DecideCallerNote, LiftCallerNote, ProposeCallerNote
from hotline.caller_notes import decide_caller_note, lift_caller_note, propose_caller_note
from hotline.calling_back import record_callback
from hotline.codes import Role, UnitPart
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
from hotline.following_up import add_note, answer_query, reveal, urge, withdraw
from hotline.handling import (
    answer_supervision,
    co_reply,
    contact_caller,
    pass_down,
    reply,
    request_exclusion,
    request_extension,
    request_return,
    sign,
)
from hotline.merging import merge, unmerge
from hotline.outcome import Outcome, Refusal, RefusalCode
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
from hotline.taking_down import answer_directly, assign_by_phone, call_record, file_case, hand_off, propose_refusal
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
from hotline.work_order import WorkOrder
from hotline.worker_acts import close_unreachable, file_away, note_light, recall, settle_due
from hotline.worker_commands import CloseUnreachable, FileAway, NoteLight, Recall, SettleDue
from hotline.working_days import CalendarRangeError

_UNIT_ONLY = frozenset({Role.UNIT})


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


_APPLY: dict[type[Any], Callable[[Any, Any, Context], Outcome]] = {
    FileCase: file_case,
    AnswerDirectly: answer_directly,
    ProposeRefusal: propose_refusal,
    HandOff: hand_off,
    AssignByPhone: assign_by_phone,
    LogCall: call_record,
    MarkAbuse: call_record,
    AmendCase: amend_case,
    AddNote: add_note,
    Urge: urge,
    Withdraw: withdraw,
    AnswerQuery: answer_query,
    RecordCallback: record_callback,
    Reveal: reveal,
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
