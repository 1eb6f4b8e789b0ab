"""The case number in digits that can be read from across the desk, made of coloured blanks.

Blanks and not box-drawing signs, because some Chinese terminals draw those two cells wide and tear them apart.
"""

from rich.segment import Segment
from rich.style import Style

ROWS = 5

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
}


def big_row(number: str, row: int, ink: Style) -> list[Segment]:
    """Return one of the `ROWS` rows of a grouped number; `ink` must have a background."""
    segments: list[Segment] = []
    for sign in number:
        segments += [Segment(" ", ink if dot == "#" else None) for dot in _DIGITS[sign][row]]
        segments.append(Segment(" "))
    return segments


def big_width(number: str) -> int:
    """Return the cells that a grouped number takes."""
    return sum(len(_DIGITS[sign][0]) + 1 for sign in number)
