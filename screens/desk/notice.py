"""A notice of the lead, whole, with the key that says that it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from screens.parts.ask import Option, Options, Question
from screens.parts.over import Keys
from screens.parts.text_rows import TextRows, wrapped
from widgets.key_line import KeyLine
from widgets.lamp import Tone
from wording import tr

if TYPE_CHECKING:
    from screens.parts.base import Said

MOST_ROWS = 14
"""Rows of a notice of 500 wide characters at 80 columns."""


class ReadNotice(Question):
    """Shows a notice; the answer is `read`, None for not yet. Opened by its reader's own key, so Enter may answer."""

    def __init__(self, heading: Said, words: str) -> None:
        super().__init__(heading)
        self._words = words

    def compose(self) -> ComposeResult:
        """Heading, the whole of its words, the one option, keys."""
        rows = wrapped(self._words, max(10, self.app.size.width - 2), Tone.BRIGHT)[:MOST_ROWS]
        with Vertical():
            yield TextRows(id="heading")
            yield TextRows(id="words", rows=len(rows))
            yield Options([Option("read", tr("I have read it"))])
            yield KeyLine()

    def on_mount(self) -> None:
        """Take the keys."""
        self.paint()
        self.set_focus(self.query_one(Options))

    def paint(self) -> None:
        """Write everything."""
        super().paint()
        width = max(10, self.app.size.width - 2)
        self.query_one("#words", TextRows).show(*wrapped(self._words, width, Tone.BRIGHT)[:MOST_ROWS])
        self.query_one(Options).say_anew([Option("read", tr("I have read it"))])

    def keys(self) -> Keys:
        """Enter, and the way back."""
        return [(tr("Enter"), tr("I have read it")), ("0", tr("back"))]

    @on(Options.Taken)
    def _taken(self, message: Options.Taken) -> None:
        self.dismiss(message.option.key if message.option else None)
