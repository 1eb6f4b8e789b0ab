"""The top line: who and where; at its right end the one clock that matters and the truth about the line."""

from collections.abc import Sequence

from widgets.lamp import Piece, Tone
from widgets.one_line import OneLine, spaced


class StatusLine(OneLine):
    """Two lists of pieces: `who` (city, seat, operator, shift) and `now` (clock, line, unsent, needs you)."""

    DEFAULT_CSS = "StatusLine { background: $panel; }"

    def tell(self, who: Sequence[str], now: Sequence[Piece]) -> None:
        """Say who and where at the left, and the pieces of `now` at the right."""
        self.say([(" ", Tone.GREY), *spaced([(text, Tone.GREY) for text in who], 2)], [*spaced(now), (" ", Tone.GREY)])
