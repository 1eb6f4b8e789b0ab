"""Copies of `work.db`: one for every minute in which it changed, the three newest kept."""

from __future__ import annotations

import threading
from pathlib import Path

from local_cache.encrypted import DatabaseError, FileSecret, connect, copy, is_sound
from local_cache.folder import SeatFolder

KEPT = 3
_STEM = "work-"


class Backups:
    """The copies of one seat's work file. `gate` is held while a copy is made and while the file is replaced."""

    def __init__(self, folder: SeatFolder, secret: FileSecret) -> None:
        self._folder = folder
        self._secret = secret
        self.gate = threading.Lock()

    def newest_first(self) -> list[Path]:
        """Return the copies; they are numbered, since a wrong clock must not make an old one the newest."""
        return sorted(self._folder.backups.glob(f"{_STEM}*.db"), reverse=True)

    def make(self) -> bool:
        """Copy the file as it is now and drop the oldest copies; say whether the copy proved sound.

        A copy that is not sound replaces nothing. Raises `DatabaseError` or `OSError`.
        """
        held = self.newest_first()
        number = int(held[0].stem.removeprefix(_STEM)) + 1 if held else 1
        target = self._folder.backups / f"{_STEM}{number:09}.db"
        unproved = target.with_suffix(".new")
        with self.gate:
            copy(self._folder.work, unproved, self._secret)
        if not opens(unproved, self._secret):
            unproved.unlink()
            return False
        unproved.replace(target)
        for old in self.newest_first()[KEPT:]:
            old.unlink()
        return True


def opens(path: Path, secret: FileSecret) -> bool:
    """Say whether a file opens with the seat's key and is sound throughout."""
    try:
        connection = connect(path, secret, read_only=True)
    except DatabaseError:
        return False
    try:
        return is_sound(connection)
    finally:
        connection.close()
