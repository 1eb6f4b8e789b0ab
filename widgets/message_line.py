"""Where messages go instead of popping up over what is being typed: one line, the newest message on it."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.timer import Timer

from widgets.lamp import Piece, Tone
from widgets.one_line import OneLine
from widgets.shown_text import visible_line


class MessageLine(OneLine):
    """Shows one message. `show` keeps it for `seconds`, 0 for until the next one; wrong ones carry a sign.

    `beside` is what stands at the right end; where the message leaves too little room, its first pieces go.
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._until: Timer | None = None
        self._message: tuple[Piece, ...] = ()
        self._beside: tuple[Piece, ...] = ()
        self.hides_beside = False
        """Whether some of what stands beside has no room now."""

    def show(self, words: str, tone: Tone = Tone.BRIGHT, *, seconds: float = 0) -> None:
        """Show `words`; empty ones clear the line."""
        if self._until is not None:
            self._until.stop()
            self._until = None
        sign = "! " if tone in (Tone.RED, Tone.YELLOW) and words else ""
        self._message = ((" " + sign + words, tone),) if words else ()
        self._fit()
        if words and seconds:
            self._until = self.set_timer(seconds, self.clear)

    def beside(self, pieces: Sequence[Piece]) -> None:
        """Say something else at the right end."""
        self._beside = tuple(pieces)
        self._fit()

    def on_resize(self) -> None:
        """Use the room there is."""
        self._fit()

    def _fit(self) -> None:
        room, beside = (self.size.width or 80) - 2 - _cells(self._message), self._beside
        self.hides_beside = _cells(beside) > room
        if self.hides_beside:
            while beside and (_cells(beside) > room or not beside[0][0].strip()):
                beside = beside[1:]
        self.say(self._message, beside)

    def clear(self) -> None:
        """Take the message away."""
        self.show("")


def _cells(pieces: Sequence[Piece]) -> int:
    return sum(cell_len(visible_line(words)) for words, _ in pieces)
