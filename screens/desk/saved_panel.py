"""What stands at the desk after a save: the number to read out, what may be promised, and the wrap-up clock."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from hotline.order_number import grouped
from screens.parts.case_words import number_words
from widgets.big_digits import ROWS, big_row, big_width
from widgets.paint import paint_of
from widgets.painted import Painted
from widgets.shown_text import clipped

INDENT = 4


@dataclass(frozen=True, slots=True)
class SavedView:
    """The words after a save. `number` is empty for calls without a case; `where` says where the save has got to."""

    heading: str
    number: str = ""
    told: tuple[str, ...] = ()
    where: str = ""
    clock: str = ""
    late: bool = False
    keys: str = ""


Says: TypeAlias = Callable[[], SavedView]
"""Says in the present language what was saved. It is asked anew: the language may change while the panel is read."""


class SavedPanel(Painted, can_focus=True):
    """Paints a `SavedView`; it changes no size when its words do."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "SavedPanel { height: 1fr; display: none; }"

    def __init__(self, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.view = SavedView("")

    class Next(Message):
        """The operator is done with this call."""

    def on_key(self, event: events.Key) -> None:
        """Go on with Enter."""
        if event.key == "enter":
            event.stop()
            self.post_message(self.Next())

    def show(self, view: SavedView) -> None:
        """Show other words."""
        if view != self.view:
            self.view = view
            self.refresh()

    def paint_line(self, y: int) -> Strip:
        """Return one row: heading, large number, promise, where it is, clock."""
        rows = self._rows()
        segments = rows[y] if y < len(rows) else []
        return Strip([Segment(" " * INDENT), *segments]).adjust_cell_length(self.size.width, Style.null())

    def _rows(self) -> list[list[Segment]]:
        paint, view = paint_of(self.app), self.view
        room = max(1, self.size.width - INDENT)

        def line(text: str, style: Style) -> list[Segment]:
            return [Segment(clipped(text, room), style)]

        rows = [[], line(view.heading, paint.accent), []]
        if view.number:
            number = grouped(view.number)
            if big_width(number) <= room:
                rows += [big_row(number, row, paint.accent_band) for row in range(ROWS)]
                rows.append([])
            rows += [line(number_words(view.number), paint.value), []]
        rows += [line(each, paint.value) for each in view.told]
        rows += [[], line(view.where, paint.grey)]
        if view.clock:
            rows.append(line(view.clock, paint.yellow if view.late else paint.grey))
        rows += [[], line(view.keys, paint.grey)]
        return rows
