"""Writes small files of which there is always the old one or the new one, whatever happens in between."""

import os
from pathlib import Path


def write_whole(file: Path, data: bytes) -> None:
    """Put a file in the place of what is there, readable for its owner alone, its folder being there.

    Raises `OSError`; the old one is as it was then.
    """
    part = file.with_suffix(".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as target:
        target.write(data)
        target.flush()
        os.fsync(target.fileno())
    part.replace(file)
