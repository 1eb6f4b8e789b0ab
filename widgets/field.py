"""A field of one line: a name, a telephone number, a house number, a search word, a password."""

from typing import Literal, Unpack

from rich.segment import Segment
from textual.geometry import Offset
from textual.strip import Strip

from hotline.phones import written
from widgets.entry import EntryOptions
from widgets.shown_text import ShownLine, cells_before, clipped, shown_line
from widgets.typed_entry import TypedEntry
from wording import tr

FieldKind = Literal["text", "phone", "password"]


class Field(TypedEntry):
    """One line to type into. Control signs are shown spelled out.

    `kind` "phone" turns full-width digits and separators into plain digits when the field is left; "password" shows
    a star for each sign. `placeholder` is a message id, shown while empty and without focus.
    Messages: `Field.Changed(entry, value)`, `Field.Entered(entry)`.
    """

    def __init__(
        self,
        *,
        value: str = "",
        kind: FieldKind = "text",
        limit: int = 200,
        placeholder: str = "",
        **entry: Unpack[EntryOptions],
    ) -> None:
        super().__init__(value=value, limit=limit, **entry)
        self.kind = kind
        self.placeholder = placeholder
        self._scroll = 0

    def _fitting(self, text: str) -> tuple[str, str]:
        """Make blanks of line breaks: the field has one line."""
        lines = text.splitlines()
        return " ".join(lines), tr("Line breaks became blanks.") if len(lines) > 1 else ""

    # ---- leaving

    def judge(self) -> bool:
        """Tidy a telephone number, then judge it as any text."""
        if self.kind == "phone":
            self.value = written(self.value)
        return super().judge()

    # ---- painting

    def _shown(self) -> ShownLine:
        text = self._typed.value
        return shown_line("*" * len(text) if self.kind == "password" else text)

    def _caret_column(self) -> int:
        return self._typed.caret if self.kind == "password" else cells_before(self._typed.value, self._typed.caret)

    def _room(self) -> int:
        return max(1, self.size.width - self.caption_width)

    def _show_caret(self) -> None:
        """Scroll so that the caret is seen, and paint the line again."""
        if not self.is_mounted or not self.size.width:
            return
        column, room = self._caret_column(), self._room()
        # No blanks at the right while something is hidden at the left.
        self._scroll = max(0, min(self._scroll, sum(self._shown().cells) + 1 - room))
        if column < self._scroll:
            self._scroll = max(0, column - room // 2)
        elif column >= self._scroll + room:
            self._scroll = column - room + 1
        self.refresh_rows(0)

    def caret_cell(self) -> Offset:
        """Return the caret's cell within the field."""
        return Offset(self.caption_width + self._caret_column() - self._scroll, 0)

    def on_resize(self) -> None:
        """Keep the caret in sight."""
        self._show_caret()

    def on_blur(self) -> None:
        """Show the value from its start again."""
        self._scroll = 0

    def on_focus(self) -> None:
        """Scroll to where the caret was left."""
        self._show_caret()

    def paint_line(self, y: int) -> Strip:
        """Return the field's line, or the words below it."""
        if y:
            return self.words_strip(y - 1)
        paint = self.paint
        segments = self.caption()
        line = self._shown()
        if not self.has_focus:
            text, style = "".join(line.shown), paint.red if self.error else paint.value
            if not text:
                text, style = tr(self.placeholder), paint.faint
            return self.line([*segments, Segment(clipped(text, self._room()), style)])
        strip = Strip(_with_caret(line, self._typed.caret, self))
        segments.extend(strip.crop(self._scroll, self._scroll + self._room()))
        return self.line(segments)


def _with_caret(line: ShownLine, caret: int, field: Field) -> list[Segment]:
    paint = field.paint
    value = paint.red if field.error else paint.value
    place = sum(edge <= caret for edge in line.edges[1:])
    before, after = "".join(line.shown[:place]), "".join(line.shown[place + 1 :])
    under = line.shown[place] if place < len(line.shown) else " "
    return [Segment(before, value), Segment(under, paint.caret), Segment(after, value)]
