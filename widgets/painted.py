"""What every widget that paints its own lines stands on: its own background.

Textual fills only margins and paddings of such a widget. Left so, its words would stand on the terminal's own colour,
and black ones on a black terminal.
"""

from functools import lru_cache

from rich.style import Style
from textual.color import Color
from textual.strip import Strip
from textual.widget import Widget


class Painted(Widget):
    """A widget that says by `paint_line` what each of its lines shows, in styles without a background."""

    def paint_line(self, y: int) -> Strip:
        """Return line `y` (0 is the first) in the width of the widget. A piece with a background keeps its own."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Return line `y` on the background that the style sheet gives."""
        return self.paint_line(y).apply_style(_on(self.background_colors[1]))


@lru_cache(maxsize=32)
def _on(background: Color) -> Style:
    return Style(bgcolor=background.rich_color)
