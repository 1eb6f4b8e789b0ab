"""Reconcile: digests over what the centre has of a client, compared by the seat at the end of a shift."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import bindparam, select

from case_api.centre import Centre
from case_api.identity import Device
from case_api.storage.engine import reading
from case_api.storage.epoch import epoch_of
from case_api.storage.tables_sync import clients, receipts
from hotline.wire import RECONCILE_WINDOW, ReconcileAnswer, Window, window_digest


def reconcile(centre: Centre, client_id: UUID, device: Device) -> ReconcileAnswer:
    """Return how many mutations of a client the centre has in each window of numbers, and a digest of their ids.

    A client that the centre does not know from this seat has none. Raises `ProblemError` (busy).
    """
    with reading(centre.engine) as conn:
        epoch = epoch_of(conn)
        last_seq = conn.execute(_LAST_SEQ, {"id": client_id, "seat": device.seat}).scalar_one_or_none()
        if last_seq is None:
            return ReconcileAnswer(epoch=epoch, last_seq=0, windows=())
        found = [(row.seq, row.mutation_id) for row in conn.execute(_IDS, {"id": client_id})]
    return ReconcileAnswer(epoch=epoch, last_seq=last_seq, windows=tuple(_windows(found, last_seq)))


def _windows(found: list[tuple[int, UUID]], last_seq: int) -> Iterator[Window]:
    by_window: dict[int, list[UUID]] = {}
    for seq, mutation_id in found:
        by_window.setdefault((seq - 1) // RECONCILE_WINDOW, []).append(mutation_id)
    for window in range((last_seq + RECONCILE_WINDOW - 1) // RECONCILE_WINDOW):
        ids = by_window.get(window, [])
        first = window * RECONCILE_WINDOW + 1
        last = min(first + RECONCILE_WINDOW - 1, last_seq)
        yield Window(first=first, last=last, count=len(ids), sha256=window_digest(ids))


_LAST_SEQ = select(clients.c.last_seq).where(
    clients.c.client_id == bindparam("id"), clients.c.seat == bindparam("seat")
)
_IDS = (
    select(receipts.c.seq, receipts.c.mutation_id)
    .where(receipts.c.client_id == bindparam("id"))
    .order_by(receipts.c.seq)
)
