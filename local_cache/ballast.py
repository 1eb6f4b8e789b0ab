"""A file that is given up when the disk is full, so that the cases of the next hours still find room."""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path

SIZE = 64 * 1024 * 1024
_BLOCK = 1024 * 1024


class Ballast:
    """Room held in reserve at `path`, `size` bytes of it."""

    def __init__(self, path: Path, size: int = SIZE) -> None:
        self._path = path
        self._size = size

    @property
    def held(self) -> bool:
        """Say whether the reserve is whole."""
        try:
            return self._path.stat().st_size >= self._size
        except OSError:
            return False

    @property
    def has_room(self) -> bool:
        """Say whether the reserve is whole, or the disk has room for it three times over."""
        return self.held or shutil.disk_usage(self._path.parent).free >= 3 * self._size

    def take_up(self) -> bool:
        """Fill the reserve if there is room; say whether it is whole."""
        if self.held:
            return True
        if not self.has_room:
            return False
        block = secrets.token_bytes(_BLOCK)  # a disk that compresses or skips zeros would hold nothing in reserve
        new = self._path.with_suffix(".new")
        try:
            with new.open("wb") as file:
                for start in range(0, self._size, _BLOCK):
                    file.write(block[: self._size - start])
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._path)
        except OSError:
            new.unlink(missing_ok=True)
        return self.held

    def give_up(self) -> bool:
        """Free the reserve; say whether there was one."""
        try:
            self._path.unlink()
        except OSError:
            return False
        return True
