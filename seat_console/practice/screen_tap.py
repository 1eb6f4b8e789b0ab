"""Takes down what the terminal is shown, for the replay. No key waits for it: a thread makes frames of it later."""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.strip import Strip

from practice.line_file import LineFile, whole_lines
from practice.shown_frames import BOLD, REVERSE, UNDERLINE, FrameWriter, Look, Run

LOOK_EVERY_S = 0.25
"""So often what was painted is made frames of and written: what a kill may cost."""
_Painted: TypeAlias = tuple[int, int, int, list[tuple[int, tuple[Strip, ...]]]]
"""Milliseconds, columns, rows of the screen, and the rows that were painted."""


class ScreenTap:
    """Appends the frames of a session to a file. `ms` is the session's clock. Use `saw` on the event loop alone."""

    def __init__(self, file: Path, ms: Callable[[], int]) -> None:
        if file.exists():
            whole_lines(file)  # what a crash left of a last line: another one behind it would be lost with it
        self._file = LineFile(file)
        self._ms = ms
        self._queue: deque[_Painted] = deque()
        self._writer = FrameWriter(self._file.put)
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._work, name="screen-tap", daemon=True)
        self._thread.start()

    def saw(self, update: object, columns: int, height: int) -> None:
        """Keep what was just painted: Textual's strips never change, so that keeping them costs nothing."""
        painted: list[tuple[int, tuple[Strip, ...]]] = []
        if isinstance(update, LayoutUpdate):
            painted = [(y, tuple(row)) for y, row in enumerate(update.strips, update.region.y)]
        elif isinstance(update, ChopsUpdate):
            for y in {y for y, _, _ in update.spans}:
                row: tuple[Any, ...] = tuple(update.chops[y].values())
                if None not in row:
                    painted.append((y, row))
        if painted:
            self._queue.append((self._ms(), columns, height, painted))

    def close(self) -> None:
        """Write what is left and let the file go."""
        self._end.set()
        self._thread.join()
        self._file.close()

    def _work(self) -> None:
        while not self._end.wait(LOOK_EVERY_S):
            self._write()
        self._write()

    def _write(self) -> None:
        while self._queue:
            ms, columns, height, painted = self._queue.popleft()
            rows: dict[int, Sequence[Run]] = {}
            for y, strips in painted:
                rows[y] = [(segment.text, look_of(segment.style)) for strip in strips for segment in strip]
                if not self._end.is_set():
                    time.sleep(0)  # a key that comes now goes first
            with suppress(OSError):  # it goes with the next frame that finds room
                self._writer.put(ms, columns, height, rows)


@lru_cache(maxsize=1024)
def look_of(style: Style | None) -> Look:
    """Return how a Rich style is kept."""
    if style is None:
        return "", "", 0
    bits = BOLD * bool(style.bold) + REVERSE * bool(style.reverse) + UNDERLINE * bool(style.underline)
    return _name(style.color), _name(style.bgcolor), bits


def _name(colour: Any) -> str:
    return "" if colour is None else str(colour.name)
