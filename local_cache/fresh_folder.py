"""A folder that is to become a seat: where that fails, and nothing was there before, nothing is left of the trial."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from local_cache.folder import SeatFolder
from local_cache.lock import SeatLock
from local_cache.wipe import wipe


@contextmanager
def made_and_locked(folder: SeatFolder) -> Iterator[Callable[[], None]]:
    """Make the folder and hold its lock; give what is to be called once it is a seat.

    Before that, a block that fails leaves a folder that was empty, or not there, as it was. Of one that holds anything
    nothing is taken away: it may be a seat's whose keys come back. Raises `SeatBusy`.
    """
    made = [each for each in (folder.root, *folder.root.parents) if not each.exists()]
    stays = folder.root.exists() and any(folder.root.iterdir())

    def is_seat() -> None:
        nonlocal stays
        stays = True

    folder.make()
    lock = SeatLock(folder.lock)
    try:
        yield is_seat
    except BaseException:
        if not stays:
            wipe(folder)
        raise
    finally:
        lock.release()
        if not stays:
            _take_away(folder, made)


def _take_away(folder: SeatFolder, made: list[Path]) -> None:
    """Remove the empty folders. The lock file goes last and unlocked: Windows deletes none that is open."""
    with suppress(OSError):  # somebody has put something there meanwhile
        folder.set_aside.rmdir()
        folder.lock.unlink()
        for each in made:
            each.rmdir()
