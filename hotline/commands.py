"""The commands (命令) by which a work order changes: those of a seat, and the one list of all.

Those of the dispatcher's queue, of units, of those who watch over the loop, and of the worker have files of their own.
"""

from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, AwareDatetime, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from hotline.caller_note_commands import DecideCallerNote, LiftCallerNote, ProposeCallerNote
from hotline.codes import (
    EmergencyLine,
    LegalRoute,
    NotReached,
    OtherCall,
    RefusalKind,
    RevealReason,
    Satisfaction,
    Solved,
)
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
from hotline.masking import PERSONAL, PHONE_FIELDS
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
from hotline.phones import written
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
from hotline.work_order import CallTimes, Intake
from hotline.work_order_text import Code, CommandBase, Line, Name, Narrative, Phone
from hotline.worker_commands import CloseUnreachable, FileAway, NoteLight, Recall, SettleDue
from wording import mark

SCHEMA = 1
"""Schema of the payloads below; it travels with every mutation, since a queue can span an upgrade."""


class _Intaking(CommandBase):
    number: Code
    intake: Intake
    call: CallTimes = CallTimes()
    pack_version: Code


class FileCase(_Intaking):
    """立案: file a work order for dispatch, with the unit that the desk would send it to."""

    op: Literal["file_case"] = "file_case"
    dispatch_advice: Code = ""


class AnswerDirectly(_Intaking):
    """当场答复: the caller has the answer in the call. `callback_share` 0 to 1 is the pack's sample for call-backs."""

    op: Literal["answer_directly"] = "answer_directly"
    answer: Narrative
    callback_share: float = Field(default=0.0, ge=0.0, le=1.0)


class ProposeRefusal(_Intaking):
    """拟不予受理: a lead confirms it later; the caller has been told the lawful route."""

    op: Literal["propose_refusal"] = "propose_refusal"
    refusal: RefusalKind
    reason: Code
    legal_route: LegalRoute


class HandOff(_Intaking):
    """紧急转接: life or property at risk, handed to an emergency line, three-way or not.

    `caller_gone` says that nobody was on the line any more who could have been put through: it is only a record then.
    """

    op: Literal["hand_off"] = "hand_off"
    line: EmergencyLine
    three_way: bool = False
    caller_gone: bool = False


class AssignByPhone(CommandBase):
    """电话交办: a unit took the matter on the telephone; `answered_by` is who took it there.

    Number, intake and pack version are given for a new work order only.
    """

    op: Literal["assign_by_phone"] = "assign_by_phone"
    number: Code = ""
    intake: Intake | None = None
    call: CallTimes = CallTimes()
    pack_version: Code = ""
    unit: Code
    answered_by: Name
    feedback_due: AwareDatetime


class LogCall(CommandBase):
    """其他通话: a call that makes no work order."""

    op: Literal["log_call"] = "log_call"
    outcome: OtherCall
    caller_phone: Phone = ""
    note: Line = ""
    call: CallTimes = CallTimes()


class MarkAbuse(CommandBase):
    """辱骂标记: stamps the moment of the call and tells the lead. `seconds` counts from the answer."""

    op: Literal["mark_abuse"] = "mark_abuse"
    call: CallTimes = CallTimes()
    seconds: int = Field(default=0, ge=0)
    caller_phone: Phone = ""


Change = tuple[Any, Any]
"""The old and the new value of one field, as JSON."""


def _phones_written(changes: dict[str, Change]) -> dict[str, Change]:
    """Return the changes with each telephone number as an intake keeps it."""

    def kept(field: str, value: Any) -> Any:
        return written(value) if field in PHONE_FIELDS and isinstance(value, str) else value

    return {field: (kept(field, old), kept(field, new)) for field, (old, new) in changes.items()}


class AmendCase(CommandBase):
    """修改: each field with the value that the operator saw and the new one."""

    op: Literal["amend_case"] = "amend_case"
    changes: Annotated[dict[str, Change], Field(min_length=1), AfterValidator(_phones_written)]

    @model_validator(mode="after")
    def _fields_are_known(self) -> "AmendCase":
        unknown = self.changes.keys() - Intake.model_fields.keys()
        if unknown:
            raise ValueError(f"no such field: {', '.join(sorted(unknown))}")
        Intake.model_validate({field: new for field, (_, new) in self.changes.items()})
        return self


