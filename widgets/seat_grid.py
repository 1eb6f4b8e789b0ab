"""All seats at once: a cell a seat, some in a row, grouped. Only rows in sight are painted, and of them the changes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from widgets.clock_text import span
from widgets.lamp import Tone
from widgets.paint import Paint, paint_of
from widgets.painted import Painted
from widgets.shown_text import padded, visible_line
from wording import tr

CELL = 14
"""Cells of the screen that a seat takes: four of its number, two of its state, five of its clock, a flag, blanks."""
GUTTER = 8
"""Cells at the left for the name of a group."""
_SEAT, _STATE, _CLOCK = 4, 2, 5


@dataclass(frozen=True, slots=True)
class SeatCell:
    """A seat: its number, its state in two cells, the moment (seconds of any clock) since when, None for no clock.

    `flag` is one sign.
    """

    key: str
    state: str
    tone: Tone = Tone.GREY
    since: float | None = None
    flag: str = ""
    flag_tone: Tone = Tone.YELLOW

    def clock(self, now: float) -> str:
        """Return the clock as it is read at a moment: `4:05`, `71:09`, and whole hours from 100 minutes on."""
        if self.since is None:
            return ""
        seconds = max(0, int(now - self.since))
        if seconds < 6000:
            return f"{seconds // 60}:{seconds % 60:02}"
        return span(seconds)


@dataclass(frozen=True, slots=True)
class SeatGroup:
    """Seats that stand together, and how that is called."""

    name: str
    cells: tuple[SeatCell, ...]


class _Row(NamedTuple):
    name: str
    first: int
    end: int


class SeatGrid(Painted, can_focus=True):
    """Arrows, page keys, home and end move the mark; Enter opens its seat.

    `show` compares with what is there and repaints the cells that differ; `tick` those whose clock reads otherwise, a
    region a row. Messages: `SeatGrid.Moved(key)` and `SeatGrid.Opened(key)`.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = "SeatGrid { height: 1fr; width: 1fr; background: $background; }"

    @dataclass
    class Moved(Message):
        """The mark is on another seat, or there is room for more seats or for fewer."""

        key: str

        def can_replace(self, message: Message) -> bool:
            """Let the newest seat stand for the ones passed by."""
            return isinstance(message, SeatGrid.Moved)

    @dataclass
    class Opened(Message):
        """Enter on a seat."""

        key: str

    def __init__(self, *, id: str, empty: str = "") -> None:  # noqa: A002
        """`empty` is the message id shown when there are no seats."""
        super().__init__(id=id)
        self.empty = empty
        self._groups: tuple[tuple[str, int], ...] = ()
        self._cells: list[SeatCell] = []
        self._places: dict[str, int] = {}
        self._rows: list[_Row] = []
        self._row_of: list[int] = []
        self._mark = 0
        self._top = 0
        self._now = 0.0
        self._clocks: list[str] = []

    # ---- what it shows

    @property
    def key(self) -> str:
        """The marked seat, empty when there are none."""
        return self._cells[self._mark].key if self._cells else ""

    @key.setter
    def key(self, key: str) -> None:
        if key in self._places:
            self._move(self._places[key])

    @property
    def in_sight(self) -> tuple[int, int, int]:
        """The first and last seat in sight, counted from 1, and how many there are; zeros for none."""
        seen = self._rows[self._top : self._top + max(1, self.size.height)]
        return (seen[0].first + 1, seen[-1].end, len(self._cells)) if seen else (0, 0, 0)

    @property
    def rows_needed(self) -> int:
        """Rows of the screen on which all seats have room."""
        return max(1, len(self._rows))

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def show(self, groups: Sequence[SeatGroup], now: float) -> None:
        """Show these seats with the clocks of a moment. The mark stays on its seat."""
        self._now = now
        shape = tuple((group.name, len(group.cells)) for group in groups)
        cells = [cell for group in groups for cell in group.cells]
        same = shape == self._groups and all(
            cell is old or cell.key == old.key for cell, old in zip(cells, self._cells, strict=True)
        )
        if not same:
            self._arrange(shape, cells)
            return
        old, self._cells = self._cells, cells
        for first, end in self._seen():
            changed = [
                place for place in range(first, end)
                if cells[place] is not old[place] and cells[place] != old[place]
            ]  # fmt: skip
            for place in changed:
                self._clocks[place] = cells[place].clock(now)
                self.refresh(self._region(place))

    def tick(self, now: float) -> None:
        """Let the clocks read another moment."""
        self._now = now
        for first, end in self._seen():
            changed = [place for place in range(first, end) if self._clock_moved(place)]
            if changed:
                self.refresh(self._region(changed[0]).union(self._region(changed[-1])))

    def _clock_moved(self, place: int) -> bool:
        cell = self._cells[place]
        if cell.since is None:
            return False
        clock = cell.clock(self._now)
        moved = clock != self._clocks[place]
        self._clocks[place] = clock
        return moved

    def _seen(self) -> Iterator[tuple[int, int]]:
        for row in self._rows[self._top : self._top + self.size.height]:
            yield row.first, row.end

    def _arrange(self, shape: tuple[tuple[str, int], ...], cells: list[SeatCell]) -> None:
        kept = self.key
        self._groups, self._cells = shape, cells
        self._places = {cell.key: place for place, cell in enumerate(cells)}
        self._mark = self._places.get(kept, min(self._mark, max(0, len(cells) - 1)))
        self._lay()
        if self.key != kept:
            self.post_message(self.Moved(self.key))

    def _lay(self) -> None:
        """Put the cells into rows as the width allows; each group begins a row."""
        in_row = max(1, (self.size.width - GUTTER) // CELL)
        self._rows, self._row_of, first = [], [], 0
        for name, count in self._groups:
            for start in range(first, first + count, in_row):
                end = min(start + in_row, first + count)
                self._row_of += [len(self._rows)] * (end - start)
                self._rows.append(_Row(name if start == first else "", start, end))
            first += count
        self._into_sight()
        self._read_clocks()
        self.refresh()

    def _read_clocks(self) -> None:
        self._clocks = [""] * len(self._cells)
        for first, end in self._seen():
            for place in range(first, end):
                self._clocks[place] = self._cells[place].clock(self._now)

    # ---- keys

    async def _on_key(self, event: events.Key) -> None:
        page = max(1, self.size.height - 1)
        moves: dict[str, Callable[[], int]] = {
            "left": lambda: self._mark - 1,
            "right": lambda: self._mark + 1,
            "up": lambda: self._in_other_row(-1),
            "down": lambda: self._in_other_row(1),
            "pageup": lambda: self._in_other_row(-page),
            "pagedown": lambda: self._in_other_row(page),
            "home": lambda: 0,
            "end": lambda: len(self._cells) - 1,
        }
        if event.key in moves and self._cells:
            self._move(moves[event.key]())
        elif event.key == "enter" and self._cells:
            self.post_message(self.Opened(self.key))
        else:
            return
        event.stop()
        event.prevent_default()

    def _in_other_row(self, by: int) -> int:
        row = self._row_of[self._mark]
        column = self._mark - self._rows[row].first
        other = self._rows[max(0, min(row + by, len(self._rows) - 1))]
        return min(other.first + column, other.end - 1)

    def _move(self, place: int) -> None:
        place = max(0, min(place, len(self._cells) - 1))
        if place == self._mark or not self._cells:
            return
        before, self._mark, top = self._mark, place, self._top
        self._into_sight()
        if self._top != top:
            self._read_clocks()
            self.refresh()
        else:
            self.refresh(self._region(before))
            self.refresh(self._region(place))
        self.post_message(self.Moved(self.key))

    def _into_sight(self) -> None:
        room, row = max(1, self.size.height), self._row_of[self._mark] if self._row_of else 0
        self._top = min(max(self._top, row - room + 1), row)
        self._top = max(0, min(self._top, len(self._rows) - room))

    def on_resize(self) -> None:
        """Use the room there is."""
        self._lay()
        self.post_message(self.Moved(self.key))

    def on_focus(self) -> None:
        """Paint the mark as the place where you are."""
        self._repaint_mark()

    def on_blur(self) -> None:
        """Paint the mark as one of many places."""
        self._repaint_mark()

    def _repaint_mark(self) -> None:
        if self._cells:
            self.refresh(self._region(self._mark))

    # ---- painting

    def retranslate(self) -> None:
        """Paint again after the language has changed; whoever shows the seats says them anew."""
        self._read_clocks()
        self.refresh()

    def _region(self, place: int) -> Region:
        row = self._row_of[place]
        return Region(GUTTER + (place - self._rows[row].first) * CELL, row - self._top, CELL, 1)

    def paint_line(self, y: int) -> Strip:
        """Return a row of seats, the name of their group before the first."""
        paint, width, place = paint_of(self.app), self.size.width, self._top + y
        if place >= len(self._rows):
            words = "  " + tr(self.empty) if self.empty and not self._rows and y == 0 else ""
            return Strip([Segment(words, paint.grey)]).adjust_cell_length(width, Style.null())
        row = self._rows[place]
        segments = [Segment(padded(" " + visible_line(row.name), GUTTER - 1) + " ", paint.grey)]
        for each in range(row.first, row.end):
            segments += self._segments(each, paint)
        return Strip(segments).adjust_cell_length(width, Style.null())

    def _segments(self, place: int, paint: Paint) -> list[Segment]:
        cell = self._cells[place]
        state, clock = _in_cells(cell.state, _STATE), _in_cells(self._clocks[place], _CLOCK, right=True)
        seat, flag = f"{cell.key[-_SEAT:]:>{_SEAT}}", cell.flag[:1] or " "
        if place == self._mark and self.has_focus:
            return [Segment(f"{seat} {state}{clock}{flag}", paint.accent_band), Segment(" ")]
        ink = cell.tone.style(paint)
        return [
            Segment(f"{seat} ", paint.accent if place == self._mark else paint.faint),
            Segment(f"{state}{clock}", ink),
            Segment(f"{flag} ", cell.flag_tone.style(paint)),
        ]


@lru_cache(maxsize=1024)
def _in_cells(text: str, width: int, *, right: bool = False) -> str:
    return padded(text, width, right=right)
