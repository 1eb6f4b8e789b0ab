"""A program in a real pty, timed from the key written to the bytes that show it."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from types import TracebackType

_CHUNK = 1 << 16


class TerminalProgram:
    """Runs `command` in a pty of `columns` × `rows`; its output is read raw, with no emulator in the path."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        environment: Mapping[str, str] | None = None,
        columns: int = 120,
        rows: int = 40,
    ) -> None:
        self.started_at = time.perf_counter()
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        variables = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(environment or {})}
        self._process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=variables, start_new_session=True
        )
        os.close(slave)
        self.pid = self._process.pid

    def __enter__(self) -> "TerminalProgram":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._master)

    def write(self, text: str) -> None:
        """Send keys as a terminal would."""
        os.write(self._master, text.encode())

    def read(self, timeout: float) -> bytes:
        """Return what arrives within `timeout` seconds, at the first chunk; empty when nothing does."""
        ready, _, _ = select.select([self._master], [], [], timeout)
        if not ready:
            return b""
        try:
            return os.read(self._master, _CHUNK)
        except OSError:
            return b""

    def settle(self, quiet: float = 0.3, limit: float = 30.0) -> bytes:
        """Return all output until nothing has come for `quiet` seconds. Raises `TimeoutError` after `limit`."""
        taken = bytearray()
        end = time.perf_counter() + limit
        while chunk := self.read(quiet):
            taken += chunk
            if time.perf_counter() > end:
                raise TimeoutError("the program never came to rest")
        return bytes(taken)

    def wait_for(self, text: str, limit: float = 30.0) -> bytes:
        """Return all output up to the chunk in which `text` is complete. Raises `TimeoutError`."""
        wanted = text.encode()
        taken = bytearray()
        end = time.perf_counter() + limit
        while wanted not in taken:
            left = end - time.perf_counter()
            if left <= 0:
                raise TimeoutError(f"{text!r} was never shown; last: {bytes(taken[-2000:])!r}")
            taken += self.read(left)
        return bytes(taken)

    def echo(self, sign: str, limit: float = 5.0) -> tuple[float, int]:
        """Type one sign that is nowhere on the screen; return seconds until it is shown and the bytes written.

        The bytes are counted until the program has been quiet for a frame.
        """
        start = time.perf_counter()
        self.write(sign)
        shown = len(self.wait_for(sign, limit))
        elapsed = time.perf_counter() - start
        while chunk := self.read(0.02):
            shown += len(chunk)
        return elapsed, shown
