"""The whole report as text over the screen: arrows and page keys move it, to the sides too where rows are long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual import events, on
from textual.containers import Vertical
from textual.strip import Strip

from screens.parts.over import Keys, OverScreen
from screens.parts.scroll_rows import ScrollRows
from widgets.key_line import KeyLine
from widgets.lamp import Tone
from widgets.paint import paint_of
from widgets.shown_text import visible_line
from wording import tr

if TYPE_CHECKING:
    from textual.app import ComposeResult

_STEP = 20


class LongRows(ScrollRows):
    """Rows that are never wrapped, since their columns stand below each other: left and right move them."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._left = 0

    async def _on_key(self, event: events.Key) -> None:
        steps = {"left": -_STEP, "right": _STEP}
        if event.key not in steps:
            await super()._on_key(event)
            return
        event.stop()
        longest = max((Segment(text).cell_length for row in self.rows for text, _ in row), default=0)
        self._left = max(0, min(self._left + steps[event.key], longest - self.size.width + 1))
        self.refresh()

    def paint_line(self, y: int) -> Strip:
        """Return the part of a row that is in sight."""
        strip = super().paint_line(y)
        place = self._top + y
        says_more = y == self.size.height - 1 and len(self.rows) - place > 1
        if place >= len(self.rows) or says_more:
            return strip
        paint, width = paint_of(self.app), self.size.width
        whole = Strip([Segment(f" {visible_line(text)}", tone.style(paint)) for text, tone in self.rows[place]])
        return whole.crop(self._left, self._left + width).adjust_cell_length(width)


class WholeText(OverScreen[None]):
    """Shows a text until it is left."""

    DEFAULT_CSS = """
    WholeText { align: center top; background: $background; }
    WholeText > Vertical { height: 100%; width: 100%; background: $background; }
    WholeText LongRows { height: 1fr; }
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """The text, and the keys."""
        with Vertical():
            yield LongRows(id="whole")
            yield KeyLine()

    def on_mount(self) -> None:
        """Show the text."""
        rows = self.query_one(LongRows)
        rows.show(
            *([(line, Tone.ACCENT if line.startswith("== ") else Tone.BRIGHT)] for line in self._text.split("\n"))
        )
        self.set_focus(rows)
        self.paint()

    def keys(self) -> Keys:
        """Arrows move the text."""
        return [("PgDn", tr("read on")), (tr("Left, Right"), tr("to the sides")), *super().keys()]

    @on(ScrollRows.Left)
    @on(ScrollRows.Entered)
    def _stay(self, message: ScrollRows.Left | ScrollRows.Entered) -> None:
        message.stop()
