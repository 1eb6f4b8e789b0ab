"""A work list: lines of cases under columns that a screen chooses, as many of them as the width has room for."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len

from widgets.lamp import Piece, Tone
from widgets.line_list import GAP, Column, LineList, ListRow
from wording import tr

_SIGN_CELLS = 2
"""Cells of the mark before a row."""


class WorkColumn(NamedTuple):
    """A column: the message id of its head, and the most cells that it takes (0: all that is left, one column only).

    Where there is not room for all, the columns of the least `weight` give way first; `least` is what a column needs
    to be worth its place.
    """

    label: str
    most: int = 0
    least: int = 4
    weight: int = 9
    right: bool = False


class WorkList(LineList):
    """A `LineList` whose columns are as wide as what stands in them, and whose mark stays where it is on the screen.

    The mark stays on its case whatever comes or goes around it. `show` paints nothing that is the same.
    """

    def __init__(self, columns: Sequence[WorkColumn], *, empty: str) -> None:
        """`empty` is the message id for a list without lines."""
        super().__init__((), id="work", empty=empty)
        self._every = tuple(columns)
        self._shown: tuple[ListRow, ...] | None = None

    def head(self, columns: Sequence[WorkColumn], empty: str) -> None:
        """Begin another list: other columns, and the message id for having no lines."""
        self._every, self.empty, self._shown = tuple(columns), empty, None

    def show(self, rows: Sequence[ListRow]) -> None:
        """Show the rows, each with a cell for every column of the list, whether it has room or not."""
        self._shown = tuple(rows)
        self._fit()

    def _fit(self) -> None:
        rows = self._shown or ()
        shown, columns = self._columns_for(rows)
        cut = [ListRow(row.key, tuple(row.cells[place] for place in shown)) for row in rows]
        if (columns, cut) == (self.columns, list(self.rows)):
            return
        same = columns == self.columns and [row.key for row in cut] == [row.key for row in self.rows]
        self.columns = columns
        before, key = self._mark - self._top, self.key
        self.rows = cut
        if key and self.key == key and not same:
            self._keep_at(before)

    def _keep_at(self, row: int) -> None:
        """Let the mark stay at its row of the screen, as far as there are rows above and below to fill it."""
        self._top = max(0, self._mark - row)
        self._into_sight()
        self.refresh()

    def _columns_for(self, rows: Sequence[ListRow]) -> tuple[list[int], tuple[Column, ...]]:
        """Return which columns are shown, and how wide each is: the widest of what stands in it, head included.

        One in which nothing stands leaves its room to the others.
        """
        widths = [
            min(each.most or 999, max((cell_len(row.cells[place][0]) for row in rows), default=0))
            for place, each in enumerate(self._every)
        ]
        shown = [place for place, width in enumerate(widths) if width or not rows]
        widths = [max(width, cell_len(tr(each.label)), 1) for each, width in zip(self._every, widths, strict=True)]
        while len(shown) > 1 and self._needed(shown, widths) > self.size.width:
            shown.remove(min(shown, key=lambda place: (self._every[place].weight, -place)))
        return shown, tuple(
            Column(self._every[place].label, widths[place] if self._every[place].most else 0, self._every[place].right)
            for place in shown
        )

    def _needed(self, shown: Sequence[int], widths: Sequence[int]) -> int:
        """Return the cells that columns need; the one that takes what is left needs only its least."""
        taken = sum(
            widths[place] if self._every[place].most else min(widths[place], self._every[place].least)
            for place in shown
        )
        return _SIGN_CELLS + taken + GAP * (len(shown) - 1)

    def on_resize(self) -> None:
        """Use the room there is."""
        self._fit()

    def retranslate(self) -> None:
        """Head the columns in the other language; whoever shows the rows says them anew."""
        self._fit()
        super().retranslate()


def faded(cells: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return cells of a line that is no longer in the list."""
    return tuple((text, Tone.FAINT) for text, _ in cells)
