"""Files that only the service account may read."""

import os
from pathlib import Path

_NO_LINKS = getattr(os, "O_NOFOLLOW", 0)


def write_secret(file: Path, content: bytes) -> None:
    """Write a new file of mode 0600, never wider for a moment. Raises `FileExistsError` rather than replace one."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINKS, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
