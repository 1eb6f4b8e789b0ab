"""Figures side by side: a label over a number, and what it is beside. A key moves on to those that have no room."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from widgets.lamp import Tone
from widgets.paint import Paint, paint_of
from widgets.painted import Painted
from widgets.shown_text import padded, visible_line

TILE = 15
"""Cells of a tile, a blank after it among them."""
ROOM = TILE - 2
"""Cells of them for the number and what it is beside."""
_LINES = 2


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure: its label, its number, and beside it the number that it is compared with, empty for none."""

    key: str
    label: str
    value: str
    beside: str = ""
    tone: Tone = Tone.BRIGHT


class TileBand(Painted, can_focus=True):
    """Arrows move the mark, Enter opens its tile. Of tiles only the lines that read otherwise are painted again.

    Messages: `TileBand.Moved(key)` and `TileBand.Opened(key)`.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = "TileBand { height: 4; width: 1fr; background: $background; }"

    @dataclass
    class Moved(Message):
        """The mark is on another tile."""

        key: str

        def can_replace(self, message: Message) -> bool:
            """Let the newest tile stand for the ones passed by."""
            return isinstance(message, TileBand.Moved)

    @dataclass
    class Opened(Message):
        """Enter on a tile."""

        key: str

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._tiles: tuple[Tile, ...] = ()
        self._mark = 0

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """The tiles."""
        return self._tiles

    @property
    def marked(self) -> Tile | None:
        """The tile that Enter opens."""
        return self._tiles[self._mark] if self._tiles else None

    def show(self, tiles: Sequence[Tile]) -> None:
        """Show these tiles; of the same ones only what reads otherwise is painted."""
        before, self._tiles = self._tiles, tuple(tiles)
        self._mark = min(self._mark, max(0, len(tiles) - 1))
        if len(before) != len(tiles):
            self.refresh()
            return
        for place in self._in_sight():
            if self._tiles[place] != before[place]:
                region = self._region(place)
                same_label = self._tiles[place].label == before[place].label
                self.refresh(region.shrink((1, 0, 0, 0)) if same_label else region)

    def next_page(self) -> None:
        """Move on to the tiles that have no room beside these, and from the last ones to the first."""
        if self._tiles:
            first = (self._page() + 1) * self._on_page()
            self._move(first if first < len(self._tiles) else 0)

    @property
    def pages(self) -> int:
        """Over how many pages the tiles go."""
        return -(-len(self._tiles) // self._on_page())

    # ---- where they are

    def _in_row(self) -> int:
        return max(1, self.size.width // TILE)

    def _on_page(self) -> int:
        return self._in_row() * max(1, self.size.height // _LINES)

    def _page(self) -> int:
        return self._mark // self._on_page()

    def _in_sight(self) -> range:
        first = self._page() * self._on_page()
        return range(first, min(first + self._on_page(), len(self._tiles)))

    def _region(self, place: int) -> Region:
        row, column = divmod(place - self._in_sight().start, self._in_row())
        return Region(column * TILE, row * _LINES, TILE, _LINES)

    # ---- keys

    async def _on_key(self, event: events.Key) -> None:
        steps = {"left": -1, "right": 1, "up": -self._in_row(), "down": self._in_row(), "home": -len(self._tiles),
                 "end": len(self._tiles)}  # fmt: skip
        if event.key in steps and self._tiles:
            self._move(self._mark + steps[event.key])
        elif event.key == "enter" and self._tiles:
            self.post_message(self.Opened(self._tiles[self._mark].key))
        else:
            return
        event.stop()
        event.prevent_default()

    def _move(self, place: int) -> None:
        place = max(0, min(place, len(self._tiles) - 1))
        if place == self._mark:
            return
        page, before = self._page(), self._region(self._mark)
        self._mark = place
        if self._page() != page:
            self.refresh()
        else:
            self.refresh(before)
            self.refresh(self._region(place))
        self.post_message(self.Moved(self._tiles[place].key))

    def on_focus(self) -> None:
        """Paint the mark as the place where you are."""
        self.refresh()

    def on_blur(self) -> None:
        """Paint the mark as one of many places."""
        self.refresh()

    def on_resize(self) -> None:
        """Use the room there is."""
        self.refresh()

    # ---- painting

    def paint_line(self, y: int) -> Strip:
        """Return the labels of a row of tiles, or the numbers under them."""
        paint, sight = paint_of(self.app), self._in_sight()
        first = sight.start + (y // _LINES) * self._in_row()
        segments: list[Segment] = []
        for place in range(first, min(first + self._in_row(), sight.stop)):
            segments += self._label(place, paint) if y % _LINES == 0 else self._numbers(place, paint)
        return Strip(segments).adjust_cell_length(self.size.width, Style.null())

    def _label(self, place: int, paint: Paint) -> list[Segment]:
        marked = place == self._mark
        ink = paint.accent_band if marked and self.has_focus else paint.accent if marked else paint.grey
        return [Segment(padded(" " + visible_line(self._tiles[place].label), TILE - 1), ink), Segment(" ")]

    def _numbers(self, place: int, paint: Paint) -> list[Segment]:
        tile = self._tiles[place]
        value = f" {tile.value} "
        return [
            Segment(value, tile.tone.style(paint)),
            Segment(padded(tile.beside, max(0, TILE - len(value))), paint.faint),
        ]
