"""Where things stand on a wall: the figures as large as a terminal of this size has room for. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from widgets.big_digits import ROWS, big_width

ENTRY_CELLS = 20
"""A district with its rate."""
_WIDEST = "20481"
"""A figure as wide as any: calls of a day, and wider than `98.9%`."""
_CLOCK = "00:00"
_FEWEST_BAND, _TALL_BAND, _TALL = 1, 3, 36
_LABEL, _NOTE, _HEADING = 1, 1, 1
_MOST_DISTRICT_ROWS = 6


@dataclass(frozen=True, slots=True)
class WallLayout:
    """Sizes in cells. A dot of a figure is `dot` wide and `high` rows high, one of the clock likewise.

    `columns` figures stand side by side. `band` rows are for the warning, `gaps` are blank rows: below the band, above
    the figures, above the districts.
    """

    columns: int
    dot: int
    high: int
    clock_dot: int
    clock_high: int
    band: int
    gaps: tuple[int, int, int]
    district_columns: int
    district_rows: int


@lru_cache(maxsize=8)
def layout_for(width: int, height: int, tiles: int, districts: int) -> WallLayout:
    """Return the layout with the largest figures; in a terminal that is too small the smallest, which is cut off."""
    band = _TALL_BAND if height >= _TALL else _FEWEST_BAND
    columns = min(max(1, width // ENTRY_CELLS), max(1, districts))
    rows = min(-(-districts // columns), _MOST_DISTRICT_ROWS)
    room = height - band - rows - _HEADING
    best: WallLayout | None = None
    for beside, dot in _sizes(width, tiles):
        high = _high(dot)
        used = -(-tiles // beside) * (_LABEL + ROWS * high + _NOTE)
        clock_high = max((each for each in range(1, high + 1) if used + each * ROWS <= room), default=0)
        if clock_high and (best is None or dot * high > best.dot * best.high):
            spare = room - used - clock_high * ROWS
            clock_dot = min(_dot(clock_high), max(1, width // 3 // big_width(_CLOCK)))
            gaps = spare // 3, (spare + 1) // 3, (spare + 2) // 3
            best = WallLayout(beside, dot, high, clock_dot, clock_high, band, gaps, columns, rows)
    return best or WallLayout(tiles, 1, 1, 1, 1, band, (0, 0, 0), columns, rows)


def _sizes(width: int, tiles: int) -> Iterator[tuple[int, int]]:
    """Yield how many figures could stand side by side, and how wide a dot could be then."""
    for beside in (tiles, -(-tiles // 2)):
        most = width // beside // big_width(_WIDEST)
        yield from ((beside, dot) for dot in range(most, 0, -1))


def _high(dot: int) -> int:
    """Return how high a dot of a width is: a cell is about twice as high as it is wide."""
    return max(1, (2 * dot + 1) // 3)


def _dot(high: int) -> int:
    """Return how wide a dot of a height is at most."""
    return next(dot for dot in range(2 * high, 0, -1) if _high(dot) <= high)
