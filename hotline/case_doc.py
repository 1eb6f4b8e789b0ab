"""A case as everybody but its keeper sees it: masked, with its timeline. The centre sends it, a seat caches it."""

from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, ConfigDict, Field

from hotline.codes import Role, State
from hotline.masking import PERSONAL, masked_fields
from hotline.outcome import Event
from hotline.work_order import WorkOrder
from hotline.work_order_text import Code, Frozen


class TimelineEntry(Frozen):
    """One event of a case, as it is read aloud to a caller. `data` holds no personal field in the clear."""

    kind: str
    at: AwareDatetime
    operator: str
    role: Role | None = None
    seat: str = ""
    from_state: State | None = None
    to_state: State | None = None
    data: dict[str, Any] = Field(default_factory=dict)


class CaseDoc(Frozen):
    """A masked work order and its timeline, oldest first.

    `phone_keys` are the keyed hashes of the caller's and the contact number, by which a seat finds the case;
    `other_numbers` are case numbers that a cloned disk once shared with it.
    """

    model_config = ConfigDict(extra="ignore")  # an older console must survive a newer centre

    order: WorkOrder
    timeline: tuple[TimelineEntry, ...] = ()
    phone_keys: tuple[Code, ...] = ()
    other_numbers: tuple[Code, ...] = ()


class CallDoc(Frozen):
    """A call without a work order, as the caller's history counts it."""

    model_config = ConfigDict(extra="ignore")

    id: UUID
    at: AwareDatetime
    outcome: str
    seat: str
    operator: str
    note: str = ""
    phone_keys: tuple[Code, ...] = ()


class AlertDoc(Frozen):
    """Something that a lead is told at once.

    `kind` is `abuse` (an abused operator), `number_clash` (a number that a cloned disk minted twice), `held` (work that
    waits for a supervisor or for its case) or `parked` (work that the centre could not read or store).
    """

    model_config = ConfigDict(extra="ignore")

    id: UUID
    at: AwareDatetime
    kind: str
    seat: str
    operator: str
    data: dict[str, Any] = Field(default_factory=dict)


def masked_order(order: WorkOrder) -> WorkOrder:
    """Return the work order with every personal field masked."""
    personal = masked_fields({name: getattr(order, name) for name in PERSONAL})
    return order.model_copy(update=personal)


def timeline_entry(event: Event) -> TimelineEntry:
    """Return the timeline entry of a rulebook event."""
    return TimelineEntry(
        kind=event.kind,
        at=event.at,
        operator=event.operator,
        role=event.role,
        seat=event.seat,
        from_state=event.from_state,
        to_state=event.to_state,
        data=event.data,
    )
