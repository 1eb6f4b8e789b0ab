"""Where messages go instead of popping up over what is being typed: one line, the newest message on it."""

from textual.timer import Timer

from widgets.lamp import Piece, Tone
from widgets.one_line import OneLine


class MessageLine(OneLine):
    """Shows one message. `show` keeps it for `seconds`, 0 for until the next one; wrong ones carry a sign."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._until: Timer | None = None

    def show(self, words: str, tone: Tone = Tone.BRIGHT, *, seconds: float = 0) -> None:
        """Show `words`; empty ones clear the line."""
        if self._until is not None:
            self._until.stop()
            self._until = None
        sign = "! " if tone in (Tone.RED, Tone.YELLOW) and words else ""
        pieces: list[Piece] = [(" " + sign + words, tone)] if words else []
        self.say(pieces)
        if words and seconds:
            self._until = self.set_timer(seconds, self.clear)

    def clear(self) -> None:
        """Take the message away."""
        self.show("")
