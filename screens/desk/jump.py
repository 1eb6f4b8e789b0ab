"""Go to a field by its number, from anywhere: the jump key and then the digit."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical

from hotline.texts import half_width
from screens.parts.ask import Question
from screens.parts.base import services_of
from screens.parts.over import Keys
from screens.parts.text_rows import TextRows
from widgets.key_line import KeyLine
from wording import tr

NEXT_MISSING = "missing"


class Jump(Question):
    """Takes one key: a digit, `+` for the second page, Enter or the jump key again for the next missing field."""

    def __init__(self) -> None:
        super().__init__(lambda: tr("Go to"))

    def compose(self) -> ComposeResult:
        """The heading and the keys."""
        with Vertical():
            yield TextRows(id="heading")
            yield KeyLine()

    def on_mount(self) -> None:
        """Say which keys there are."""
        self.paint()

    def keys(self) -> Keys:
        """The digits, and what else leads to a field."""
        return [("0-9", tr("field")), (tr("Enter"), tr("next missing")), ("+", tr("more fields"))]

    def on_key(self, event: events.Key) -> None:
        """Take the key, whatever it is, but for those that work everywhere."""
        keymap = services_of(self.app).keymap
        if any(event.key in keymap.keys(each) for each in ("help", "language", "lock")):
            return
        event.stop()
        sign = half_width(event.character) if event.character else ""
        if event.key in ("enter", *keymap.keys("jump")):
            self.dismiss(NEXT_MISSING)
        elif sign == "+" or (sign.isascii() and sign.isdigit()):
            self.dismiss(sign)
        else:
            self.dismiss(None)
