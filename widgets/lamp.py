"""Lamps (红黄灯): a word in its colour, so that nothing is said by the colour alone."""

from enum import Enum

from rich.segment import Segment
from rich.style import Style

from widgets.paint import Paint
from widgets.shown_text import visible_line
from wording import mark, tr


class Tone(Enum):
    """How a piece of a line is painted."""

    BRIGHT = "bright"
    GREY = "grey"
    FAINT = "faint"
    ACCENT = "accent"
    YELLOW = "yellow"
    RED = "red"

    def style(self, paint: Paint) -> Style:
        """Return the style of the tone in the present theme."""
        return {
            Tone.BRIGHT: paint.value,
            Tone.GREY: paint.grey,
            Tone.FAINT: paint.faint,
            Tone.ACCENT: paint.accent,
            Tone.YELLOW: paint.yellow,
            Tone.RED: paint.red,
        }[self]


LAMP_WORDS = {"red": mark("red"), "yellow": mark("yellow"), "grey": mark("paused"), "green": ""}
"""The word of each lamp of `hotline.codes.Light`; green needs none."""

Piece = tuple[str, Tone]
"""A text and how it is painted."""


def lamp(light: str, text: str = "") -> Piece:
    """Return a lamp with its word before `text`: ("red 11 min", RED)."""
    word = tr(LAMP_WORDS[light])
    tone = {"red": Tone.RED, "yellow": Tone.YELLOW, "grey": Tone.GREY}.get(light, Tone.BRIGHT)
    return " ".join(filter(None, (word, text))), tone


def segments(pieces: "list[Piece] | tuple[Piece, ...]", paint: Paint) -> list[Segment]:
    """Return pieces as segments; control signs in them are shown as themselves."""
    return [Segment(visible_line(text), tone.style(paint)) for text, tone in pieces]
