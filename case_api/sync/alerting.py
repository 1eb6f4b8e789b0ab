"""What leads are told of a mutation: an operator abused, a number minted twice, work that is held or parked."""

from datetime import datetime
from uuid import UUID, uuid5

from case_api.sync.verdict import Source
from hotline.case_doc import AlertDoc
from hotline.wire import Mutation


def alert_id(mutation_id: UUID, kind: str, client_id: UUID, seq: int) -> UUID:
    """Return the id of what leads are told of a mutation: the same however often it is told."""
    return uuid5(mutation_id, f"{kind} {client_id} {seq}")


def alert_of(source: Source, mutation: Mutation, at: datetime, kind: str, **data: object) -> AlertDoc:
    """Return what leads are told, with the mutation's case where it has one."""
    case_id = {"case_id": str(mutation.case_id)} if mutation.case_id else {}
    return AlertDoc(
        id=alert_id(mutation.mutation_id, kind, source.client_id, mutation.seq),
        at=at,
        kind=kind,
        seat=source.seat,
        operator=mutation.operator_id,
        data={**data, **case_id},
    )
