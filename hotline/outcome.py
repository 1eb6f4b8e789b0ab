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
    NOT_BUILT = "not_built"
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
class Applied:
    """A command that took effect. `order` is None for calls without one; `conflicts` names fields that lost."""

    order: WorkOrder | None
    events: tuple[Event, ...]
    conflicts: tuple[FieldConflict, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A command that may not be given. `field` names the intake field to mend, `detail` what was found there.

    For `NOT_YOUR_ROLE` it is the command, whose row of the command table says who may give it.
    """

    code: RefusalCode
    field: str = ""
    detail: str = ""


Outcome = Applied | Refusal
