"""A line of pieces, left and right, that is painted again only when what it says has changed."""

from collections.abc import Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from widgets.lamp import Piece, Tone, segments
from widgets.paint import paint_of
from widgets.painted import Painted
from widgets.shown_text import clipped, visible_line


class OneLine(Painted):
    """A row of `(text, tone)` pieces. The right end is kept whole; the left gives way where both do not fit."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "OneLine { height: 1; width: 1fr; background: $background; }"

    def __init__(
        self,
        left: Sequence[Piece] = (),
        right: Sequence[Piece] = (),
        *,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._left, self._right = tuple(left), tuple(right)

    @property
    def text(self) -> str:
        """What the line says, left and right, for tests and screen readers."""
        return " ".join(visible_line(text) for text, _ in (*self._left, *self._right) if text)

    def say(self, left: Sequence[Piece], right: Sequence[Piece] = ()) -> None:
        """Say something else; the same words again cost nothing."""
        wanted = tuple(left), tuple(right)
        if wanted != (self._left, self._right):
            self._left, self._right = wanted
            self.refresh()

    def paint_line(self, y: int) -> Strip:
        """Return the line, the two ends apart."""
        if y:
            return Strip.blank(self.size.width)
        paint = paint_of(self.app)
        width = self.size.width
        right = segments(self._right, paint)
        room = width - sum(cell_len(segment.text) for segment in right) - (1 if right else 0)
        painted: list[Segment] = []
        for text, tone in self._left:
            piece = clipped(visible_line(text), max(0, room))
            room -= cell_len(piece)
            painted.append(Segment(piece, tone.style(paint)))
        gap = max(0, room) + (1 if right else 0)
        return Strip([*painted, Segment(" " * gap), *right]).adjust_cell_length(width)


def spaced(pieces: Sequence[Piece], gap: int = 3) -> list[Piece]:
    """Return pieces with blanks between those that say something."""
    said = [piece for piece in pieces if piece[0]]
    out: list[Piece] = []
    for place, piece in enumerate(said):
        if place:
            out.append((" " * gap, Tone.FAINT))
        out.append(piece)
    return out
