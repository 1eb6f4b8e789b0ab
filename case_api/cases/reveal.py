"""Gives one personal value in the clear, to whom the read audit has asking for it at that device, for a moment."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import bindparam, select

from case_api.cases.keeping import personal_field
from case_api.centre import Centre
from case_api.identity import Device
from case_api.problems import ProblemError
from case_api.shifts.guests import guest_answers
from case_api.storage.engine import reading
from case_api.storage.tables_audit import case_events, read_audit
from case_api.storage.tables_sync import clients
from hotline.wire import MutationOutcome, Problem

GOOD_FOR = timedelta(minutes=5)


def revealed(centre: Centre, mutation_id: UUID, operator_id: str, device: Device | None) -> tuple[str, str]:
    """Return field and value of this person's reveal, applied at most five minutes ago: pushed by this device, or, by
    a person without a seat, given at the centre itself.

    The audit row is there already, written by the push; asking again within the time adds none.
    Raises `ProblemError`: `not-found` for any other mutation (without telling which it is), `forbidden` while a leader
    answers at that seat as a guest, `busy`.
    """
    with reading(centre.engine) as conn:
        if device is not None and guest_answers(conn, device.seat, centre.now()):
            raise ProblemError(Problem.FORBIDDEN, 403, "a leader answers there as a guest: what is masked stays masked")
        asked = {"id": mutation_id, "operator": operator_id, "device": device.device_id if device else None}
        row = conn.execute(_REVEAL, asked).one_or_none()
        if row is not None and row.outcome == MutationOutcome.APPLIED and centre.now() - row.received_at <= GOOD_FOR:
            value = personal_field(conn, centre, row.case_id, row.field)
            if value is not None:
                return row.field, value
    raise ProblemError(Problem.NOT_FOUND, 404, "you made no such reveal here within the last minutes")


_REVEAL = (
    select(read_audit.c.case_id, read_audit.c.field, read_audit.c.outcome, read_audit.c.received_at)
    .join(case_events, case_events.c.mutation_id == read_audit.c.mutation_id)
    .join(clients, clients.c.client_id == case_events.c.client_id)
    .where(
        read_audit.c.mutation_id == bindparam("id"),
        read_audit.c.operator_id == bindparam("operator"),
        clients.c.device_id.is_not_distinct_from(bindparam("device", type_=clients.c.device_id.type)),
    )
)
