"""Practice in the same terminal while the live seat is closed: a child process, which shares nothing but the screen."""

import subprocess
import sys

from local_cache.folder import SeatFolder
from wording import language


def command_of(folder: SeatFolder, operator_id: str) -> list[str]:
    """Return the command line of practice beside a seat, for somebody, or for nobody by name."""
    who = ["--trainee", operator_id] if operator_id else []
    return [sys.executable, "-m", "seat_console", "practice", "--folder", str(folder.root),
            "--language", language(), *who]  # fmt: skip


def practise(folder: SeatFolder, operator_id: str) -> None:
    """Practise until whoever does leaves; what went wrong there has been said there."""
    subprocess.run(command_of(folder, operator_id), check=False)  # noqa: S603 - our own program
