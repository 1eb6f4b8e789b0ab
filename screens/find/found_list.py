"""The list of the cases that were found, below the search words."""

from textual import events
from textual.message import Message

from widgets.line_list import LineList


class FoundList(LineList):
    """A `LineList` that is left upwards: moving up from its first row, or in an empty list, asks to leave."""

    class Left(Message):
        """The operator moved up from the first row."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "up" and (not self.rows or self.key == self.rows[0].key):
            event.stop()
            event.prevent_default()
            self.post_message(self.Left())
