"""What the seat's threads tell the program. Listeners are called from any thread and must return at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from hotline.codes import CallEventKind
from local_cache.model import SeatStatus

if TYPE_CHECKING:
    from hotline.desk_doc import DeskNews

OVER_AT_THE_SEAT = frozenset(
    {
        CallEventKind.HUNG_UP,
        CallEventKind.ABANDONED,
        CallEventKind.MISSED,
        CallEventKind.FLOWED_OUT,
        CallEventKind.TRANSFERRED,
    }
)
"""After these a seat has nothing more of a call. A caller who waits on may ring there again."""


@dataclass(frozen=True, slots=True)
class StatusChanged:
    """The status line has something new to show."""

    status: SeatStatus


@dataclass(frozen=True, slots=True)
class CasesChanged:
    """These cases look different now, or where they are has changed."""

    case_ids: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class NeedsChanged:
    """So many entries of the needs-you list are open now."""

    count: int


@dataclass(frozen=True, slots=True)
class CallEvent:
    """The switch told something about a call at this seat; `kind` is a `CallEventKind`.

    `exact` is false of an end that nobody here heard of: it came at an unknown moment before `at`.
    """

    call_id: UUID
    kind: str
    at: datetime
    number: str
    line: str = "12345"
    exact: bool = True


def gone(call_id: UUID, *, rang: bool, at: datetime) -> CallEvent:
    """Return the end, found at `at`, of a call of which the centre knows no more; `rang` where nobody answered it."""
    kind = CallEventKind.MISSED if rang else CallEventKind.HUNG_UP
    return CallEvent(call_id, kind, at, "", exact=False)


@dataclass(frozen=True, slots=True)
class CallsHere:
    """What was told of the calls that are at this seat, each from its newest ring on. One that is not there is over."""

    told: tuple[CallEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class PackChanged:
    """A newer city pack is on this seat."""

    version: str


@dataclass(frozen=True, slots=True)
class AlertsChanged:
    """The alerts for the lead are others than before."""


@dataclass(frozen=True, slots=True)
class BoardPoked:
    """Seats, calls or figures at the centre are others than before: a board pulls."""


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """The centre lets the operator ask no more: their sign-in has run out, or somebody there has ended it."""

    reason: str


@dataclass(frozen=True, slots=True)
class Recovered:
    """A damaged work file was set aside and replaced; `words` are for the operator."""

    words: str


@dataclass(frozen=True, slots=True)
class DeskNewsChanged:
    """What the centre wants to be seen at this desk; `heard_at` is when, by this seat's clock."""

    news: DeskNews
    heard_at: datetime


@dataclass(frozen=True, slots=True)
class DraftSaved:
    """The draft is on disk as of `at`."""

    draft_id: str
    at: datetime


News = (
    StatusChanged
    | CasesChanged
    | NeedsChanged
    | CallEvent
    | CallsHere
    | PackChanged
    | AlertsChanged
    | BoardPoked
    | SessionEnded
    | Recovered
    | DeskNewsChanged
    | DraftSaved
)
Listener = Callable[[News], None]
