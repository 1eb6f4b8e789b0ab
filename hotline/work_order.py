"""The work order (工单) and the intake that an operator fills in. Frozen: it changes only by a command."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from hotline.codes import (
    CaseType,
    Channel,
    EmergencyLine,
    HandleMode,
    LegalRoute,
    NotReached,
    RefusalKind,
    Satisfaction,
    Solved,
    State,
    SubjectKind,
    Urgency,
    Validity,
)
from hotline.intake_rules import CODE_LIMIT, CONTENT_LIMIT, LINE_LIMIT, NAME_LIMIT, PHONE_LIMIT, TITLE_LIMIT
from hotline.phones import written
from hotline.texts import unkeepable


def _keepable(text: str) -> str:
    sign = unkeepable(text)
    if sign is not None:
        raise ValueError(f"the character {sign} cannot be stored; delete it")
    return text


Narrative = Annotated[str, Field(max_length=CONTENT_LIMIT), AfterValidator(_keepable)]
Line = Annotated[str, Field(max_length=LINE_LIMIT), AfterValidator(_keepable)]
Name = Annotated[str, Field(max_length=NAME_LIMIT), AfterValidator(_keepable)]
Phone = Annotated[str, Field(max_length=PHONE_LIMIT), AfterValidator(_keepable), AfterValidator(written)]
Code = Annotated[str, Field(max_length=CODE_LIMIT), AfterValidator(_keepable)]
Title = Annotated[str, Field(max_length=TITLE_LIMIT), AfterValidator(_keepable)]


class Frozen(BaseModel):
    """A value that never changes and takes no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Intake(Frozen):
    """What the operator takes down; empty means not said. Its fields are those that `amend_case` may change."""

    case_type: CaseType | None = None
    class_code: Code = ""
    title: Title = ""
    content: Narrative = ""
    occurred_at: AwareDatetime | None = None
    area_code: Code = ""
    address_text: Line = ""
    subject_kind: SubjectKind = SubjectKind.NATURAL
    caller_name: Name = ""
    caller_phone: Phone = ""
    contact_phone: Phone = ""
    respondent_name: Name = ""
    respondent_phone: Phone = ""
    urgency: Urgency = Urgency.NORMAL
    confidential: bool = False
    anonymous: bool = False
    is_enterprise: bool = False
    channel: Channel = Channel.PHONE
    outside_no: Code = ""


class CallTimes(Frozen):
    """The telephone call that a work order came from; times as the switch or the seat told them."""

    call_id: UUID | None = None
    rang_at: AwareDatetime | None = None
    answered_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None


class Callback(Frozen):
    """One try to call the citizen back (回访)."""

    at: AwareDatetime
    operator: Code
    reached: bool
    not_reached: NotReached | None = None
    contacted_by_unit: bool | None = None
    solved: Solved | None = None
    satisfied: Satisfaction | None = None
    opinion: Line = ""


class WorkOrder(Intake):
    """A demand on its way through the hotline. `revision` counts the commands that changed it, from 1.

    `order_no` is minted at the seat and final (see `order_number`). Times are UTC.
    """

    id: UUID
    order_no: Code
    revision: int = Field(ge=1)
    state: State
    state_since: AwareDatetime
    origin_seat: Code
    origin_operator: Code
    follow_up: Code
    created_at: AwareDatetime
    updated_at: AwareDatetime
    pack_version: Code
    call: CallTimes = CallTimes()
    handle_mode: HandleMode
    answer: Narrative = ""
    validity: Validity = Validity.TO_JUDGE
    refusal: RefusalKind | None = None
    refusal_reason: Code = ""
    legal_route: LegalRoute | None = None
    emergency_line: EmergencyLine | None = None
    three_way: bool = False
    dispatch_advice: Code = ""
    lead_unit: Code = ""
    unit_contact: Name = ""
    feedback_due: AwareDatetime | None = None
    query: Line = ""
    urge_count: int = 0
    redo_count: int = 0
    callbacks: tuple[Callback, ...] = ()
    withdrawn_because: Line = ""
