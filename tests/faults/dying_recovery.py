"""Opens a seat whose work file is damaged and is killed, as by `kill -9`, at a named point of the recovery.

`python dying_recovery.py POINT FOLDER`. The points are set from outside: the recovery knows nothing of them.
"""

import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

from local_cache import meta
from local_cache.folder import SeatFolder
from local_cache.seat import Seat


def die() -> None:
    """Be killed here and now."""
    os.kill(os.getpid(), signal.SIGKILL)


def before_the_copy(_: SeatFolder) -> None:
    """Die when a copy has been chosen."""
    shutil.copyfile = lambda *_: die()  # type: ignore[assignment]


def after_the_copy(_: SeatFolder) -> None:
    """Die when the copy is there and nothing has been added to it."""
    copyfile = shutil.copyfile

    def patched(*given: Any) -> None:
        copyfile(*given)
        die()

    shutil.copyfile = patched  # type: ignore[assignment]


def before_the_commit(_: SeatFolder) -> None:
    """Die when what was done has been noted and the transaction is still open."""
    put = meta.put

    def patched(connection: Any, key: str, value: str) -> None:
        put(connection, key, value)
        if key == meta.RECOVERY:
            die()

    meta.put = patched


def before_it_is_set_aside(folder: SeatFolder) -> None:
    """Die instead of moving the damaged file."""
    _die_around(folder.work, None, moved=False)


def after_it_is_set_aside(folder: SeatFolder) -> None:
    """Die when the damaged file has been moved, and nothing that lies beside it."""
    _die_around(folder.work, None, moved=True)


def before_the_copy_takes_its_place(folder: SeatFolder) -> None:
    """Die when there is no work file and one is about to be."""
    _die_around(None, folder.work, moved=False)


def after_the_copy_took_its_place(folder: SeatFolder) -> None:
    """Die when the new file is in its place."""
    _die_around(None, folder.work, moved=True)


def _die_around(source: Path | None, target: Path | None, *, moved: bool) -> None:
    replace = Path.replace

    def patched(path: Path, to: Any) -> Path:
        chosen = path == source or Path(to) == target
        if chosen and not moved:
            die()
        result = replace(path, to)
        if chosen:
            die()
        return result

    Path.replace = patched  # type: ignore[method-assign, assignment]


POINTS = (
    before_the_copy,
    after_the_copy,
    before_the_commit,
    before_it_is_set_aside,
    after_it_is_set_aside,
    before_the_copy_takes_its_place,
    after_the_copy_took_its_place,
)


if __name__ == "__main__":
    seat = SeatFolder(Path(sys.argv[2]))
    {point.__name__: point for point in POINTS}[sys.argv[1]](seat)
    Seat.open(seat, start_sync=False, ballast_size=0)
