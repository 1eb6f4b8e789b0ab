"""What callers of the program name their cases by: a reference makes its case at most once on this seat.

A reference is written in the transaction of the save that it belongs to, so that whoever was broken off between the
save and its answer may ask again and is told the same case. References stay for as long as the seat is enrolled.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hotline.codes import SyncState
from local_cache.encrypted import Connection
from local_cache.errors import RefTaken
from local_cache.model import Saved

_PURGED = ""
"""In the place of a digest: the centre has purged the case."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A caller's own name for a case, and the digest of what it is to hold (nothing else is kept of it here)."""

    name: str
    digest: str


def known(work: Connection, ref: Ref) -> Saved | None:
    """Return what was saved under a reference, None if nothing was. Raises `RefTaken` when it was something else.

    Of a case that the centre has purged nobody can say any more what it held: whatever is asked, it is that case.
    """
    row = work.execute(
        "SELECT digest, case_id, number, seq, mutation_id, made_at FROM refs WHERE name = ?", (ref.name,)
    ).fetchone()
    if row is None:
        return None
    digest, case_id, number, seq, mutation_id, made_at = row
    if digest not in (ref.digest, _PURGED):
        raise RefTaken(number)
    return Saved(
        UUID(case_id), number, seq, UUID(mutation_id), SyncState.ON_THIS_SEAT, datetime.fromisoformat(made_at),
        repeated=True, purged=digest == _PURGED,
    )  # fmt: skip


def erase(work: Connection, case_ids: Iterable[UUID]) -> None:
    """Erase what is derived from the content of purged cases. The names stay, so that no case is made a second time."""
    work.executemany("UPDATE refs SET digest = ? WHERE case_id = ?", [(_PURGED, str(case_id)) for case_id in case_ids])


def put(work: Connection, ref: Ref, saved: Saved) -> None:
    """Keep a reference with its case, in the transaction that saves the case."""
    work.execute(
        "INSERT INTO refs (name, digest, case_id, number, seq, mutation_id, made_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            ref.name, ref.digest, str(saved.case_id), saved.number, saved.seq, str(saved.mutation_id),
            saved.made_at.isoformat(),
        ),
    )  # fmt: skip
