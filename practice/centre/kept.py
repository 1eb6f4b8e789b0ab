"""What the small centre keeps: cases with personal fields in the clear, calls without one, and what it answered."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from hotline.case_doc import CallDoc, CaseDoc, TimelineEntry, masked_order, timeline_entry
from hotline.outcome import Event
from hotline.wire import MutationResult
from hotline.work_order import WorkOrder
from local_cache.callers import keys_of


@dataclass(frozen=True, slots=True)
class Kept:
    """One case. `code` is that of a past case of a scenario, empty for what was made in the session."""

    order: WorkOrder
    timeline: tuple[TimelineEntry, ...]
    code: str = ""

    def after(self, order: WorkOrder, events: tuple[Event, ...]) -> "Kept":
        """Return the case one command on."""
        return replace(self, order=order, timeline=(*self.timeline, *map(timeline_entry, events)))

    def doc(self, phone_hash_key: bytes) -> CaseDoc:
        """Return the case as a seat is sent it: masked, with the keys by which its caller is found."""
        keys = keys_of(phone_hash_key, self.order.caller_phone, self.order.contact_phone)
        return CaseDoc(order=masked_order(self.order), timeline=self.timeline, phone_keys=keys)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was answered to a mutation, and by what it is known again. `revealed` is the field of a reveal."""

    client_id: UUID
    seq: int
    mutation_id: UUID
    digest: str
    result: MutationResult
    revealed: str = ""

    def replay(self, seq: int) -> MutationResult:
        """Return the answer once more, under the number that is asked with."""
        return self.result.model_copy(update={"seq": seq, "replayed": True})


@dataclass(frozen=True, slots=True)
class News:
    """An entry of the feed: what has changed, never how."""

    pos: int
    entity: str
    entity_id: UUID


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one mutation: its answer, the cases that it changes, a call that it keeps, a field it reveals."""

    result: MutationResult
    cases: tuple[Kept, ...] = ()
    call: CallDoc | None = None
    revealed: str = ""


def as_json(doc: CaseDoc | CallDoc) -> dict[str, Any]:
    """Return a document as it goes over the line; a field at its default is left out."""
    return doc.model_dump(mode="json", exclude_defaults=True)
