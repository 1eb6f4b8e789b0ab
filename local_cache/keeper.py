"""What a seat does for its files every few seconds and once a day, in a thread of its own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from local_cache import cases, drafts, outbox
from local_cache.backup import Backups
from local_cache.ballast import Ballast
from local_cache.encrypted import Connection, DatabaseError
from local_cache.errors import NotSaved
from local_cache.open_files import OpenFiles

CACHE_KEPT = timedelta(days=90)
"""How long a seat may hold cases of its territory (design, section 4)."""
_BACKUP_EVERY_S = 60.0
_DAY_S = 86_400.0
_TICK_S = 5.0

_log = logging.getLogger(__name__)


class Keeper:
    """Copies the work file, lets old things go and holds room in reserve. `tick` does what is due."""

    def __init__(
        self,
        files: OpenFiles,
        backups: Backups,
        ballast: Ballast,
        *,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
        room: Callable[[bool], None],
    ) -> None:
        self._files = files
        self._backups = backups
        self._ballast = ballast
        self._now = now
        self._monotonic = monotonic
        self._room = room
        self._copied_changes = -1 if not backups.newest_first() else 0
        self._copied_at = float("-inf")
        self._tidied_at = float("-inf")
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="seat-keeper", daemon=True)

    def start(self) -> None:
        """Begin to keep."""
        self._thread.start()

    def stop(self) -> None:
        """End, with a last copy if anything changed since the one before."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join()
        self._copied_at = float("-inf")
        self._copy()

    def tick(self) -> None:
        """Do what is due: a copy a minute in which something changed, the reserve, and what is too old."""
        self._copy()
        self._room(self._ballast.take_up())
        if self._monotonic() - self._tidied_at >= _DAY_S:
            self._tidied_at = self._monotonic()
            self.tidy_up()

    def tidy_up(self) -> None:
        """Let go of cached cases past 90 days and of drafts discarded 30 days ago."""
        now = self._now()

        def own(work: Connection) -> frozenset[str]:
            drafts.forget_discarded(work, now)
            return frozenset(str(case_id) for case_id in outbox.kept_cases(work))

        try:
            kept = self._files.on_work(own)
            self._files.on_cache(lambda cache: cases.age_out(cache, now - CACHE_KEPT, kept))
        except NotSaved as error:
            _log.warning("old rows stay for now: %s", error.why)

    def _copy(self) -> None:
        changes = self._files.work.changes
        if changes == self._copied_changes or self._monotonic() - self._copied_at < _BACKUP_EVERY_S:
            return
        self._copied_at = self._monotonic()
        try:
            if self._backups.make():
                self._copied_changes = changes
        except (DatabaseError, OSError) as error:
            _log.warning("no copy of the work file: %s", type(error).__name__)

    def _run(self) -> None:
        while not self._stop.wait(_TICK_S):
            try:
                self.tick()
            except Exception as error:  # no copy would be made from then on, and nobody would be told
                _log.error("the files could not be kept: %s", type(error).__name__)
