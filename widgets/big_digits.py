"""Digits that can be read from across a desk, or a hall, made of coloured blanks.

Blanks and not box-drawing signs, because some Chinese terminals draw those two cells wide and tear them apart.
"""

from rich.segment import Segment
from rich.style import Style

ROWS = 5
"""Dots that a digit is high."""

_DIGITS = {
    "0": ("###", "# #", "# #", "# #", "###"),
    "1": (" # ", "## ", " # ", " # ", "###"),
    "2": ("###", "  #", "###", "#  ", "###"),
    "3": ("###", "  #", "###", "  #", "###"),
    "4": ("# #", "# #", "###", "  #", "  #"),
    "5": ("###", "#  ", "###", "  #", "###"),
    "6": ("###", "#  ", "###", "# #", "###"),
    "7": ("###", "  #", " # ", " # ", " # "),
    "8": ("###", "# #", "###", "# #", "###"),
    "9": ("###", "# #", "###", "  #", "###"),
    "-": ("  ", "  ", "##", "  ", "  "),
    ".": (" ", " ", " ", " ", "#"),
    ":": (" ", "#", " ", "#", " "),
    "%": ("# #", "  #", " # ", "#  ", "# #"),
}


def big_row(number: str, row: int, ink: Style, dot: int = 1) -> list[Segment]:
    """Return one of the `ROWS` rows of a number whose dots are `dot` cells wide; `ink` must have a background."""
    segments: list[Segment] = []
    for sign in number:
        segments += [Segment(" " * dot, ink if each == "#" else None) for each in _DIGITS[sign][row]]
        segments.append(Segment(" " * dot))
    return segments


def big_width(number: str, dot: int = 1) -> int:
    """Return the cells that a number takes, the gap behind its last digit among them."""
    return sum(len(_DIGITS[sign][0]) + 1 for sign in number) * dot
