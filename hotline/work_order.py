"""The work order (工单) and the intake that an operator fills in. Frozen: it changes only by a command."""

from uuid import UUID

from pydantic import AwareDatetime, Field

from hotline.codes import (
    CaseType,
    Channel,
    CloseReason,
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
from hotline.order_parts import (
    Assignment,
    CallerNote,
    Exclusion,
    Extension,
    Hold,
    Naming,
    ReturnRequest,
    RunningClock,
    Supervision,
)
from hotline.work_order_text import Code, Frozen, Line, Name, Narrative, Phone, Title


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
    """The telephone call that a work order came from; times as the switch or the seat told them.

    Of a call-back to a caller who had given up, `call_id` is the call in which they did, and it has not rung.
    """

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

    `order_no` is minted at the seat and final (see `order_number`). Times are UTC. `lead_unit` answers for it
    (主办); `at_unit` has it in hand now, another one where it was passed down, none where no unit has it. `handlers`
    are the people who handled it, who may not judge it. `parent` is the case that it was merged into.
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
    clock_profile: Code = ""
    clocks: tuple[RunningClock, ...] = ()
    at_unit: Code = ""
    assignments: tuple[Assignment, ...] = ()
    handlers: tuple[Code, ...] = ()
    return_count: int = 0
    return_barred: bool = False
    return_request: ReturnRequest | None = None
    extensions: tuple[Extension, ...] = ()
    hold: Hold | None = None
    supervisions: tuple[Supervision, ...] = ()
    exclusion: Exclusion | None = None
    naming: Naming | None = None
    caller_note: CallerNote | None = None
    parent: UUID | None = None
    merged_cases: tuple[UUID, ...] = ()
    split_from: UUID | None = None
    closed_because: CloseReason | None = None
