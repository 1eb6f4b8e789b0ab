"""What a board in a terminal showed at which moment, from the bytes that it wrote: read after the measurement."""

import bisect
from collections.abc import Iterator, Sequence

import pyte

from widgets.seat_grid import CELL, GUTTER
from widgets.tile_band import TILE

Chunk = tuple[float, bytes]
"""Bytes that a terminal was given, with the moment at which they were read."""
Shown = tuple[float, str]
"""What a cell reads from a moment on."""


class PaintedBoard:
    """A board of `columns` × `rows` painted again chunk by chunk; what its tiles and cells of seats read, and when."""

    def __init__(self, chunks: Sequence[Chunk], tiles: Sequence[str], *, columns: int = 120, rows: int = 40) -> None:
        """Follow the tiles of these labels."""
        self._screen = pyte.Screen(columns, rows)
        self._labels = tiles
        self._shown: dict[str, list[Shown]] = {}
        stream = pyte.ByteStream(self._screen)
        for moment, data in chunks:
            self._screen.dirty.clear()
            stream.feed(data)
            for name, words in self._read():
                history = self._shown.setdefault(name, [])
                if not history or history[-1][1] != words:
                    history.append((moment, words))

    def history(self, name: str) -> list[Shown]:
        """Return what a tile (by its label) or a seat (by its number) read, oldest first; nothing if never in sight."""
        return self._shown.get(name, [])

    def at(self, name: str, moment: float) -> str:
        """Return what it read at a moment, empty before the first."""
        history = self.history(name)
        place = bisect.bisect_right(history, moment, key=lambda shown: shown[0])
        return history[place - 1][1] if place else ""

    def _read(self) -> Iterator[tuple[str, str]]:
        lines = self._screen.display
        for y in sorted(self._screen.dirty):
            yield from self._seats(lines[y])
        for label in self._labels:
            for y in (1, 2, 3, 4, 5):
                at = lines[y].find(f" {label} ")
                if at >= 0:
                    yield label, lines[y + 1][at : at + TILE].split()[0]
                    break

    def _seats(self, line: str) -> Iterator[tuple[str, str]]:
        for at in range(GUTTER, len(line) - CELL + 1, CELL):
            seat, state = line[at : at + 4], line[at + 5 : at + 7]
            if seat.isdigit() and line[at + 4] == " " and state.strip():
                yield seat, state
