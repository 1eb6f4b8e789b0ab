"""A recorded screen painted as it was shown."""

from functools import lru_cache

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip

from practice.shown_frames import BOLD, REVERSE, UNDERLINE, Look, ShownRow, ShownScreen
from widgets.painted import Painted


class ReplayView(Painted):
    """Shows a screen; only rows that are not as they were are painted anew.

    Where it has fewer rows than were recorded, the recorded key line gives way first, then empty rows from below.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = "ReplayView { height: 1fr; width: 1fr; }"

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._recorded: tuple[ShownRow, ...] = ()
        self._rows: tuple[ShownRow, ...] = ()

    def show(self, screen: ShownScreen) -> None:
        """Show another moment."""
        self._recorded = screen.rows
        self._fit()

    def on_resize(self) -> None:
        """Use the room there is."""
        self._fit()

    def _fit(self) -> None:
        rows = fitted(self._recorded, self.size.height)
        before, self._rows = self._rows, rows
        if len(before) != len(rows):
            self.refresh()
            return
        for y, row in enumerate(rows):
            if row != before[y]:
                self.refresh(Region(0, y, self.size.width, 1))

    def paint_line(self, y: int) -> Strip:
        """Return one recorded row, cut or filled to the width there is."""
        row = self._rows[y] if y < len(self._rows) else ()
        return Strip(Segment(text, style_of(look)) for text, look in row).adjust_cell_length(self.size.width)


def fitted(rows: tuple[ShownRow, ...], room: int) -> tuple[ShownRow, ...]:
    """Return as many rows as there is room for."""
    if len(rows) <= room:
        return rows
    kept = list(rows[:-1])
    for y in range(len(kept) - 1, -1, -1):
        if len(kept) <= room:
            break
        if not "".join(text for text, _ in kept[y]).strip():
            del kept[y]
    return tuple(kept[:room])


@lru_cache(maxsize=1024)
def style_of(look: Look) -> Style:
    """Return the Rich style of a recorded look."""
    ink, ground, bits = look
    return Style(
        color=Color.parse(ink) if ink else None, bgcolor=Color.parse(ground) if ground else None,
        bold=bool(bits & BOLD) or None, reverse=bool(bits & REVERSE) or None,
        underline=bool(bits & UNDERLINE) or None,
    )  # fmt: skip
