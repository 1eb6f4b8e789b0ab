"""`seat-console` whose practice goes by a clock that the test turns: seconds since the start, read from a file.

`python -m tests.terminal.practice_by_clock CLOCK_FILE ARGUMENT …` takes the arguments of `seat-console`. The process is
the real one in all else; a crash leaves the file, so that the clock has gone on when the next process reads it.
"""

import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

import practice.session
from local_cache.sync.pacing import Backoff
from seat_console.cli import main
from tests.practice.machine import LINE_AGAIN_S, START
from tests.terminal import leaks
from tests.terminal.watched import watch

_LOOK_S = 0.04
"""The session looks at its clock so often: a test turns it faster than time goes by."""


class ClockFile:
    """Stands in for `practice.honest_clock.ThisMachine`."""

    boot = "boot-1"

    def __init__(self, file: Path) -> None:
        self._file = file
        self.seen = file.with_suffix(".seen")
        self.watched = file.with_suffix(".watched")
        self._last = ""

    def since_boot(self) -> float:
        """Return the seconds that the test has let go by, and tell it that they were looked at."""
        shown = self._file.read_text("ascii")
        if shown != self._last:
            self._last = shown
            self.seen.write_text(shown, "ascii")
        return float(shown)

    def wall(self) -> datetime:
        """Return the moment that they make."""
        return START + timedelta(seconds=self.since_boot())


if __name__ == "__main__":
    clock = ClockFile(Path(sys.argv[1]))
    watch(
        clock.watched, Path(os.environ["SEAT_PRACTICE_FOLDER"]), Path(sys.argv[sys.argv.index("--folder") + 1]),
        may_write=clock.seen,
    )  # fmt: skip
    if "LEAK" in os.environ:
        getattr(leaks, os.environ["LEAK"])()
    practice.session.ThisMachine = lambda: clock  # type: ignore[assignment,misc]
    practice.session.LOOK_S = _LOOK_S
    Backoff.next = lambda _: LINE_AGAIN_S  # type: ignore[method-assign]
    sys.exit(main(sys.argv[2:]))
