"""The list of the cases that were found, below the search words."""

from collections.abc import Sequence
from dataclasses import replace

from rich.cells import cell_len
from textual import events
from textual.message import Message

from widgets.line_list import GAP, Column, LineList, ListRow
from wording import mark, tr

_COLUMNS = (Column(mark("When")), Column(mark("Number")), Column(mark("State")), Column(mark("Title")))
_IF_THERE_IS_ROOM = (Column(mark("Caller")), Column(mark("Place")))
"""What tells cases of one title apart, the shortest first."""
_TITLE_CELLS = 24
"""So much of a title is shown before other columns are."""


class FoundList(LineList):
    """A `LineList` that is left upwards: moving up from its first row, or in an empty list, asks to leave."""

    class Left(Message):
        """The operator moved up from the first row."""

    def __init__(self, *, empty: str) -> None:
        super().__init__(_COLUMNS, id="cases", empty=empty)

    def show(self, rows: Sequence[ListRow]) -> None:
        """Show the cases found; each column but the title is as wide as what stands in it, so that none is cut."""
        every = (*_COLUMNS, *_IF_THERE_IS_ROOM)
        widths = [
            max(cell_len(tr(column.label)), *(cell_len(row.cells[place][0]) for row in rows), 0)
            for place, column in enumerate(every)
        ]
        first, title = len(_COLUMNS) - 1, min(widths[len(_COLUMNS) - 1], _TITLE_CELLS)
        columns = [replace(each, width=width) for each, width in zip(_COLUMNS[:first], widths, strict=False)]
        room = self.size.width - 2 - sum(width + GAP for width in widths[:first]) - title
        more = []
        for each, width in zip(_IF_THERE_IS_ROOM, widths[first + 1 :], strict=True):
            room -= width + GAP
            if room < 0:
                break
            more.append(replace(each, width=width))
        self.columns = (*columns, _COLUMNS[first], *more)
        self.rows = rows

    def on_resize(self) -> None:
        """Use the room there is."""
        self.show(self.rows)

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "up" and (not self.rows or self.key == self.rows[0].key):
            event.stop()
            event.prevent_default()
            self.post_message(self.Left())
