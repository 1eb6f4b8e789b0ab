"""Tones of a line and lamps (红黄灯): yellow and red carry a sign, so that nothing is said by the colour alone."""

from enum import Enum

from rich.segment import Segment
from rich.style import Style

from widgets.paint import Paint
from widgets.shown_text import visible_line


class Tone(Enum):
    """How a piece of a line is painted."""

    BRIGHT = "bright"
    GREY = "grey"
    FAINT = "faint"
    ACCENT = "accent"
    YELLOW = "yellow"
    RED = "red"
    BAND = "band"
    """On a band of the accent colour."""

    def style(self, paint: Paint) -> Style:
        """Return the style of the tone in the present theme."""
        return {
            Tone.BRIGHT: paint.value,
            Tone.GREY: paint.grey,
            Tone.FAINT: paint.faint,
            Tone.ACCENT: paint.accent,
            Tone.YELLOW: paint.yellow,
            Tone.RED: paint.red,
            Tone.BAND: paint.accent_band,
        }[self]


Piece = tuple[str, Tone]
"""A text and how it is painted."""


_SIGNS = {Tone.YELLOW: "!", Tone.RED: "!!"}


def signed(text: str, tone: Tone) -> Piece:
    """Return a clock or a state with a sign behind it where its lamp is yellow or red: `05:40!`, `11:02!!`."""
    return text + _SIGNS.get(tone, ""), tone


def segments(pieces: "list[Piece] | tuple[Piece, ...]", paint: Paint) -> list[Segment]:
    """Return pieces as segments; control signs in them are shown as themselves."""
    return [Segment(visible_line(text), tone.style(paint)) for text, tone in pieces]
