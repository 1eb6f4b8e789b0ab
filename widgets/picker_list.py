"""The list of an open picker: at most eight rows that lie over the form below the picker."""

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from widgets.choices import Answer
from widgets.paint import paint_of
from widgets.painted import Painted
from widgets.shown_text import clipped
from wording import tr

ROWS = 8
LEAST_CELLS = 36
"""So wide are the rows of a picker that is narrower itself."""


class PickerList(Painted):
    """Shows an answer below the picker, which keeps the focus and the keys. While open its height only grows.

    It lies over whole rows of the screen, so that no rest of what stands under it reads as part of it.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    PickerList {
        display: none;
        overlay: screen;
        constrain: none inflect;
        width: 100vw;
        height: 8;
        background: $panel;
        offset: 0 1;
        margin: 0 0 1 0;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._answer = Answer((), 0, 0)
        self._row = 0
        self._with_digits = False
        self._indent = 0
        self.display = False

    def show(self, answer: Answer, row: int, *, with_digits: bool) -> None:
        """Show an answer with `row` marked; `with_digits` numbers the rows that a digit takes."""
        self._answer, self._row, self._with_digits = answer, row, with_digits
        if not self.display:
            # One layout when the list opens, none while it narrows.
            self.styles.height = max(1, min(ROWS, len(answer.choices)))
            self._lie_over_whole_rows()
            self.display = True
        self.refresh()

    def on_resize(self) -> None:
        """Stay below the picker."""
        self._lie_over_whole_rows()

    def _lie_over_whole_rows(self) -> None:
        """Begin at the screen's left edge, wherever the picker stands."""
        picker = self.parent
        if isinstance(picker, Widget):
            self._indent = picker.region.x
            self.styles.offset = (-self._indent, 1)

    def hide(self) -> None:
        """Take the list away."""
        if self.display:
            self.display = False

    def mark(self, row: int) -> None:
        """Mark another row."""
        for place in {self._row, row} - {-1}:
            self.refresh(Region(0, place, self.size.width, 1))
        self._row = row

    def paint_line(self, y: int) -> Strip:
        """Return a row, its words below those of the picker."""
        # Asked each time: a list that opens with its screen is shown before the picker has its width.
        picker = self.parent
        cells = max(LEAST_CELLS, picker.size.width if isinstance(picker, Widget) else 0)
        indent = max(0, min(self._indent, self.size.width - cells))
        row = Strip([Segment(" " * indent), *self._row_of(y, min(cells, self.size.width))])
        return row.adjust_cell_length(self.size.width)

    def _row_of(self, y: int, width: int) -> Strip:
        """Return a row: its digit, the choice, and greyed behind it the code and hint."""
        paint = paint_of(self.app)
        if y >= len(self._answer.choices):
            return Strip.blank(width, Style.null())
        choice = self._answer.choices[y]
        marked = y == self._row
        label = clipped(choice.label, max(4, width - 6))
        sign = ">" if marked else " "
        digit = f"{sign}{y + 1} " if self._with_digits else f" {sign} "
        hint = clipped("  ".join(filter(None, (choice.code, choice.hint))), max(0, width - cell_len(label) - 6))
        over = self._answer.total - ROWS
        last = y == ROWS - 1 and over > 0
        tail = tr("{count} more").format(count=over) if last else ""
        base = paint.accent_band if marked else None
        segments = [
            Segment(digit, base or paint.faint),
            Segment(label, base or paint.value),
            Segment("  " + hint, base or paint.grey),
        ]
        used = 3 + cell_len(label) + 2 + cell_len(hint)
        room = width - used
        if tail and cell_len(tail) + 1 <= room:
            segments.append(Segment(" " * (room - cell_len(tail)) + tail, base or paint.faint))
        else:
            segments.append(Segment(" " * max(0, room), base or Style.null()))
        return Strip(segments).adjust_cell_length(width)
