"""The figures that stand painted on a board, a wall and a desk."""

import re
from itertools import groupby
from typing import NamedTuple

from screens.board.tiles import LABELS
from screens.wall.layout import layout_for
from tests.terminal.pty_terminal import Terminal
from widgets.big_digits import _DIGITS, ROWS
from widgets.tile_band import TILE

BOARD_SIZE, WALL_SIZE, DESK_SIZE = (120, 40), (100, 30), (100, 30)
"""Columns and rows."""
_TILES_FROM = 2
"""The row of the first labels."""
_WALL, _WALL_FROM, _FRAME_ROWS, _DISTRICTS = ("offered", "connect", "within_answered", "waiting"), 1, 2, 19
_SIGNS = {tuple(tuple(dot == "#" for dot in row) for row in rows): sign for sign, rows in _DIGITS.items()}


class SeatSeen(NamedTuple):
    """A state as it is called on a screen, and how long it has been so, empty where that is not said."""

    state: str
    clock: str


def tiles(board: Terminal) -> dict[str, str]:
    """Return each tile of a board: its number, and behind a bar what else stands there."""
    found = {}
    in_row = BOARD_SIZE[0] // TILE
    for place, key in enumerate(LABELS):
        row, column = divmod(place, in_row)
        words = board.part(_TILES_FROM + 2 * row + 1, column * TILE, (column + 1) * TILE)
        found[key] = words.replace(" ", "|", 1)
    return found


def seat_cell(board: Terminal, seat: str) -> SeatSeen:
    """Return a seat of the grid: the sign of its state, and its clock."""
    found = re.search(rf"\b{seat} ([^\d\s]+) *([\d:]+)?", board.text)
    return SeatSeen(found[1], found[2] or "") if found else SeatSeen("?", "?")


def wall_figures(wall: Terminal) -> dict[str, str]:
    """Return the figures of a wall, and its clock."""
    columns, rows = WALL_SIZE
    layout = layout_for(columns, rows - _FRAME_ROWS, len(_WALL), _DISTRICTS)
    top = _WALL_FROM + layout.band + layout.gaps[0]
    found = {"clock": _big(wall, range(top, top + ROWS * layout.clock_high, layout.clock_high), 8, layout.clock_dot)}
    top += ROWS * layout.clock_high + layout.gaps[1]
    for place, name in enumerate(_WALL):
        row, column = divmod(place, layout.columns)
        first = top + row * (ROWS * layout.high + 2) + 1
        left = column * (columns // layout.columns) + 1
        found[name] = _big(wall, range(first, first + ROWS * layout.high, layout.high), left, layout.dot)
    return found


def _big(wall: Terminal, rows: range, left: int, dot: int) -> str:
    """Return the number whose dots, so many cells wide, begin at a cell: its columns of dots, sign by sign."""
    ground = wall.ground(rows[0] - 1, left)
    right = left + WALL_SIZE[0] // 2 - dot
    columns = [[wall.ground(row, x) != ground for row in rows] for x in range(left, min(right, WALL_SIZE[0]), dot)]
    signs = [tuple(zip(*dots, strict=True)) for inked, dots in groupby(columns, any) if inked]
    return "".join(_SIGNS.get(each, "?") for each in signs)  # half a sign has been painted where it is none


def desk_figures(desk: Terminal) -> dict[str, str]:
    """Return what a desk says of its queue."""
    beside = desk.rows[DESK_SIZE[1] - 2]
    waiting = re.search(r"(?:waiting|等候) (\d+)(?:(?:, longest|，最长) ([\d:]+))?", beside)
    missed = re.search(r"(?:missed callers|漏接待回拨) (\d+)", beside)
    if waiting is None:  # something lies over it yet
        return dict.fromkeys(("waiting", "longest", "missed"), "?")
    return {"waiting": waiting[1], "longest": waiting[2] or "-", "missed": missed[1] if missed else "0"}
