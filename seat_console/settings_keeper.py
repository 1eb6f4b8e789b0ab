"""Keeps what an operator sets while the console runs, in a thread of its own: a slow disk must not hold up a key."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from seat_console.settings import write_setting


class SettingsKeeper:
    """Writes one setting after the other, in the order in which they were given; the program ends when all are written.

    Without a `file` it keeps nothing.
    """

    def __init__(self, file: Path | None, failed: Callable[[BaseException], object]) -> None:
        """Call `failed`, in the thread that writes, with what keeps a setting from being written."""
        self._file = file
        self._failed = failed
        self._writer = ThreadPoolExecutor(1, "settings")

    def keep(self, name: str, value: str | dict[str, str]) -> None:
        """Have a setting written; returns at once."""
        if self._file is not None:
            self._writer.submit(write_setting, self._file, name, value).add_done_callback(self._written)

    def _written(self, done: Future[None]) -> None:
        error = done.exception()
        if error is not None:
            self._failed(error)
