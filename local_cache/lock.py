"""One process owns a seat's files. The system drops the lock with its holder, kill -9 included."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import TracebackType

from local_cache.errors import SeatBusy

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class SeatLock:
    """Holds the lock file of a seat from its making until `release`. Raises `SeatBusy`."""

    def __init__(self, path: Path) -> None:
        self._descriptor: int | None = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(self._descriptor)
        except OSError as error:
            os.close(self._descriptor)
            raise SeatBusy("another console holds this seat") from error

    def release(self) -> None:
        """Let the next one have the seat. The file stays: deleting it would let two hold it."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> SeatLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.release()
