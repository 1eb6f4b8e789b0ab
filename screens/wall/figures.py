"""The widget of a wall: it paints anew only the cells of a row that are others than before."""

from textual.geometry import Region
from textual.strip import Strip

from screens.wall.layout import layout_for
from screens.wall.painting import pages, painted
from screens.wall.view import WallView
from widgets.paint import paint_of
from widgets.painted import Painted

PAGE_S = 15
"""Districts that do not all fit take turns, a page for so long."""


class WallFigures(Painted):
    """Shows a `WallView`."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "WallFigures { height: 1fr; background: $background; }"

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[WallView, int] | None = None
        self._rows: list[Strip] = []

    def show(self, view: WallView, counted: float) -> None:
        """Show a view; the same again costs nothing. `counted` turns the pages."""
        width, height = self.size
        if not width:
            return
        layout = layout_for(width, height, len(view.tiles), len(view.districts))
        page = int(counted // PAGE_S) % pages(len(view.districts), layout)
        if (view, page) == self._shown and self._rows:
            return
        self._shown = view, page
        before, self._rows = self._rows, painted(view, layout, width, page, paint_of(self.app))
        if len(before) != len(self._rows):
            self.refresh()
            return
        changed = [(y, *_changed(old, new)) for y, (old, new) in enumerate(zip(before, self._rows, strict=True))]
        regions = [Region(left, y, right - left, 1) for y, left, right in changed if left < right]
        if regions:
            self.refresh(*regions)

    def on_resize(self) -> None:
        """Lay out anew."""
        if self._shown is not None:
            (view, page), self._shown, self._rows = self._shown, None, []
            self.show(view, page * PAGE_S)

    def paint_line(self, y: int) -> Strip:
        """Return a row."""
        width = self.size.width
        return self._rows[y] if y < len(self._rows) else Strip.blank(width)


def _changed(old: Strip, new: Strip) -> tuple[int, int]:
    """Return from which cell to which two rows of one length differ; the same twice where they do not."""
    if old == new:
        return 0, 0
    left, right = 0, new.cell_length
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        left += other.cell_length
    for one, other in zip(reversed([*old]), reversed([*new]), strict=False):
        if one != other or right - other.cell_length < left:
            break
        right -= other.cell_length
    return left, right
