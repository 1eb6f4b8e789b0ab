"""Rows of plain words that change without a layout: the band of the caller, the line of duplicates, a side pane."""

from collections.abc import Sequence
from typing import TypeAlias

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from widgets.lamp import Piece, Tone
from widgets.paint import paint_of
from widgets.painted import Painted
from widgets.shown_text import clipped, rows_of

Row: TypeAlias = Sequence[Piece]


_CLOSING = tuple("。，、；：！？）》」』”’】")
"""Marks that never begin a line of Chinese."""


class TextRows(Painted):
    """Paints rows of pieces, each a text and its tone. A text is never markup and may be any text.

    A row that is too long is cut with `..`; `wrapped` makes rows out of a long text.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = "TextRows { height: 1; width: 1fr; }"

    def __init__(self, *, id: str, rows: int | None = 1, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._rows: tuple[Row, ...] = ()
        if rows is not None:
            self.styles.height = rows

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows that are shown."""
        return self._rows

    @property
    def text(self) -> str:
        """The words that are shown, one line a row."""
        return "\n".join("".join(text for text, _ in row) for row in self._rows)

    def show(self, *rows: Row) -> None:
        """Show other rows; nothing is painted when they are the same."""
        made = tuple(tuple(row) for row in rows)
        if made != self._rows:
            self._rows = made
            self.refresh()

    def paint_line(self, y: int) -> Strip:
        """Return one row."""
        width = self.size.width
        if y >= len(self._rows):
            return Strip.blank(width, Style.null())
        paint = paint_of(self.app)
        strip = [Segment(" ")]
        left = width - 1
        for text, tone in self._rows[y]:
            if left <= 0:
                break
            piece = Segment(clipped(text.replace("\n", " "), left), tone.style(paint))
            left -= piece.cell_length
            strip.append(piece)
        return Strip(strip).adjust_cell_length(width, Style.null())


def wrapped(text: str, width: int, tone: Tone = Tone.BRIGHT) -> list[Row]:
    """Return a text of any length as rows of at most `width` cells, none of which begins with a closing mark."""
    return [[(shown, tone)] for line in text.split("\n") for shown in _hung(line, max(4, width))]


def _hung(line: str, width: int) -> list[str]:
    """Return rows that leave room for one wide mark, in which the mark that would begin the next row is hung."""
    rows = _rows(line, width)
    if not any(row.startswith(_CLOSING) for row in rows[1:]):
        return rows
    hung: list[str] = []
    for row in _rows(line, width - 2):
        if hung and row.startswith(_CLOSING):
            hung[-1] += row[0]
            row = row[1:]
        if row or not hung:
            hung.append(row)
    return hung


def _rows(line: str, width: int) -> list[str]:
    """Return rows; the blank at which one was broken does not begin the next."""
    return [row.shown.lstrip(" ") if place else row.shown for place, row in enumerate(rows_of(line, width))]


def begin_of(rows: Sequence[Row], most: int) -> list[Row]:
    """Return the first rows of a wrapped text, at most `most` (at least 1) of them, marked where it goes on."""
    if len(rows) <= most:
        return [*rows]
    *before, (text, tone) = rows[most - 1]
    return [*rows[: most - 1], [*before, (f"{text[:-1]}..", tone)]]
