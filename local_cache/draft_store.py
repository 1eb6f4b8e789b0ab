"""The drafts of a seat, written and read in the threads of its files."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime

from local_cache import drafts
from local_cache.encrypted import Connection
from local_cache.errors import NoSuchDraft
from local_cache.model import Draft
from local_cache.news import DraftSaved
from local_cache.open_files import OpenFiles
from local_cache.status import Board


class DraftStore:
    """Keeps drafts for one seat and tells when one is on disk. `unit` is that which whoever is signed in sees alone."""

    def __init__(
        self, files: OpenFiles, board: Board, now: Callable[[], datetime], unit: Callable[[], str | None]
    ) -> None:
        self._files = files
        self._board = board
        self._now = now
        self._unit = unit

    def put(self, draft: Draft) -> Future[None]:
        """Write a draft as it stands now."""
        future = self._files.work.submit(lambda work: drafts.put(work, draft))

        def told(put: Future[None]) -> None:
            if not put.cancelled() and put.exception() is None:
                self._board.tell(DraftSaved(draft.id, draft.updated_at))

        future.add_done_callback(told)
        return future

    def of_operator(self, operator: str, *, after_writes: bool = False) -> Future[list[Draft]]:
        """Return the operator's drafts and those handed over to them as whoever comes next, last touched first.

        With `after_writes` whatever was put before is among them.
        """
        unit = self._unit()

        def job(connection: Connection) -> list[Draft]:
            found = drafts.of_operator(connection, operator)
            return [each for each in found if each.operator or (each.unit or None) == unit]

        return self._files.work.submit(job) if after_writes else self._files.look_up.submit(job)

    def discarded(self, operator: str) -> Future[list[Draft]]:
        """Return what the operator discarded in the last 30 days."""
        return self._files.look_up.submit(lambda both: drafts.discarded(both, operator))

    def discard(self, draft_id: str, last: Draft | None) -> Future[None]:
        """Put a draft away, as it stands in `last` if that is given. Fails with `NoSuchDraft`."""

        def job(work: Connection) -> None:
            if last is not None:
                drafts.put_away(work, last, self._now())
            elif not drafts.discard(work, draft_id, self._now()):
                raise NoSuchDraft(draft_id)

        return self._files.work.submit(job)

    def kept_count(self) -> Future[int]:
        """Return how many drafts wait here for operators who have signed out."""
        return self._files.look_up.submit(drafts.kept_count)