class AddNote(CommandBase):
    """补充: a text added to the timeline; it conflicts with nothing."""

    op: Literal["add_note"] = "add_note"
    text: Annotated[Narrative, Field(min_length=1)]


class Urge(CommandBase):
    """催办: the caller asks again about a work order that is still live."""

    op: Literal["urge"] = "urge"
    said: Line = ""


class Withdraw(CommandBase):
    """撤单: on the caller's word."""

    op: Literal["withdraw"] = "withdraw"
    reason: Annotated[Line, Field(min_length=1)]


class AnswerQuery(CommandBase):
    """答复询问: the seat answers what the dispatcher asked, and the work order goes back to dispatch."""

    op: Literal["answer_query"] = "answer_query"
    answer: Annotated[Narrative, Field(min_length=1)]


class RecordCallback(CommandBase):
    """回访: reached with its results, or not reached with the reason. `redo` asks the unit to do it again.

    `contacted_by_unit` is missing where no unit had the work order: it was answered in the call.
    """

    op: Literal["record_callback"] = "record_callback"
    reached: bool
    not_reached: NotReached | None = None
    contacted_by_unit: bool | None = None
    solved: Solved | None = None
    satisfied: Satisfaction | None = None
    redo: bool = False
    opinion: Line = ""

    @model_validator(mode="after")
    def _results_fit(self) -> "RecordCallback":
        results = (self.solved, self.satisfied)
        if self.reached and (None in results or self.not_reached is not None):
            raise ValueError(mark("a caller who was reached has results: give solved and satisfied, not not_reached"))
        told = self.redo or self.contacted_by_unit is not None or results != (None, None)
        if not self.reached and (self.not_reached is None or told):
            raise ValueError(mark("a caller who was not reached has a reason and no results: give not_reached alone"))
        return self


class Reveal(CommandBase):
    """查看: one masked personal field, for a reason. It changes nothing and is a row of the read audit."""

    op: Literal["reveal"] = "reveal"
    field: Code
    reason: RevealReason

    @model_validator(mode="after")
    def _field_is_personal(self) -> "Reveal":
        if self.field not in PERSONAL:
            raise ValueError("that field is not masked")
        return self


IntakeCommand = FileCase | AnswerDirectly | ProposeRefusal | HandOff | AssignByPhone
"""Commands that make a work order out of a call."""

Command = (
    FileCase
    | AnswerDirectly
    | ProposeRefusal
    | HandOff
    | AssignByPhone
    | LogCall
    | MarkAbuse
    | AmendCase
    | AddNote
    | Urge
    | Withdraw
    | AnswerQuery
    | RecordCallback
    | Reveal
    | DecideRefusal
    | QuerySeat
    | Split
    | Merge
    | Unmerge
    | Assign
    | DecideReturn
    | ReviewReply
    | Sign
    | ContactCaller
    | PassDown
    | CoReply
    | RequestReturn
    | RequestExtension
    | Reply
    | AnswerSupervision
    | RequestExclusion
    | DecideExtension
    | HoldCase
    | Resume
    | Reopen
    | Supervise
    | DecideExclusion
    | NameUnit
    | DecideNaming
    | ProposeCallerNote
    | DecideCallerNote
    | LiftCallerNote
    | NoteLight
    | SettleDue
    | CloseUnreachable
    | FileAway
    | Recall
)
"""Every command."""

_MODELS: dict[str, type[Command]] = {model.model_fields["op"].default: model for model in get_args(Command)}


def parse_command(op: str, payload: dict[str, Any]) -> Command:
    """Return the command of a payload of the present schema. Raises `pydantic.ValidationError`, for an unknown one too.

    Only the model that is asked for is built: most seats never see most of the commands.
    """
    model = _MODELS.get(op)
    if model is None:
        unknown = PydanticCustomError("unknown_command", "no command of this name")
        raise ValidationError.from_exception_data("Command", [{"type": unknown, "loc": ("op",), "input": op}])
    return model.model_validate({**payload, "op": op})


def payload_of(command: Command) -> dict[str, Any]:
    """Return the JSON-ready payload of a command, without its name and without what is at its default."""
    payload: dict[str, Any] = command.model_dump(mode="json", exclude={"op"}, exclude_defaults=True)
    return payload
