"""A field of one line: a name, a telephone number, a house number, a search word, a password."""

from typing import Literal

from rich.segment import Segment
from textual import events
from textual.geometry import Offset
from textual.strip import Strip

from hotline.phones import tidy
from hotline.texts import unkeepable
from widgets.entry import Check, Entry
from widgets.shown_text import ShownLine, cells_before, shown_line
from widgets.typed_text import TypedText
from wording import tr

FieldKind = Literal["text", "phone", "password"]

PASTE_LIMIT = 20_000
"""Signs of one paste beyond which none of it is taken, and the field says so."""


class Field(Entry):
    """One line to type into. The value is kept exactly as typed; control signs are shown spelled out.

    `kind` "phone" turns full-width digits and separators into plain digits when the field is left; "password" shows
    a star for each sign. `limit` is the most signs that may be kept: more can be typed, is shown, and is said to be
    too much. `placeholder` is a message id, shown while empty and without focus.
    Messages: `Field.Changed(entry, value)`, `Field.Entered(entry)`.
    """

    def __init__(
        self,
        *,
        id: str,  # noqa: A002
        label: str = "",
        number: str = "",
        label_width: int = 0,
        value: str = "",
        kind: FieldKind = "text",
        limit: int = 200,
        placeholder: str = "",
        needed: bool = False,
        check: Check | None = None,
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(
            id=id,
            label=label,
            number=number,
            label_width=label_width,
            needed=needed,
            check=check,
            classes=classes,
            disabled=disabled,
        )
        self.kind = kind
        self.limit = limit
        self.placeholder = placeholder
        self._typed = TypedText(value, len(value))
        self._scroll = 0

    @property
    def value(self) -> str:
        """The value exactly as it is kept."""
        return self._typed.value

    @value.setter
    def value(self, value: str) -> None:
        if value != self._typed.value:
            self._typed.replace(value)
            self._changed()

    @property
    def caret(self) -> int:
        """The caret's place, counted in code points of the value."""
        return self._typed.caret

    @caret.setter
    def caret(self, place: int) -> None:
        self._typed.move(place)
        self._show_caret()

    # ---- keys

    def press(self, key: str, character: str | None) -> bool:
        """Take a key: printable ones are typed, the caret's keys move it, the rest is the form's."""
        typed = self._typed
        if character is not None:
            typed.insert(character)
            self._changed()
            return True
        match key:
            case "left":
                typed.left()
            case "right":
                typed.right()
            case "home" | "ctrl+a":
                typed.move(0)
            case "end":
                typed.move(len(typed.value))
            case "backspace":
                return self._edited(typed.delete_left())
            case "delete":
                return self._edited(typed.delete_right())
            case "ctrl+u":
                return self._edited(typed.delete(0, typed.caret))
            case "ctrl+z":
                return self._edited(typed.undo())
            case _:
                return super().press(key, character)
        self._show_caret()
        return True

    def _edited(self, changed: bool) -> bool:
        if changed:
            self._changed()
        return True

    def on_paste(self, event: events.Paste) -> None:
        """Take a bracketed paste."""
        event.stop()
        event.prevent_default()
        self.paste(event.text)

    def paste(self, text: str) -> None:
        """Put a pasted text in; line breaks become blanks, since the field has one line, and the field says so."""
        if len(text) > PASTE_LIMIT:
            self.show_error(too_much_pasted(len(text)))
            return
        kept, words = keepable(text)
        lines = kept.splitlines()
        if len(lines) > 1:
            words = words or tr("Line breaks became blanks.")
        self._typed.insert(" ".join(lines))
        self._changed()
        self.say(words)

    def _changed(self) -> None:
        self._show_caret()
        self.post_message(self.Changed(self, self._typed.value))

    # ---- leaving

    def judge(self) -> bool:
        """Tidy a telephone number, then check the length and ask `check`."""
        if self.kind == "phone" and (digits := tidy(self.value)).isascii() and digits.isdigit():
            self.value = digits
        if words := too_long(self.value, self.limit):
            self.show_error(words)
            return False
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

    def render_line(self, y: int) -> Strip:
        """Return the field's line, or the words below it."""
        if y:
            return self.words_strip()
        paint = self.paint
        segments = self.caption()
        if not self._typed.value and not self.has_focus:
            segments.append(Segment(tr(self.placeholder), paint.faint))
            return self.line(segments)
        line = self._shown()
        strip = Strip(_with_caret(line, self._typed.caret if self.has_focus else -1, self))
        segments.extend(strip.crop(self._scroll, self._scroll + self._room()))
        return self.line(segments)


def _with_caret(line: ShownLine, caret: int, field: Field) -> list[Segment]:
    paint = field.paint
    value = paint.red if field.error else paint.value
    if caret < 0:
        return [Segment("".join(line.shown), value)]
    place = sum(edge <= caret for edge in line.edges[1:])
    before, after = "".join(line.shown[:place]), "".join(line.shown[place + 1 :])
    under = line.shown[place] if place < len(line.shown) else " "
    return [Segment(before, value), Segment(under, paint.caret), Segment(after, value)]


def keepable(text: str) -> tuple[str, str]:
    """Return a pasted text without what no file can keep, and the words that say what was left out."""
    found = unkeepable(text)
    if found is None:
        return text, ""
    kept = "".join(sign for sign in text if unkeepable(sign) is None)
    return kept, tr("{sign} was left out: it cannot be kept.").format(sign=found)


def too_long(value: str, limit: int) -> str:
    """Return the words for a value longer than `limit` signs, empty when it is not."""
    over = len(value) - limit
    return tr("{over} signs too many: at most {limit}. Shorten it.").format(over=over, limit=limit) if over > 0 else ""


def too_much_pasted(length: int) -> str:
    """Return the words for a paste of which nothing was taken."""
    return tr("{length} signs are too many to paste, so none was taken. Paste less.").format(length=length)
