"""What a screen showed in a practice session, row by row, so that a replay can go to any moment at once. Pure.

A file of frames is JSON lines, appended and flushed. A frame holds the rows that changed; now and then one holds the
whole screen (a key frame), and reading begins there. A half last line, left by a crash, is no frame.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

Look: TypeAlias = tuple[str, str, int]
"""How a piece is painted: ink and ground (`#rrggbb` or a name, empty for the terminal's own), and bits: 1 bold,
2 reverse, 4 underlined."""
BOLD, REVERSE, UNDERLINE = 1, 2, 4
Run: TypeAlias = tuple[str, Look]
"""A piece of a row: its text and its look."""
ShownRow: TypeAlias = tuple[Run, ...]

KEY_EVERY_MS = 30_000
KEY_EVERY_ROWS = 400
"""After so long, or so many changed rows, the next frame is a key frame: what a seek reads at most."""
_KEY_LINE = re.compile(rb'^\{"key":1,"ms":(\d+),', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ShownScreen:
    """A whole screen at a moment: milliseconds since the session began, cells across, and its rows from the top."""

    ms: int
    columns: int
    rows: tuple[ShownRow, ...]

    @property
    def texts(self) -> list[str]:
        """The rows as plain text."""
        return ["".join(text for text, _ in row).rstrip() for row in self.rows]


class FrameWriter:
    """Makes lines of what was painted and gives them to `append`; rows that are as they were are left out."""

    def __init__(self, append: Callable[[bytes], object]) -> None:
        self._append = append
        self._rows: list[ShownRow] = []
        self._columns = 0
        self._looks: dict[Look, int] = {}
        self._key_at = -KEY_EVERY_MS
        self._since_key = 0

    def put(self, ms: int, columns: int, height: int, painted: Mapping[int, Sequence[Run]]) -> None:
        """Take the rows (by their number from 0) that were painted on a screen of `columns` by `height` cells."""
        if (columns, height) != (self._columns, len(self._rows)):
            self._columns, self._rows = columns, [() for _ in range(height)]
            self._key_at = -KEY_EVERY_MS
        merged = {y: _merged(row) for y, row in painted.items() if 0 <= y < height}
        changed = {y: row for y, row in merged.items() if row != self._rows[y]}
        if not changed:
            return
        for y, row in changed.items():
            self._rows[y] = row
        self._since_key += len(changed)
        if ms - self._key_at >= KEY_EVERY_MS or self._since_key >= KEY_EVERY_ROWS:
            self._key_at, self._since_key = ms, 0
            self._looks.clear()
            rows, looks = self._told(dict(enumerate(self._rows)))
            self._write(
                {"key": 1, "ms": ms, "columns": columns, "looks": looks, "rows": [rows[y] for y in sorted(rows)]}
            )
        else:
            rows, looks = self._told(changed)
            self._write({"ms": ms, "looks": looks, "rows": rows})

    def _told(self, rows: Mapping[int, ShownRow]) -> tuple[dict[int, list[tuple[str, int]]], list[Look]]:
        """Return rows with the numbers of their looks, and the looks that were not numbered before."""
        fresh: list[Look] = []
        told: dict[int, list[tuple[str, int]]] = {}
        for y, row in rows.items():
            told[y] = []
            for text, look in row:
                if look not in self._looks:
                    self._looks[look] = len(self._looks)
                    fresh.append(look)
                told[y].append((text, self._looks[look]))
        return told, fresh

    def _write(self, frame: Mapping[str, Any]) -> None:
        self._append(json.dumps(frame, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


def _merged(row: Sequence[Run]) -> ShownRow:
    """Return a row whose neighbours differ in look, without empty pieces."""
    merged: list[Run] = []
    for text, look in row:
        if merged and merged[-1][1] == look:
            merged[-1] = merged[-1][0] + text, look
        elif text:
            merged.append((text, look))
    return tuple(merged)


class ShownFrames:
    """The frames of a session. `at` may be asked for moments in any order; going on from the last one is cheapest."""

    def __init__(self, data: bytes) -> None:
        self._data = data[: data.rfind(b"\n") + 1]
        found = [(int(match[1]), match.start()) for match in _KEY_LINE.finditer(self._data)]
        self._key_ms = [ms for ms, _ in found]
        self._key_at = [at for _, at in found]
        self._state = _State()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was shown."""
        return not self._key_at

    def at(self, ms: int) -> ShownScreen:
        """Return what was shown at a moment; before the first frame that one. Raises `LookupError` without frames."""
        if self.is_empty:
            raise LookupError("no frame")
        place = max(0, bisect_right(self._key_ms, ms) - 1)
        ms = max(ms, self._key_ms[0])
        state = self._state
        if state.key != place or state.ms > ms:
            state = self._state = _State(key=place, at=self._key_at[place])
        end = self._key_at[place + 1] if place + 1 < len(self._key_at) else len(self._data)
        while state.at < end:
            line_end = self._data.index(b"\n", state.at)
            frame = json.loads(self._data[state.at : line_end])
            if frame["ms"] > ms:
                break
            state.take(frame)
            state.at = line_end + 1
        return ShownScreen(state.ms, state.columns, tuple(state.rows))


class _State:
    """How far a key frame and those behind it have been read."""

    def __init__(self, key: int = -1, at: int = 0) -> None:
        self.key = key
        self.at = at
        self.ms = -1
        self.columns = 0
        self.rows: list[ShownRow] = []
        self._looks: list[Look] = []

    def take(self, frame: dict[str, Any]) -> None:
        self.ms = frame["ms"]
        self._looks += [(ink, ground, bits) for ink, ground, bits in frame["looks"]]
        if "key" in frame:
            self.columns = frame["columns"]
            self.rows = [self._row(row) for row in frame["rows"]]
        else:
            for y, row in frame["rows"].items():
                self.rows[int(y)] = self._row(row)

    def _row(self, row: list[tuple[str, int]]) -> ShownRow:
        return tuple((text, self._looks[look]) for text, look in row)
