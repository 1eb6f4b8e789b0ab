"""A yes or no on one line: the blank turns it, 1 and y say yes, 0 and n say no; it says so while it has the focus."""

from typing import Unpack

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Offset
from textual.strip import Strip

from widgets.entry import Entry, EntryOptions
from wording import mark, tr

YES, NO = mark("yes"), mark("no")


class Toggle(Entry):
    """Yes or no. `on` is its state; the value is "yes" or "no". The blank turns it, Enter goes on.

    What it takes stands behind the value while it has the focus and there is room; any other sign rings the bell.

    Messages: `Toggle.Changed(entry, value)`, `Toggle.Entered(entry)`.
    """

    def __init__(self, *, on: bool = False, **entry: Unpack[EntryOptions]) -> None:
        super().__init__(**entry)
        self._on = on

    @property
    def on(self) -> bool:
        """Whether it says yes."""
        return self._on

    @on.setter
    def on(self, on: bool) -> None:
        if on != self._on:
            self._on = on
            self.refresh_rows(0)
            self.post_message(self.Changed(self, self.value))

    @property
    def value(self) -> str:
        """`yes` or `no`."""
        return YES if self._on else NO

    @value.setter
    def value(self, value: str) -> None:
        self.on = value == YES

    def press(self, key: str, character: str | None) -> bool:
        """Take a key: blank turns, 1 or y is yes, 0 or n is no."""
        if key in ("space", "left", "right"):
            self.on = not self._on
        elif character is not None and character.lower() in "1y是１":
            self.on = True
        elif character is not None and character.lower() in "0n否０":
            self.on = False
        elif character is None:
            return super().press(key, character)
        else:
            self.app.bell()
        return True

    def caret_cell(self) -> Offset:
        """Return the cell of the value."""
        return Offset(self.caption_width, 0)

    def paint_line(self, y: int) -> Strip:
        """Return the line: caption and yes or no."""
        if y:
            return self.words_strip(y - 1)
        paint = self.paint
        style = paint.value if self._on else paint.grey
        if not self.has_focus:
            return self.line([*self.caption(), Segment(tr(self.value), style)])
        value, takes = tr(self.value), "   " + tr("Space turns it; 1 yes, 0 no")
        fits = self.caption_width + cell_len(value + takes) <= self.size.width
        hint = [Segment(takes, paint.faint)] if fits else []
        return self.line([*self.caption(), Segment(value, style + paint.caret), *hint])
