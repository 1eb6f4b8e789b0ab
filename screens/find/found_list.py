"""The list of the cases that were found, below the search words."""

from collections.abc import Sequence
from dataclasses import replace

from rich.cells import cell_len
from textual import events
from textual.message import Message

from widgets.line_list import Column, LineList, ListRow
from wording import mark, tr

_COLUMNS = (Column(mark("When")), Column(mark("Number")), Column(mark("State")), Column(mark("Title")))


class FoundList(LineList):
    """A `LineList` that is left upwards: moving up from its first row, or in an empty list, asks to leave."""

    class Left(Message):
        """The operator moved up from the first row."""

    def __init__(self, *, empty: str) -> None:
        super().__init__(_COLUMNS, id="cases", empty=empty)

    def show(self, rows: Sequence[ListRow]) -> None:
        """Show the cases found; all columns but the title are as wide as what stands in them, so that none is cut."""
        widths = [
            max(cell_len(tr(column.label)), *(cell_len(row.cells[place][0]) for row in rows), 0)
            for place, column in enumerate(_COLUMNS[:-1])
        ]
        self.columns = (
            *(replace(each, width=width) for each, width in zip(_COLUMNS, widths, strict=False)),
            _COLUMNS[-1],
        )
        self.rows = rows

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "up" and (not self.rows or self.key == self.rows[0].key):
            event.stop()
            event.prevent_default()
            self.post_message(self.Left())
