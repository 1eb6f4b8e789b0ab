"""Counts what is unsent and what needs somebody, for the status line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline.codes import Role
from local_cache import needs, outbox
from local_cache.news import NeedsChanged

if TYPE_CHECKING:
    from local_cache.encrypted import Connection
    from local_cache.model import SessionInfo
    from local_cache.status import Board


def count(work: Connection, board: Board) -> None:
    """Bring the status up to `work.db`, in a job on it: what is saved after the counting is added after it too."""
    unsent, needed = outbox.unsent(work), needs.count_open(work)
    before = board.status.needs_you
    board.change(unsent=unsent.count, oldest_unsent_at=unsent.oldest_at, needs_you=needed)
    if needed != before:
        board.tell(NeedsChanged(needed))


def count_alerts(both: Connection, board: Board, session: SessionInfo | None) -> None:
    """Bring into the status what a lead who is signed in has not noted as seen; what waits is counted by itself."""
    unread = 0
    if session is not None and Role.LEAD in session.roles:
        others = "SELECT count(*) FROM alerts WHERE json_extract(doc, '$.kind') NOT IN ('held', 'parked')"
        unseen = f"{others} AND '{needs.ALERT}' || id NOT IN (SELECT id FROM needs)"
        unread = int(both.execute(unseen).fetchone()[0])
    board.change(alerts_unread=unread)
