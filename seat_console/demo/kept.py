"""A command that ends with the demo, however that ends: run through the keeper, whose input the demo holds open."""

import contextlib
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from seat_console.demo.keeper import PATIENCE_S

OWN_GROUP: int = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
"""On Windows, what `start_new_session` does elsewhere."""


class Kept:
    """A command at work from now on. Its errors go to the file `log`, and so does what it says unless `lines` tell it.

    `told` says that they do.
    """

    def __init__(self, command: Sequence[str], log: Path, *, told: bool = False) -> None:
        self._log: IO[str] = log.open("a", encoding="utf-8")
        keeper = [sys.executable, "-m", "seat_console.demo.keeper", *command]
        # A session of its own: Ctrl+C in the terminal is for the demo, which ends the command in good order.
        self._process: subprocess.Popen[str] = subprocess.Popen(  # noqa: S603 - our own commands
            keeper, stdin=subprocess.PIPE, stdout=subprocess.PIPE if told else self._log, stderr=self._log, text=True,
            encoding="utf-8", start_new_session=True, creationflags=OWN_GROUP,
        )  # fmt: skip

    @property
    def at_work(self) -> bool:
        """Say whether it is still at work, and has not been told to end."""
        # Asked in any case: it takes what has ended off the system's list.
        has_ended = self._process.poll() is not None
        stdin = self._process.stdin
        return not has_ended and stdin is not None and not stdin.closed

    def lines(self) -> Iterator[str]:
        """Yield what it says, until it ends."""
        if self._process.stdout is not None:
            yield from self._process.stdout

    def end_soon(self) -> None:
        """Tell it to end; returns at once."""
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def stop(self) -> None:
        """End it and wait until it has ended."""
        self.end_soon()
        try:
            self._process.wait(2 * PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._log.close()
