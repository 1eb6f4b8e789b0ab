"""What stands on the desk of practice when the time of an exam is over and somebody still types."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical

from screens.parts.ask import Question
from screens.parts.over import Keys
from screens.parts.text_rows import TextRows
from widgets.key_line import KeyLine
from wording import tr


class TimeUp(Question):
    """Takes every key and does nothing with it: it was meant for the record, and would act on the marks."""

    def __init__(self) -> None:
        super().__init__(lambda: tr("The time of this exam is over: it is marked as it stands"))

    def compose(self) -> ComposeResult:
        """The heading, and what becomes of keys."""
        with Vertical():
            yield TextRows(id="heading")
            yield KeyLine()

    def on_mount(self) -> None:
        """Say so."""
        self.paint()

    def keys(self) -> Keys:
        """Say when the marks come."""
        return [("", tr("nothing is taken down any more; the marks come when no key is pressed"))]

    def on_key(self, event: events.Key) -> None:
        """Let the key go nowhere."""
        event.stop()
        event.prevent_default()
