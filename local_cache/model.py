"""What the seat's files give to a screen: plain frozen values, so that the start path imports no pydantic.

Times are aware and in UTC. Callers are masked in all of them but in an operator's own `Draft`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from hotline.codes import AgentState, Role, State, SyncState

if TYPE_CHECKING:
    from hotline.case_doc import AlertDoc, CaseDoc
    from hotline.work_order import WorkOrder


class Phase(StrEnum):
    """Where the desk stood with a draft when it was last put down."""

    TALKING = "talking"
    WRAP_UP = "wrap_up"
    PARKED = "parked"
    IDLE = "idle"


class Disposal(StrEnum):
    """What becomes of a draft when its operator signs out."""

    KEEP = "keep"
    HAND_OVER = "hand_over"
    DISCARD = "discard"


@dataclass(frozen=True, slots=True)
class Draft:
    """A half-filled form. It never leaves the seat.

    `fields` are the form's own values by name; `call` is the JSON of the call it belongs to; `focus` and `caret` say
    where the operator was typing. `operator` is empty for a draft handed over to whoever comes next: of `unit`, where
    somebody who sees that unit's cases alone did so, else of the hotline. `case_id` names the case that it is to be
    added to, None where nobody has chosen one; `act` the command that it was begun as about that case (`withdraw`,
    say), empty for what was begun on the desk.
    """

    id: str
    operator: str
    fields: dict[str, str | bool]
    phase: str
    call: dict[str, Any] | None
    name: str
    parked: bool
    kept: bool
    focus: str
    caret: int
    created_at: datetime
    updated_at: datetime
    case_id: UUID | None = None
    act: str = ""
    unit: str = ""

    def with_changes(self, **changes: Any) -> Draft:
        """Return the draft with some of its values changed."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class SessionInfo:
    """An operator signed in at this seat. `online` says whether the centre itself checked the password.

    `unit` is the code of the unit that they work for, empty for people of the hotline itself.
    """

    operator_id: str
    name: str
    roles: frozenset[Role]
    session_id: str
    online: bool
    valid_until: datetime
    unit: str = ""


LOCKED = "locked"
"""The reason of the pause of an operator who has locked the seat; nobody chooses it."""


@dataclass(frozen=True, slots=True)
class OwnState:
    """The operator's own state. `reason` is that of a pause, `call_id` the call that it is about; else empty.

    `leader_day_id` names the leader's day of the guest who answers here; else empty.
    """

    state: AgentState
    operator_id: str = ""
    reason: str = ""
    call_id: str = ""
    leader_day_id: str = ""


@dataclass(frozen=True, slots=True)
class KeptState:
    """A state as it is kept: `since` by this seat's clock, `seq` its number among all of this seat.

    `pause` is the reason of the pause that the operator is in but for calls: the one that a call came into, or that is
    to begin as soon as the call is done; empty for none. It stays on this seat.
    """

    own: OwnState
    since: datetime
    seq: int
    pause: str = ""


@dataclass(frozen=True, slots=True)
class Leader:
    """A leader who is to answer at this seat, as the rota has them. `beside` is who is to sit there, empty for anybody.

    `words` is the sentence that was written for the summary, empty for none.
    """

    leader_day_id: str
    begins: datetime
    ends: datetime
    name: str
    title: str
    beside: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Hand:
    """A hand that the operator has raised for the lead, with a few words or none, in a call or in none."""

    hand_id: UUID
    raised_at: datetime
    words: str = ""
    call_id: str = ""


@dataclass(frozen=True, slots=True)
class DeskAct:
    """What the operator has done at the desk: the path below `/v1/` and what is said there.

    `by` is the operator in whose name alone it may be told, empty for anybody's.
    """

    path: str
    said: dict[str, Any] = field(default_factory=dict)
    by: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """A command that is on this seat's disk. `number` is what the operator reads to the caller, or empty.

    `repeated` says that it had been saved before, under the same reference, and nothing was saved now; `purged` that
    the centre has erased the case since.
    """

    case_id: UUID | None
    number: str
    seq: int
    mutation_id: UUID
    state: SyncState
    made_at: datetime
    repeated: bool = False
    purged: bool = False


