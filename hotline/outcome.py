"""What comes out of a command: an applied change with its events, or a refusal with a typed reason."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from hotline.codes import Role, State
from hotline.work_order import WorkOrder


class RefusalCode(StrEnum):
    """Why the rulebook refuses a command. The words for each stand in the screens' message table."""

    UNKNOWN_COMMAND = "unknown_command"
    NOT_YOUR_ROLE = "not_your_role"
    NOT_YOUR_CASE = "not_your_case"
    WRONG_STATE = "wrong_state"
    NO_SUCH_CASE = "no_such_case"
    ALREADY_EXISTS = "already_exists"
    MISSING_FIELD = "missing_field"
    UNKNOWN_CODE = "unknown_code"
    BAD_NUMBER = "bad_number"
    BAD_PHONE = "bad_phone"
    BAD_NAME = "bad_name"
    HANDLED_IT = "handled_it"
    ALREADY_RECORDED = "already_recorded"
    NOT_YOUR_UNIT = "not_your_unit"
    CONFIDENTIAL = "confidential"
    NEXT_LEVEL_DECIDES = "next_level_decides"
    RETURN_BARRED = "return_barred"
    ALREADY_ASKED = "already_asked"
    NOTHING_ASKED = "nothing_asked"
    EXPIRED = "expired"
    TOO_MANY_DAYS = "too_many_days"
    CO_UNITS_WAIT = "co_units_wait"
    NOT_A_LOWER_UNIT = "not_a_lower_unit"
    WITH_ITSELF = "with_itself"
    PARENT_OVER = "parent_over"
    PARENT_MERGED = "parent_merged"
    HAS_MERGED = "has_merged"
    FILED_WITH_PARENT = "filed_with_parent"
    NOT_CALLED_BACK = "not_called_back"
    DECISION_WAITS = "decision_waits"
    NOT_YET = "not_yet"
    IN_THE_PAST = "in_the_past"
    NO_UNIT = "no_unit"
    OUT_OF_CALENDAR = "out_of_calendar"
    NOTE_TOO_LONG = "note_too_long"
    NO_NOTE = "no_note"
    GUEST_ANSWERS = "guest_answers"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a work order's timeline. `data` is JSON-ready and holds no personal field in the clear."""

    kind: str
    at: datetime
    operator: str
    role: Role | None
    seat: str
    from_state: State | None
    to_state: State | None
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """A field that somebody else changed first: the value kept is `theirs`, the operator's own is `mine`."""

    field: str
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Also:
    """Another work order that a command has changed or made, with the events of its own timeline."""

    order: WorkOrder
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Applied:
    """A command that took effect. `order` is None for calls without one; `conflicts` names fields that lost.

    `also` are the other work orders of a merge, a split or a filing; they are written together or not at all.
    """

    order: WorkOrder | None
    events: tuple[Event, ...]
    conflicts: tuple[FieldConflict, ...] = ()
    also: tuple[Also, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A command that may not be given. `field` names the intake field to mend, `detail` what was found there.

    For `NOT_YOUR_ROLE` it is the command, whose row of the command table says who may give it.
    """

    code: RefusalCode
    field: str = ""
    detail: str = ""


Outcome = Applied | Refusal
