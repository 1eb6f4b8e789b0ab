"""What the fields that are typed into have in common: the text, its caret, pastes and the length that is kept."""

from functools import partial
from typing import Unpack

from textual import events

from hotline.texts import unkeepable
from widgets.entry import Entry, EntryOptions
from widgets.typed_text import TypedText
from wording import tr, trn

PASTE_LIMIT = 20_000
"""Signs of one paste beyond which none of it is taken, and the entry says so."""


class TypedEntry(Entry):
    """The base of Field and Narrative. The value is kept exactly as typed.

    `limit` is the most signs that may be kept: more can be typed or pasted, is shown, and is said to be too much.
    """

    def __init__(self, *, value: str, limit: int, **entry: Unpack[EntryOptions]) -> None:
        super().__init__(**entry)
        self.limit = limit
        self._typed = TypedText(value, len(value))

    @property
    def value(self) -> str:
        """The text exactly as it is kept."""
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

    def insert(self, text: str) -> None:
        """Put a text in at the caret, a phrase of the city pack for instance."""
        self._typed.insert(text)
        self._changed()

    def press(self, key: str, character: str | None) -> bool:
        """Take a key: printable ones are typed, the caret's keys move it, the rest is the form's."""
        typed = self._typed
        if character is not None:
            typed.insert(character)
            return self._edited(True)
        match key:
            case "left":
                typed.left()
            case "right":
                typed.right()
            case "home" | "ctrl+a":
                typed.move(self._row_start())
            case "end":
                typed.move(self._row_end())
            case "backspace":
                return self._edited(typed.delete_left())
            case "delete":
                return self._edited(typed.delete_right())
            case "ctrl+u":
                return self._edited(typed.delete(typed.line_start(), typed.caret))
            case "ctrl+z":
                return self._edited(typed.undo())
            case _:
                return super().press(key, character)
        self._show_caret()
        return True

    def on_paste(self, event: events.Paste) -> None:
        """Take a bracketed paste."""
        event.stop()
        event.prevent_default()
        self.paste(event.text)

    def paste(self, text: str) -> None:
        """Put a pasted text in as the entry can hold it; what had to be left out or changed is said below."""
        if len(text) > PASTE_LIMIT:
            length = len(text)
            self.show_error(
                lambda: tr("{length} characters are too many to paste, so none was taken. Paste less.").format(
                    length=length
                )
            )
            return
        kept, left_out = _keepable(text), unkeepable(text)
        self.insert(self._fitting(kept)[0])
        if left_out:
            self.say(lambda: tr("{sign} was left out: it cannot be kept.").format(sign=left_out))
        elif self._fitting(kept)[1]:
            self.say(lambda: self._fitting(kept)[1])

    def judge(self) -> bool:
        """Check the length, then ask `check`."""
        if too_long(self.value, self.limit):
            self.show_error(partial(too_long, self.value, self.limit))
            return False
        return super().judge()

    def _edited(self, changed: bool) -> bool:
        if changed:
            self._changed()
        return True

    def _changed(self) -> None:
        self._show_caret()
        self.post_message(self.Changed(self, self._typed.value))

    def _row_start(self) -> int:
        """Return where the row in which the caret is painted starts."""
        return 0

    def _row_end(self) -> int:
        """Return where it ends."""
        return len(self._typed.value)

    def _fitting(self, text: str) -> tuple[str, str]:
        """Return a pasted text in the form that the entry holds, and words about it if it is another one."""
        raise NotImplementedError

    def _show_caret(self) -> None:
        """Keep the caret in sight and paint again what is not as it was."""
        raise NotImplementedError


def too_long(value: str, limit: int) -> str:
    """Return the words for a value longer than `limit` signs, empty when it is not."""
    over = len(value) - limit
    if over <= 0:
        return ""
    words = trn(
        "{over} character too many: at most {limit}. Shorten it.",
        "{over} characters too many: at most {limit}. Shorten it.",
        over,
    )
    return words.format(over=over, limit=limit)


def _keepable(text: str) -> str:
    """Return a text without what no file can keep."""
    return text if unkeepable(text) is None else "".join(sign for sign in text if unkeepable(sign) is None)
