"""The list of an open picker: at most eight rows that lie over the form below the picker."""

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip

from widgets.choices import Answer
from widgets.paint import paint_of
from widgets.painted import Painted
from widgets.shown_text import clipped
from wording import tr

ROWS = 8


class PickerList(Painted):
    """Shows an answer; the picker above it keeps the focus and the keys. While open its height only grows."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    PickerList {
        display: none;
        overlay: screen;
        constrain: none inflect;
        width: 1fr;
        min-width: 36;
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
        self.display = False

    def show(self, answer: Answer, row: int, *, with_digits: bool) -> None:
        """Show an answer with `row` marked; `with_digits` numbers the rows that a digit takes."""
        self._answer, self._row, self._with_digits = answer, row, with_digits
        if not self.display:
            # One layout when the list opens, none while it narrows.
            self.styles.height = max(1, min(ROWS, len(answer.choices)))
            self.display = True
        self.refresh()

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
        """Return a row: its digit, the choice, and greyed behind it the code and hint."""
        paint = paint_of(self.app)
        width = self.size.width
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
