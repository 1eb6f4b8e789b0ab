"""A list of any length: one row a line, columns aligned, the chosen row marked. Only rows in sight are painted."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from widgets.awaited import Awaited
from widgets.lamp import Piece, Tone
from widgets.paint import Paint, paint_of
from widgets.shown_text import padded, visible_line
from wording import tr

GAP = 2
"""Blank cells between columns."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the message id of its head, its cells (0 shares what is left), and whether it is right-aligned."""

    label: str
    width: int = 0
    right: bool = False


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row: what it stands for, and one piece (text and tone) a column."""

    key: str
    cells: tuple[Piece, ...]


class LineList(Awaited, can_focus=True):
    """Shows rows under column heads; arrows, page keys, home and end move the mark, Enter opens.

    `rows` may hold thousands: setting it measures nothing, and moving repaints two rows or the ones in sight.
    Messages: `LineList.Moved(list, key)` when the mark is on another row, `LineList.Opened(list, key)` on Enter, and
    `LineList.AtEnd(list)` when the mark reaches the last row, for whoever has more.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    LineList { height: 1fr; width: 1fr; background: $background; }
    """

    @dataclass
    class Moved(Message):
        """The mark is on another row."""

        list: "LineList"
        key: str

        @property
        def control(self) -> "LineList":
            """The list, for `@on(LineList.Moved, "#id")`."""
            return self.list

        def can_replace(self, message: Message) -> bool:
            """Let the newest row stand for the ones passed by."""
            return isinstance(message, LineList.Moved) and message.list is self.list

    @dataclass
    class Opened(Message):
        """Enter on a row."""

        list: "LineList"
        key: str

        @property
        def control(self) -> "LineList":
            """The list, for `@on(LineList.Opened, "#id")`."""
            return self.list

    @dataclass
    class AtEnd(Message):
        """The mark reached the last row."""

        list: "LineList"

        @property
        def control(self) -> "LineList":
            """The list, for `@on(LineList.AtEnd, "#id")`."""
            return self.list

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        id: str,  # noqa: A002
        empty: str = "",
        heads: bool = True,
        classes: str | None = None,
    ) -> None:
        """`empty` is the message id shown when there are no rows; `heads` says whether column heads are shown."""
        super().__init__(id=id, classes=classes)
        self.columns = self._columns_before = tuple(columns)
        self._empty = empty
        self.heads = heads
        self._rows: Sequence[ListRow] = ()
        self._mark = 0
        self._top = 0
        self._goes_on = False

    # ---- what it shows

    @property
    def goes_on(self) -> bool:
        """Whether there are more lines than these, still to be asked for: the count at the head ends with a `+`."""
        return self._goes_on

    @goes_on.setter
    def goes_on(self, goes_on: bool) -> None:
        if goes_on != self._goes_on:
            self._goes_on = goes_on
            self.refresh()

    @property
    def empty(self) -> str:
        """The message id shown when there are no rows."""
        return self._empty

    @empty.setter
    def empty(self, words: str) -> None:
        if words != self._empty:
            self._empty = words
            self.refresh()

    @property
    def rows(self) -> Sequence[ListRow]:
        """The rows."""
        return self._rows

    @rows.setter
    def rows(self, rows: Sequence[ListRow]) -> None:
        kept, before = self.key, self._rows
        self._rows = rows
        keys = [row.key for row in rows]
        same, self._columns_before = self._columns_before == self.columns, self.columns
        if same and keys == [row.key for row in before]:
            self._repaint_changed(before)
            return
        self._mark = keys.index(kept) if kept in keys else min(self._mark, max(0, len(rows) - 1))
        self._into_sight()
        self.refresh()
        if self.key != kept:
            self.post_message(self.Moved(self, self.key))

    def _repaint_changed(self, before: Sequence[ListRow]) -> None:
        """Paint those of the same rows that read otherwise."""
        for place in range(self._top, min(self._top + self._room(), len(before))):
            if self._rows[place] != before[place]:
                self.refresh(Region(0, place - self._top + self.heads, self.size.width, 1))

    @property
    def key(self) -> str:
        """The marked row's key, empty when there are no rows."""
        return self._rows[self._mark].key if self._rows else ""

    @key.setter
    def key(self, key: str) -> None:
        for place, row in enumerate(self._rows):
            if row.key == key:
                self._move(place)
                return

    # ---- keys

    async def _on_key(self, event: events.Key) -> None:
        if self.keeps(event, self._rows):
            return
        page = max(1, self._room() - 1)
        steps = {"up": -1, "down": 1, "pageup": -page, "pagedown": page}
        if event.key in steps:
            self._move(self._mark + steps[event.key])
        elif event.key == "home":
            self._move(0)
        elif event.key == "end":
            self._move(len(self._rows) - 1)
        elif event.key == "enter" and self._rows:
            self.post_message(self.Opened(self, self.key))
        else:
            return
        event.stop()
        event.prevent_default()

    def _move(self, place: int) -> None:
        place = max(0, min(place, len(self._rows) - 1))
        if place == self._mark or not self._rows:
            return
        before, self._mark = self._mark, place
        top = self._top
        self._into_sight()
        if self._top != top:
            self.refresh()
        else:
            for row in (before, place):
                self.refresh(Region(0, row - top + self.heads, self.size.width, 1))
        self.post_message(self.Moved(self, self.key))
        if place == len(self._rows) - 1:
            self.post_message(self.AtEnd(self))

    def _room(self) -> int:
        return max(1, self.size.height - self.heads)

    def _into_sight(self) -> None:
        if not self.size.height:  # not laid out yet: on_resize comes then, with all the room there is
            return
        room = self._room()
        self._top = min(max(self._top, self._mark - room + 1), self._mark)
        self._top = max(0, min(self._top, len(self._rows) - room))

    def on_resize(self) -> None:
        """Keep the mark in sight."""
        self._into_sight()
        self.refresh()

    def on_focus(self) -> None:
        """Paint the mark as the place where you are."""
        self.refresh()

    def on_blur(self) -> None:
        """Paint the mark as one of many places."""
        self.refresh()

    # ---- painting

    def retranslate(self) -> None:
        """Paint again after the language has changed."""
        self.refresh()

    def _widths(self) -> list[int]:
        free = [column for column in self.columns if not column.width]
        fixed = sum(column.width for column in self.columns)
        left = max(0, self.size.width - 2 - fixed - GAP * (len(self.columns) - 1))
        share = left // len(free) if free else 0
        return [column.width or max(1, share) for column in self.columns]

    def paint_line(self, y: int) -> Strip:
        """Return the heads, a row, or the words for a list without rows."""
        paint = paint_of(self.app)
        if self.heads and y == 0:
            return self._heads(paint)
        place = self._top + y - self.heads
        if not self._rows and place == 0:
            return self._strip([Segment("  " + tr(self.empty), paint.grey)])
        if place >= len(self._rows):
            return self._strip([])
        marked = place == self._mark
        band = paint.accent_band if marked and self.has_focus else None
        return self._line(self._rows[place].cells, paint, "> " if marked else "  ", band)

    def _heads(self, paint: Paint) -> Strip:
        """Return the column heads, with which rows are in sight at their end where that is not all of them."""
        labels = [(tr(column.label), Tone.FAINT) for column in self.columns]
        if len(self._rows) <= self._room():
            return self._line(labels, paint, "  ", None)
        more = "+" if self._goes_on else ""
        seen = f" {self._top + 1}-{min(self._top + self._room(), len(self._rows))} / {len(self._rows)}{more}"
        left = max(0, self.size.width - len(seen))
        before = 2 + sum(width + GAP for width in self._widths()[:-1])
        if before + cell_len(labels[-1][0]) > left:
            labels[-1] = "", Tone.FAINT  # better no head than half of one
        kept = self._line(labels, paint, "  ", None).crop(0, left)
        return Strip([*kept, Segment(seen, paint.faint)]).adjust_cell_length(self.size.width, Style.null())

    def _line(self, cells: Sequence[Piece], paint: Paint, sign: str, band: Style | None) -> Strip:
        segments = [Segment(sign, band or paint.accent)]
        for place, (column, width) in enumerate(zip(self.columns, self._widths(), strict=True)):
            text, tone = cells[place] if place < len(cells) else ("", Tone.GREY)
            if place:
                segments.append(Segment(" " * GAP, band))
            segments.append(Segment(padded(visible_line(text), width, right=column.right), band or tone.style(paint)))
        if band is not None:
            used = sum(cell_len(segment.text) for segment in segments)
            segments.append(Segment(" " * max(0, self.size.width - used), band))
        return self._strip(segments)

    def _strip(self, segments: list[Segment]) -> Strip:
        return Strip(segments).adjust_cell_length(self.size.width, Style.null())
