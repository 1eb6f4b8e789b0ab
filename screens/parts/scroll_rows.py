"""Rows of plain words that are longer than the screen: arrows and page keys move them."""

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from screens.parts.text_rows import Row, TextRows
from widgets.paint import paint_of
from wording import tr, trn


class ScrollRows(TextRows, can_focus=True):
    """`TextRows` that scroll; where some are still below, the last row in sight says how many.

    Moving up from the first row asks to leave; Enter is told to the screen.
    """

    class Left(Message):
        """The operator moved up from the first row."""

    class Entered(Message):
        """Enter."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id, rows=None)
        self._top = 0

    def show(self, *rows: Row) -> None:
        """Show other rows, from their first one when they are of something else."""
        super().show(*rows)
        self._scroll(self._top)

    def to_top(self) -> None:
        """Show the first row."""
        self._scroll(0)

    @property
    def is_longer(self) -> bool:
        """Say whether there are more rows than have room."""
        return len(self.rows) > self.size.height > 0

    def keys_to_read_on(self, way_in: str) -> list[tuple[str, str]]:
        """Return the key that shows more of a text that is longer than its room, none for a shorter one.

        `way_in` is the key that gives these rows the keys; once they have them a page key moves them.
        """
        return [("PgDn" if self.has_focus else way_in, tr("read on"))] if self.is_longer else []

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            self.post_message(self.Entered())
            return
        page = max(1, self.size.height - 2)  # the row that says how many are below is no row of the text
        steps = {"up": -1, "down": 1, "pageup": -page, "pagedown": page, "home": -len(self.rows), "end": len(self.rows)}
        if event.key not in steps:
            return
        event.stop()
        if event.key == "up" and self._top == 0:
            self.post_message(self.Left())
        else:
            self._scroll(self._top + steps[event.key])

    def _scroll(self, top: int) -> None:
        top = max(0, min(top, len(self.rows) - self.size.height))
        if top != self._top:
            self._top = top
            self.refresh()

    def paint_line(self, y: int) -> Strip:
        """Return one row of those in sight, or how many are still below."""
        below = len(self.rows) - self._top - y
        if y and y == self.size.height - 1 and below > 1:
            more = trn("{count} more row", "{count} more rows", below).format(count=below)
            words = Segment(f" {more}", paint_of(self.app).faint)
            return Strip([words]).adjust_cell_length(self.size.width, Style.null())
        return super().paint_line(self._top + y)
