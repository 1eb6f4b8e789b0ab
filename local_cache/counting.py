"""Counts what is unsent, what is kept and what needs somebody, for the status line, `status` and the centre."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.codes import Role
from local_cache import drafts, needs, outbox
from local_cache.asked_back import asked_back
from local_cache.callers import as_of
from local_cache.news import NeedsChanged

if TYPE_CHECKING:
    from local_cache.encrypted import Connection
    from local_cache.model import SessionInfo
    from local_cache.status import Board


def count(work: Connection, board: Board) -> None:
    """Bring the status up to `work.db`, in a job on it: what is saved after the counting is added after it too."""
    unsent, needed = outbox.unsent(work), needs.count_open(work)
    before = board.status.needs_you
    kept = drafts.kept_count(work)
    board.change(unsent=unsent.count, oldest_unsent_at=unsent.oldest_at, needs_you=needed, kept_drafts=kept)
    if needed != before:
        board.tell(NeedsChanged(needed))


def count_cached(both: Connection, board: Board, session: SessionInfo | None) -> None:
    """Bring into the status what the cache says; `both` sees the two files.

    It is when the cache last heard from the centre, what waits there, what a lead who is signed in has not noted as
    seen here, and how many questions of dispatchers wait for whoever is signed in.
    """
    waits = "json_extract(doc, '$.kind') IN ('held', 'parked')"
    unseen = f"'{needs.ALERT}' || id NOT IN (SELECT id FROM needs)"
    waiting, unread = both.execute(
        f"SELECT count(*) FILTER (WHERE {waits}), count(*) FILTER (WHERE NOT {waits} AND {unseen}) FROM alerts"
    ).fetchone()
    leads = session is not None and Role.LEAD in session.roles
    before, asked = board.status.asked_back, len(asked_back(both, session))
    board.change(cache_as_of=as_of(both), alerts_wait=waiting, alerts_unread=unread if leads else 0, asked_back=asked)
    if asked != before:
        board.tell(NeedsChanged(board.status.needs_you))
