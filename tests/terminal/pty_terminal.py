"""A program in a real pseudo-terminal, and what a person would see on it (pyte keeps the screen)."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType

import pyte
from rich.cells import cell_len

from tests.deadline import PATIENCE_S

_AROUND = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
"""Without the size that a test runner gives its workers: it would go before the terminal's own."""

KEYS = {
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "page_down": "\x1b[6~",
    "backspace": "\x7f",
    "escape": "\x1b",
    "end": "\x1b[F",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "f7": "\x1b[18~",
    "f8": "\x1b[19~",
    "f9": "\x1b[20~",
    "insert": "\x1b[2~",
    "f12": "\x1b[24~",
}


class Terminal:
    """Runs `command` as the leader of a session whose terminal this is; use it with `with`."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], *, columns: int = 80, rows: int = 24
    ) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.written = bytearray()
        self._master, slave = pty.openpty()
        self._set_size(columns, rows)
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**_AROUND, "TERM": "xterm-256color", "COLORTERM": "truecolor", **environment},
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.hang_up()

    # ---- what is seen

    @property
    def rows(self) -> list[str]:
        """The rows of the screen as a person reads them; the second half of a wide sign is dropped."""
        rows = []
        for y in range(self._screen.lines):
            line = self._screen.buffer[y]
            rows.append("".join(line[x].data for x in range(self._screen.columns)).rstrip())
        return rows

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.rows)

    @property
    def cursor(self) -> tuple[int, int]:
        """Row and column of the terminal's own cursor, where an input method would draw."""
        return self._screen.cursor.y, self._screen.cursor.x

    def part(self, row: int, left: int, right: int) -> str:
        """Return what stands in the cells of a row from `left` to before `right`, without blanks around it."""
        line = self._screen.buffer[row]
        return "".join(line[x].data for x in range(left, min(right, self._screen.columns))).strip()

    def ground(self, row: int, column: int) -> str:
        """Return the colour behind a cell, as pyte names it."""
        return str(self._screen.buffer[row][column].bg)

    def column_of(self, text: str, row: int) -> int:
        """Return the cell in which `text` begins on a row."""
        return cell_len(self.rows[row].split(text)[0])

    def row_of(self, text: str) -> int:
        """Return the first row that shows `text`."""
        return next(y for y, row in enumerate(self.rows) if text in row)

    # ---- what is done

    def keys(self, *names: str) -> None:
        """Press keys: names of `KEYS`, `ctrl+x`, or text as it is typed."""
        for name in names:
            if name in KEYS:
                data = KEYS[name]
            elif name.startswith("ctrl+"):
                data = chr(ord(name[-1]) & 0x1F)
            else:
                data = name
            self.send(data.encode())

    def send(self, data: bytes) -> None:
        """Send bytes as a terminal would."""
        while data:
            written = os.write(self._master, data)
            data = data[written:]

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size."""
        self._screen.resize(rows, columns)
        self._set_size(columns, rows)
        os.killpg(self.process.pid, signal.SIGWINCH)

    def hang_up(self) -> None:
        """Take the terminal away, as a closed window or a lost line does."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    # ---- waiting

    def look(self, seconds: float) -> None:
        """Read what comes within so many seconds."""
        end = time.monotonic() + seconds
        while self._read(end):
            pass

    def comes(self, text: str, *, within: float) -> bool:
        """Read until the screen shows a text, for so many seconds at most; say whether it does."""
        end = time.monotonic() + within
        while text not in self.text:
            if not self._read(end):
                return False
        return True

    def wait_for(self, wanted: str | Callable[[str], bool]) -> str:
        """Read until the screen shows a text (or a condition holds of it) and return the screen."""
        holds = (lambda screen: wanted in screen) if isinstance(wanted, str) else wanted
        end = time.monotonic() + PATIENCE_S
        while not holds(self.text):
            if not self._read(end):
                raise AssertionError(f"waited for {wanted!r}; exit {self.process.poll()}; the screen:\n{self.text}")
        return self.text

    def wait_for_end(self) -> int:
        """Read until the program has ended and return its exit code."""
        end = time.monotonic() + PATIENCE_S
        while self.process.poll() is None:
            if self._master < 0:
                return self.process.wait(PATIENCE_S)
            self._read(min(end, time.monotonic() + 0.1))
            if time.monotonic() > end:
                raise AssertionError(f"the program goes on; the screen:\n{self.text}")
        while self._read(time.monotonic() + 0.05):
            pass
        return self.process.returncode

    def _read(self, end: float) -> bool:
        left = end - time.monotonic()
        if left <= 0 or not select.select([self._master], [], [], left)[0]:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:  # the other end has gone
            return False
        self.written += data
        self._stream.feed(data)
        return bool(data)

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
