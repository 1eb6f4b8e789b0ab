"""What is kept of an error of the console's own: where it happened, and never what was being typed."""

import traceback
from datetime import UTC, datetime
from pathlib import Path


def note_crash(file: Path, error: BaseException) -> None:
    """Add the kind of the error and its places in the program to the log.

    No message and no value: they may be a caller's. A disk that does not take the line changes nothing.
    """
    lines = [f"{datetime.now(UTC).isoformat(timespec='seconds')} {type(error).__name__}"]
    lines += [f"  {Path(at.filename).name}:{at.lineno} {at.name}" for at in traceback.extract_tb(error.__traceback__)]
    try:
        with file.open("a", encoding="utf-8") as log:
            log.write("\n".join(lines) + "\n")
    except OSError:
        return
