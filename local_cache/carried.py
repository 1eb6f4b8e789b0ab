"""The outbox on its way without a line: written to a file at one seat, taken in at another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from local_cache import outbox
from local_cache.encrypted import Connection
from local_cache.enrolment import Enrolment
from local_cache.keystore import SeatKeys
from local_cache.open_files import OpenFiles
from local_cache.sync import export


class CarriedOutbox:
    """Exports and imports for one seat; both block. `counted` is to bring the status up, in a job on `work.db`."""

    def __init__(
        self,
        files: OpenFiles,
        here: Enrolment,
        keys: SeatKeys,
        *,
        now: Callable[[], datetime],
        counted: Callable[[Connection], None],
    ) -> None:
        self._files = files
        self._here = here
        self._keys = keys
        self._now = now
        self._counted = counted

    def write(self, path: Path) -> int:
        """Write what is unsent to a new signed file and return how many. Raises `FileExistsError`, `OSError`."""
        rows, client_id = self._files.on_work(lambda work: (export.pending_rows(work), outbox.client_id(work)))
        return export.write_export(
            path, rows, here=self._here, client_id=client_id, device_key=self._keys.device_key, now=self._now
        )

    def take_in(self, path: Path) -> int:
        """Take another seat's exported work into this queue and return how many mutations were new.

        Raises `ExportUnreadable`, `ExportElsewhere`, `OSError` or `NotSaved`.
        """
        read = export.read_export(path)
        taken = self._files.on_work(lambda work: export.take_in(work, read, self._here))
        self._files.on_work(self._counted)
        self._files.catch_up()
        return taken
