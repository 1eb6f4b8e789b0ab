"""What outlives a demo that met an error: the log of where it happened, and nothing of its people, calls and cases."""

import os
import tempfile
from pathlib import Path


def keep_log(log: Path) -> Path | None:
    """Copy a log out of the demo's folder, for this account alone, and return where it is kept.

    None where the log is not there or empty, or where nothing can be written.
    """
    try:
        told = log.read_bytes()
        if not told:
            return None
        number, kept = tempfile.mkstemp(prefix="seat-demo-", suffix=f"-{log.name}")
        with os.fdopen(number, "wb") as file:
            file.write(told)
    except OSError:
        return None
    return Path(kept)
