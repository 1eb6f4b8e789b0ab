"""A question without answers to choose from: a heading and its keys, and what a key does is the question's own."""

from textual.app import ComposeResult
from textual.containers import Vertical

from screens.parts.ask import Question
from screens.parts.text_rows import TextRows
from widgets.key_line import KeyLine


class KeysAlone(Question):
    """Shows its heading and its keys; whoever builds on it takes the keys."""

    def compose(self) -> ComposeResult:
        """The heading and the keys."""
        with Vertical():
            yield TextRows(id="heading")
            yield KeyLine()

    def on_mount(self) -> None:
        """Say which keys there are."""
        self.paint()
