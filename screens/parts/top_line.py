"""The top line of every screen but the desk: who sits where, the desk's calls, the line and what is unsent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from screens.parts.line_words import line_pieces
from screens.parts.who_words import who_words
from widgets.status_line import StatusLine

if TYPE_CHECKING:
    from screens.parts.base import ConsoleScreen


def paint_top_line(screen: ConsoleScreen[Any]) -> None:
    """Say on a screen's `StatusLine` how things stand now."""
    services = screen.services
    line = line_pieces(services.seat.status, services.now())
    screen.query_one(StatusLine).tell(who_words(services), [*services.calls().pieces, *line])
