"""Practice in the same terminal while the live seat is closed: a child process, which shares nothing but the screen."""

import signal
import subprocess
import sys
from contextlib import suppress

from local_cache.folder import SeatFolder
from seat_console.exit_codes import Exit
from wording import language, tr


def command_of(folder: SeatFolder, operator_id: str, city: str) -> list[str]:
    """Return the command line of practice beside a seat of a city: its code, empty where the seat does not know it."""
    where = ["--own-city", city] if city else []
    return [sys.executable, "-m", "seat_console", "practice", "--folder", str(folder.root),
            "--language", language(), "--trainee", operator_id, *where]  # fmt: skip


def practise(folder: SeatFolder, operator_id: str, city: str) -> None:
    """Practise until whoever does leaves. What practice says where it cannot begin stands there until it is read."""
    before = signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl+C leaves practice, and not the console
    try:
        code = subprocess.run(command_of(folder, operator_id, city), check=False).returncode  # noqa: S603 - our own program
        if code not in (Exit.DONE, Exit.INTERRUPTED):
            with suppress(EOFError):  # the terminal may have gone with the program
                input(tr("Press Enter to go back to the sign-in"))
    finally:
        signal.signal(signal.SIGINT, before)
