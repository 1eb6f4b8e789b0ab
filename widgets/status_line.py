"""The top line: who and where; at its right end the one clock that matters and the truth about the line."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from widgets.lamp import Piece, Tone
from widgets.one_line import OneLine, spaced
from widgets.shown_text import visible_line

_WIDE_GAP = 3


class Who(NamedTuple):
    """A word of who sits where. What does not `stay` gives way where not all have room: the lightest first, and of
    those of one weight the last. What stays is said in its `short` words before any of it is cut, the first one first.
    """

    text: str
    stays: bool = False
    weight: int = 0
    tone: Tone = Tone.GREY
    short: str = ""


class StatusLine(OneLine):
    """Two lists: `who` (city, seat, operator, shift) and the pieces of `now` (clock, line, unsent, needs you)."""

    DEFAULT_CSS = "StatusLine { background: $panel; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._who: tuple[Who, ...] = ()
        self._now: tuple[Piece, ...] = ()

    def tell(self, who: Sequence[Who], now: Sequence[Piece]) -> None:
        """Say who and where at the left, and the pieces of `now` at the right."""
        self._who, self._now = tuple(who), tuple(now)
        self._fit()

    def on_resize(self) -> None:
        """Say as much as the width has room for."""
        self._fit()

    def _fit(self) -> None:
        width = self.size.width or 80
        left, right = next(
            (each for each in self._shorter_and_shorter() if _cells(each[0]) + 1 + _cells(each[1]) <= width),
            self._put([*map(_shortest, self._staying())], 1),
        )
        self.say(left, right)

    def _shorter_and_shorter(self) -> Iterator[tuple[list[Piece], list[Piece]]]:
        """Yield what could be said: first the blanks between clock and line go, then words of who, then more blanks,
        and then what stays is said shorter.
        """
        who = list(self._who)
        yield self._put(who, _WIDE_GAP)
        yield self._put(who, _WIDE_GAP - 1)
        last_first = self._who[::-1]
        for word in sorted(last_first, key=lambda each: each.weight):
            if not word.stays:
                who.remove(word)
                yield self._put(who, _WIDE_GAP - 1)
        yield self._put(who, 1)
        for place, word in enumerate(who):
            who[place] = _shortest(word)
            yield self._put(who, 1)

    def _staying(self) -> list[Who]:
        return [word for word in self._who if word.stays]

    def _put(self, who: Sequence[Who], gap: int) -> tuple[list[Piece], list[Piece]]:
        words = spaced([(word.text, word.tone) for word in who], 2)
        return [(" ", Tone.GREY), *words], [*spaced(self._now, gap), (" ", Tone.GREY)]


def _shortest(word: Who) -> Who:
    return word._replace(text=word.short or word.text)


def _cells(pieces: Sequence[Piece]) -> int:
    return sum(cell_len(visible_line(text)) for text, _ in pieces)
