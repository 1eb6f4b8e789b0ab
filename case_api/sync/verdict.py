"""What the judging of one mutation comes to: its result and every row that it wants written."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from case_api.cases.keeping import Kept
from hotline.case_doc import AlertDoc, CallDoc
from hotline.wire import Mutation, MutationResult


@dataclass(frozen=True, slots=True)
class Source:
    """Where mutations came from. `skew` is the centre's clock minus the sender's."""

    client_id: UUID
    seat: str
    sub_centre: str
    app_version: str
    received: datetime
    skew: timedelta = timedelta(0)
    device_id: UUID | None = None

    @property
    def skew_ms(self) -> int:
        """Return the skew in whole milliseconds."""
        return round(self.skew.total_seconds() * 1000)


@dataclass(frozen=True, slots=True)
class Lost:
    """A value, or with field `*` a whole command, that lost against what the centre already had."""

    field: str
    base: Any
    mine: Any
    theirs: Any
    reason: str


@dataclass(frozen=True, slots=True)
class LoggedCall:
    """A call without a work order, with its number in the clear."""

    doc: CallDoc
    number: str


@dataclass(slots=True)
class Verdict:
    """The outcome of one mutation. What is empty is not written; `told` is what the write audit says of it."""

    mutation: Mutation
    result: MutationResult
    told: dict[str, Any] = field(default_factory=dict)
    case: Kept | None = None
    also: tuple[Kept, ...] = ()
    """Other cases that a merge, a split or a filing has changed or made."""
    shared_number: str = ""
    call: LoggedCall | None = None
    lost: tuple[Lost, ...] = ()
    alerts: tuple[AlertDoc, ...] = ()
    read: tuple[str, str] | None = None
    """Field and reason of a reveal, given or not: a seat without a line has shown it already."""
    dead_because: str = ""
    """Why the mutation is parked or held; it then has no row in the write audit."""
    erased: bool = False
    """Whether its case was erased: then of the mutation only that it came is kept."""

    def changed(self) -> tuple[Kept, ...]:
        """Return every case that is to be written."""
        return (self.case, *self.also) if self.case else self.also
