"""Shows one masked field in the clear: out of this seat's own unforgotten work, else from the centre.

That it was asked for is in the outbox before anything is shown.
"""

from __future__ import annotations

import json
from concurrent.futures import TimeoutError as TookTooLong
from typing import TYPE_CHECKING
from uuid import UUID

from hotline.masking import masked_value
from local_cache import cases, outbox
from local_cache.asking import Centre
from local_cache.encrypted import Connection
from local_cache.errors import NoLine
from local_cache.model import Saved
from local_cache.open_files import OpenFiles

if TYPE_CHECKING:
    from local_cache.outbox import Queued
    from local_cache.sync.thread import SyncThread

_ROUND_S = 20.0


def own_value(both: Connection, case_id: UUID, field: str) -> str | None:
    """Return the field as an operator of this seat typed it, if that is still what the case says."""
    doc = cases.shown(both, case_id)
    if doc is None:
        return None
    shown = str(getattr(doc.order, field))
    for queued in reversed(outbox.for_cases(both, [case_id]).get(case_id, [])):
        typed = _typed(queued, field)
        if typed and "*" not in typed and masked_value(field, typed) == shown:
            return typed
    return None


def ask(centre: Centre, files: OpenFiles, thread: SyncThread, saved: Saved) -> str:
    """Bring the reveal to the centre at once and return what it shows. Raises `NoLine` and `CentreSaid`."""
    try:
        thread.sync_now().result(_ROUND_S)
    except TookTooLong:
        raise NoLine("the centre does not answer") from None
    acked = files.on_work(lambda work: _is_acked(work, saved.mutation_id))
    if not acked:
        raise NoLine("the centre does not answer")
    return centre.reveal(saved.mutation_id)


def _typed(queued: Queued, field: str) -> str:
    payload = json.loads(queued.payload)
    changes = payload.get("changes", {})
    if field in changes:
        return str(changes[field][1])
    intake = payload.get("intake") or {}
    return str(intake.get(field, ""))


def _is_acked(work: Connection, mutation_id: UUID) -> bool:
    row = work.execute("SELECT state FROM outbox WHERE mutation_id = ?", (str(mutation_id),)).fetchone()
    return row is not None and row[0] == outbox.ACKED
