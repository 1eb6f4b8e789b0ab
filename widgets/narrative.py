"""The one long text of a form: what the caller tells. Lean on purpose, because most keys of a day fall here.

It wraps by cells, paints only the rows that a key changed, and never lays the screen out. Textual's own text area
does far more (selections, languages, themes) and pays for it on every key.
"""

from functools import partial
from typing import NamedTuple, Unpack

from rich.segment import Segment
from textual.geometry import Offset
from textual.strip import Strip

from widgets.entry import EntryOptions
from widgets.shown_text import cells_before, index_at, rows_of, shown_line
from widgets.typed_entry import TypedEntry, too_long

NEW_LINE = "ctrl+n"
"""Breaks the line, since Enter goes on."""
LIMIT = 4_000
"""Signs that a narrative may keep (the rulebook's limit for long texts)."""

_COUNTED_FROM = 0.75
_APART = 2


class _Row(NamedTuple):
    """A painted row: where it starts and ends in the whole text, and what is written."""

    start: int
    end: int
    shown: str


class Narrative(TypedEntry):
    """A text of several rows. `rows` is its height; the value keeps line breaks, blanks and every sign exactly.

    Enter goes on like in any field; `newline_key` (ctrl+n by default) breaks the line. More than `limit` signs can be
    typed or pasted and are shown; the words below say how many are too many. A paste beyond `PASTE_LIMIT` is refused
    whole. Messages: `Narrative.Changed(entry, value)`, `Narrative.Entered(entry)`.
    """

    def __init__(
        self,
        *,
        rows: int = 4,
        value: str = "",
        limit: int = LIMIT,
        newline_key: str = NEW_LINE,
        **entry: Unpack[EntryOptions],
    ) -> None:
        super().__init__(value=value, limit=limit, **entry)
        self.rows = rows
        self.newline_key = newline_key
        self._painted: list[_Row] = []
        self._top = 0
        self._caret_row = 0
        self._wished_column = -1
        self.styles.height = rows

    # ---- keys

    def press(self, key: str, character: str | None) -> bool:
        """Take a key: besides what any text takes, the caret goes by rows, and one key breaks the line."""
        if key in ("up", "down", "pageup", "pagedown"):
            return self._vertical(key)
        self._wished_column = -1
        match key:
            case "ctrl+home":
                self.caret = 0
            case "ctrl+end":
                self.caret = len(self.value)
            case self.newline_key:
                self.insert("\n")
            case _:
                return super().press(key, character)
        return True

    def _vertical(self, key: str) -> bool:
        step = {"up": -1, "down": 1, "pageup": -self.rows, "pagedown": self.rows}[key]
        target = self._caret_row + step
        if not 0 <= target < len(self._painted) and abs(step) == 1:
            self.leave(step)
            return True
        target = max(0, min(target, len(self._painted) - 1))
        if self._wished_column < 0:
            self._wished_column = self._column_in(self._caret_row)
        row = self._painted[target]
        place = row.start + index_at(self._typed.value[row.start : row.end], self._wished_column)
        self._typed.move(place if place < row.end or self._ends_line(target) else self._last_of(row))
        self._show_caret()
        return True

    def _row_start(self) -> int:
        return self._painted_row(self._caret_row).start

    def _row_end(self) -> int:
        row = self._painted_row(self._caret_row)
        return row.end if self._ends_line(self._caret_row) else self._last_of(row)

    def _last_of(self, row: _Row) -> int:
        """Return the last caret place that is painted in a row which goes on in the next one."""
        edges = shown_line(self._typed.value[row.start : row.end]).edges
        return row.start + edges[len(edges) - 2] if len(edges) > 1 else row.start

    def _ends_line(self, row: int) -> bool:
        return row + 1 >= len(self._painted) or self._painted[row + 1].start > self._painted[row].end

    # ---- changes

    def _fitting(self, text: str) -> tuple[str, str]:
        """Make line feeds of the line breaks of every system."""
        return text.replace("\r\n", "\n").replace("\r", "\n"), ""

    def _changed(self) -> None:
        self._wished_column = -1
        if len(self.value) > self.limit or self._wrong:
            self.show_error(partial(too_long, self.value, self.limit))
        super()._changed()

    # ---- rows

    def _room(self) -> int:
        # One cell less than the widget has, so that the caret has a place behind a full row.
        return max(2, self.size.width - self.caption_width - 1)

    def _painted_row(self, row: int) -> _Row:
        return self._painted[row] if row < len(self._painted) else _Row(0, 0, "")

    def _column_in(self, row: int) -> int:
        start, end, _ = self._painted_row(row)
        return cells_before(self._typed.value[start:end], self._typed.caret - start)

    def _show_caret(self) -> None:
        """Wrap again, keep the caret in sight, and paint only the rows that are not as they were."""
        if not self.is_mounted or not self.size.width:
            return
        before, before_row, top, words_at = self._painted, self._caret_row, self._top, self._words_at
        self._painted = _wrapped(self._typed.value, self._room())
        caret = self._typed.caret
        # The row whose start is the last one at or before the caret; rows are few, and most carets are near the end.
        self._caret_row = next(
            index for index in range(len(self._painted) - 1, -1, -1) if self._painted[index].start <= caret
        )
        self._top = min(max(top, self._caret_row - self.rows + 1), self._caret_row)
        # No empty rows below while some are hidden above.
        self._top = max(0, min(self._top, len(self._painted) - self.rows))
        if self._top != top or (self._words and self._words_at != words_at):
            self.refresh()
            return
        changed = {self._caret_row, before_row}
        for row in range(self._top, self._top + self.rows):
            old = before[row].shown if row < len(before) else None
            new = self._painted[row].shown if row < len(self._painted) else None
            if old != new:
                changed.add(row)
        for row in changed:
            if 0 <= row - self._top < self.rows:
                self.refresh_rows(row - self._top)
        if len(self._typed.value) >= self.limit * _COUNTED_FROM:
            self.refresh_rows(self.rows - 1)

    def caret_cell(self) -> Offset:
        """Return the caret's cell within the narrative."""
        return Offset(self.caption_width + self._column_in(self._caret_row), self._caret_row - self._top)

    def on_resize(self) -> None:
        """Wrap to the new width."""
        self._painted = []
        self._show_caret()
        self.refresh()

    @property
    def _words_at(self) -> int:
        """The row of the words below: right under the text, however many rows are left empty."""
        return max(1, min(self.rows, len(self._painted)))

    # ---- painting

    def paint_line(self, y: int) -> Strip:
        """Return a row of text with its caption or counter at the left, or the words below."""
        if not self._painted:
            self._painted = _wrapped(self._typed.value, self._room())
        below = y - self._words_at
        if 0 <= below < self.words_rows:
            return self.words_strip(below)
        row = self._top + y
        segments = self.caption() if y == 0 else [self._margin(y)]
        if y < self._words_at and row < len(self._painted):
            segments.extend(self._row_segments(row))
        return self.line(segments)

    def _margin(self, y: int) -> Segment:
        """Return the cells left of a row that is not the first: blank, or how many signs of how many there are.

        The count stands under the label, well apart from the text at its right.
        """
        width, indent = self.caption_width, 2 if self.number else 0
        if y == self.rows - 1 and len(self.value) >= self.limit * _COUNTED_FROM:
            for count in (f"{len(self.value)}/{self.limit}", str(len(self.value))):
                if indent + len(count) + _APART <= width:
                    return Segment((" " * indent + count).ljust(width), self.paint.faint)
        return Segment(" " * width)

    def _row_segments(self, row: int) -> list[Segment]:
        paint = self.paint
        start, end, written = self._painted[row]
        if not self.has_focus or row != self._caret_row:
            return [Segment(written, paint.value)]
        line = shown_line(self._typed.value[start:end])
        place = sum(edge <= self._typed.caret - start for edge in line.edges[1:])
        return [
            Segment("".join(line.shown[:place]), paint.value),
            Segment(line.shown[place] if place < len(line.shown) else " ", paint.caret),
            Segment("".join(line.shown[place + 1 :]), paint.value),
        ]


def _wrapped(value: str, width: int) -> list[_Row]:
    rows: list[_Row] = []
    offset = 0
    for line in value.split("\n"):
        rows.extend(_Row(offset + start, offset + end, shown) for start, end, shown, _ in rows_of(line, width))
        offset += len(line) + 1
    return rows