@dataclass(frozen=True, slots=True)
class SeatStatus:
    """What the status line shows. `recovered` is what the operator is told after a damaged file was replaced.

    `centre_keeps` is false while the centre, to which there is a line, can keep nothing of what it is told.
    `turned_away` while the centre does not let this seat itself in; `wrong_certificate` while what answers in its place
    shows another's certificate; `sign_in_wanted` while the centre has ended the operator's sign-in. `disk_ok` is false
    from a write that failed until one goes through; `reserve_ok` while the disk has no room for what is held in reserve
    for the cases of a full one. `alerts_wait` counts what the lead who is signed
    in has been told is held or parked at the centre: notices that ask for nothing more are only on the list.
    `alerts_unread` counts the other alerts that no lead has noted as seen here, 0 while no lead is signed in.
    `asked_back` counts the questions of dispatchers that wait for whoever is signed in. `kept_drafts` counts the
    drafts that wait here for operators who have signed out; `hand` is up until it is taken down.
    `shift_ends` are when shifts end, such as `16:00`, by the city's clock; `leaders` are those who answer here by the
    rota, today or soon, and `guest` is who of them does now: as the centre said last, also without a line.
    `known` is false until the seat's files are open: nothing else that stands here has
    been read then.
    """

    known: bool = True
    line_up: bool = False
    line_since: datetime | None = None
    centre_keeps: bool = True
    turned_away: bool = False
    wrong_certificate: bool = False
    sign_in_wanted: bool = False
    unsent: int = 0
    oldest_unsent_at: datetime | None = None
    sending: int = 0
    needs_you: int = 0
    alerts_wait: int = 0
    alerts_unread: int = 0
    asked_back: int = 0
    kept_drafts: int = 0
    hand: Hand | None = None
    shift_ends: tuple[str, ...] = ()
    leaders: tuple[Leader, ...] = ()
    guest: Leader | None = None
    disk_ok: bool = True
    reserve_ok: bool = True
    recovered: str | None = None
    cache_as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as one line of a list. `sync` is None when this seat has no mutation of its own for it."""

    case_id: UUID
    number: str
    title: str
    state: State
    class_code: str
    area_code: str
    caller: str
    created_at: datetime
    updated_at: datetime
    sync: SyncState | None = None

    @classmethod
    def of(cls, order: WorkOrder) -> CaseLine:
        """Return the line of a case, without where it is."""
        return cls(
            order.id, order.order_no, order.title, order.state, order.class_code, order.area_code, order.caller_name,
            order.created_at, order.updated_at,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CallLine:
    """An earlier call of the same caller that made no work order; `outcome` is a code of `OtherCall`.

    `note` is what was taken down, such as what a caller praised.
    """

    at: datetime
    outcome: str
    seat: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note on a caller that a lead has approved, shown until the end of `until`. `reason` is a code of its own."""

    case_id: UUID
    number: str
    reason: str
    text: str
    operator: str
    approved_by: str
    until: date


@dataclass(frozen=True, slots=True)
class CallerHistory:
    """What this seat knows of a number, newest first.

    `name` is the masked name given last; `calls` counts cases and other calls; `live` are the cases still being
    worked on. `as_of` is when the cache last heard from the centre, None if never. `notes` are all that were approved:
    which of them still stand is for who shows them.
    """

    name: str
    calls: int
    lines: tuple[CaseLine, ...]
    live: tuple[CaseLine, ...]
    other: tuple[CallLine, ...]
    as_of: datetime | None
    notes: tuple[NoteLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """What to search for; everything empty lists all, newest first.

    `phone` is a whole number in any writing, `number` a case number or its beginning, `name` a caller's name as it
    was given (compared as it looks masked), `area_code` and `class_code` any level. `cursor` is `Page.next`.

    `digits` stands in the place of `text` where only digits were typed, grouped in any way: any part of a case number,
    a whole telephone number, or digits of the text; whatever fits is found. `phone_part` is four or more neighbouring
    digits of a telephone number: only the centre can look for them, and a seat's cache finds nothing.
    """

    text: str = ""
    digits: str = ""
    number: str = ""
    phone: str = ""
    phone_part: str = ""
    name: str = ""
    area_code: str = ""
    class_code: str = ""
    state: State | None = None
    since: datetime | None = None
    until: datetime | None = None
    cursor: str = ""
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Page:
    """Cases newest first. `total` is known when all fit on the page; `next` is empty on the last one."""

    lines: tuple[CaseLine, ...]
    total: int | None
    next: str
    as_of: datetime | None
    at_centre: bool = False


@dataclass(frozen=True, slots=True)
class Probe:
    """What has been typed so far, for finding likely duplicates. `phone` in any writing, even unfinished."""

    phone: str = ""
    area_code: str = ""
    class_code: str = ""
    text: str = ""


class Likeness(StrEnum):
    """Why a case is offered as a likely duplicate."""

    SAME_CALLER = "same_caller"
    SAME_PLACE_AND_CLASS = "same_place_and_class"
    SIMILAR_TEXT = "similar_text"


@dataclass(frozen=True, slots=True)
class Likely:
    """A case that may be the same matter. `score` is 0 to 1 and only orders; `why` is the strongest reason first."""

    line: CaseLine
    score: float
    why: tuple[Likeness, ...]


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A mutation of this seat, newest first in its list. `line` is None for calls without a work order."""

    seq: int
    mutation_id: UUID
    op: str
    case_id: UUID | None
    line: CaseLine | None
    made_at: datetime
    sync: SyncState


@dataclass(frozen=True, slots=True)
class Need:
    """Something that the operator has to look at; `detail` is JSON whose shape `kind` tells (see `needs.py`).

    `line` is the case that it is about, None where it is about none or this seat does not hold it. Of a conflict,
    `theirs_by` is the operator who changed it last and `theirs_at` when, where the case's timeline tells.
    """

    id: str
    case_id: UUID | None
    kind: str
    detail: dict[str, Any]
    made_at: datetime
    seen: bool = False
    line: CaseLine | None = None
    theirs_by: str = ""
    theirs_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """What the centre tells leads. `line` is the case that it is about, None where this seat does not hold it."""

    doc: AlertDoc
    line: CaseLine | None = None


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case as this seat knows it. `sync` tells of its newest own mutation.

    `at_centre` is false as long as the mutation that made the case here has not been taken there, or is held or
    parked there.
    """

    doc: CaseDoc
    sync: SyncState | None
    needs: tuple[Need, ...] = field(default=())
    at_centre: bool = True
