"""`replay_seek`: a jump to any moment of a two-hour session, to the whole screen of that moment."""

import time
from collections.abc import Iterator

from benchmarks.report import Figure, at_most, quantile
from benchmarks.seats import draw
from practice.shown_frames import FrameWriter, Look, Run, ShownFrames

_HOURS_MS = 2 * 3600 * 1000
_COLUMNS, _ROWS = 120, 40
_KEY_MS = 250
"""Somebody types without a pause, and the clocks go on each second."""
_LOOKS: tuple[Look, ...] = (("#eeeeee", "#1d1529", 0), ("#b2b2b2", "#35204c", 0), ("#d7afff", "#1d1529", 1))
_JUMPS = 300


def measure() -> list[Figure]:
    """Return the 99th percentile of jumps from anywhere to anywhere, in milliseconds."""
    data = b"".join(_recorded())
    frames, chance = ShownFrames(data), draw(29)
    spent: list[float] = []
    for _ in range(_JUMPS):
        ms = int(chance.uniform(0, _HOURS_MS))
        start = time.perf_counter()
        frames.at(ms)
        spent.append((time.perf_counter() - start) * 1000)
    return [at_most("replay_seek", quantile(spent, 0.99), "ms p99", 200)]


def _recorded() -> Iterator[bytes]:
    lines: list[bytes] = []
    writer = FrameWriter(lines.append)
    writer.put(0, _COLUMNS, _ROWS, {y: _row(y, "") for y in range(_ROWS)})
    for ms in range(_KEY_MS, _HOURS_MS, _KEY_MS):
        painted = {20 + ms // 20_000 % 10: _row(20, "停水" * (ms // _KEY_MS % 25))}
        if ms % 1000 == 0:
            painted[0] = _row(0, str(ms))
        writer.put(ms, _COLUMNS, _ROWS, painted)
        yield from lines
        lines.clear()


def _row(place: int, text: str) -> list[Run]:
    label = f" {place:2} 内容"
    rest = _COLUMNS - len(label) - 2 - 2 * len(text)
    return [(label, _LOOKS[1]), (text, _LOOKS[0]), (" " * max(0, rest), _LOOKS[2])]
