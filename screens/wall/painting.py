"""Paints a wall row by row, figures as coloured blanks. Pure."""

from collections.abc import Iterator

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from screens.wall.layout import ENTRY_CELLS, WallLayout
from screens.wall.view import WallTile, WallView
from widgets.big_digits import ROWS, big_row, big_width
from widgets.paint import Paint
from widgets.shown_text import clipped, rows_of
from wording import tr

_INDENT = 1
_LABEL_CELLS = 8
_RATE_CELLS = 6


def painted(view: WallView, layout: WallLayout, width: int, page: int, paint: Paint) -> list[Strip]:
    """Return the rows of a wall, each `width` cells; `page` (0 is the first) of the districts."""
    first, second, third = layout.gaps
    blank = Strip.blank(width)
    rows = [
        *_band(view, layout, width, paint),
        *[blank] * first,
        *_clock(view, layout, width, paint),
        *[blank] * second,
        *_figures(view, layout, width, paint),
        *[blank] * third,
        *_districts(view, layout, width, page, paint),
    ]
    return [row.adjust_cell_length(width) for row in rows]


def pages(districts: int, layout: WallLayout) -> int:
    """Return how many pages the districts take."""
    return max(1, -(-districts // max(1, layout.district_columns * layout.district_rows)))


def _band(view: WallView, layout: WallLayout, width: int, paint: Paint) -> Iterator[Strip]:
    """Yield the warning on a band over the whole width, or blank rows."""
    style = Style()
    if view.warning:
        lamp = paint.red if view.wrong else paint.yellow
        style = Style(color=paint.accent_band.color, bgcolor=lamp.color, bold=True)
    for row in range(layout.band):
        words = f" !! {view.warning}" if view.warning and row == layout.band // 2 else ""
        yield Strip([Segment(clipped(words, width), style)]).adjust_cell_length(width, style)


def _clock(view: WallView, layout: WallLayout, width: int, paint: Paint) -> Iterator[Strip]:
    """Yield the moment of the figures in large, what the rates are beside it."""
    high = layout.clock_high
    taken = _LABEL_CELLS + big_width(view.clock, layout.clock_dot) + 2
    said = [row.shown for words in view.formulas for row in rows_of(words, max(10, width - taken - _INDENT))]
    ink = _ink(view, paint)
    for row in range(ROWS * high):
        label = {0: tr("As of"), 1: view.day}.get(row, "")
        digits = big_row(view.clock, row // high, ink, layout.clock_dot)
        words = said[row] if row < len(said) else ""
        yield Strip.join(
            [
                _text(label, _LABEL_CELLS, paint.grey),
                Strip(digits).adjust_cell_length(taken - _LABEL_CELLS),
                _text(words, width - taken, paint.grey),
            ]
        )


def _figures(view: WallView, layout: WallLayout, width: int, paint: Paint) -> Iterator[Strip]:
    """Yield the figures in rows of `columns`, each with its label above and its note below."""
    for first in range(0, len(view.tiles), layout.columns):
        some = view.tiles[first : first + layout.columns]
        cells = width // layout.columns
        yield Strip.join([_text(tile.label, cells, paint.value) for tile in some])
        for row in range(ROWS * layout.high):
            yield Strip.join([_figure(tile, row, cells, layout, _ink(view, paint)) for tile in some])
        yield Strip.join([_text(tile.note, cells, paint.grey) for tile in some])


def _figure(tile: WallTile, row: int, cells: int, layout: WallLayout, ink: Style) -> Strip:
    """Return a row of a figure; of one that is too wide for its place with smaller dots, as high as the others."""
    dot = layout.dot
    while dot > 1 and big_width(tile.figure, dot) > cells:
        dot -= 1
    digits = big_row(tile.figure, row // layout.high, ink, dot)
    return Strip([Segment(" " * _INDENT), *digits]).adjust_cell_length(cells)


def _districts(view: WallView, layout: WallLayout, width: int, page: int, paint: Paint) -> Iterator[Strip]:
    """Yield a heading and the districts of a page, row by row."""
    count = layout.district_columns * layout.district_rows
    all_pages = pages(len(view.districts), layout)
    turned = f"  {page + 1}/{all_pages}" if all_pages > 1 else ""
    yield _text(view.heading + turned, width, paint.accent)
    shown = view.districts[page * count : (page + 1) * count]
    cells = max(ENTRY_CELLS, width // layout.district_columns)
    style = paint.value if view.current else paint.grey
    for first in range(0, layout.district_rows * layout.district_columns, layout.district_columns):
        entries = shown[first : first + layout.district_columns]
        yield Strip.join([_entry(name, rate, cells, style) for name, rate in entries])


def _entry(name: str, rate: str, cells: int, style: Style) -> Strip:
    name_cells = min(cells, 2 * ENTRY_CELLS) - _RATE_CELLS - _INDENT - 1
    rated = [Segment(rate.rjust(_RATE_CELLS), style)]
    return Strip.join([_text(name, name_cells, style), Strip(rated)]).adjust_cell_length(cells)


def _text(words: str, cells: int, style: Style) -> Strip:
    shown = clipped(words, max(0, cells - _INDENT))
    return Strip([Segment(" " * _INDENT), Segment(shown, style)]).adjust_cell_length(max(0, cells))


def _ink(view: WallView, paint: Paint) -> Style:
    """Return what figures are painted in; what is not of now is a dash, and yellow besides."""
    return paint.accent_band if view.current else Style(bgcolor=paint.yellow.color)
