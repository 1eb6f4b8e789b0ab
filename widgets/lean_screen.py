"""Screens that repaint only what a key changed, and keep the terminal's cursor where an input method draws.

Textual's compositor asks every widget of a container for all its lines when one line of one of them is dirty; on a
desk of thirty widgets that is most of a key's cost. The compositor here asks only those that the dirty rows cross.
"""

from collections.abc import Iterable
from typing import TypeVar

from textual._compositor import Compositor
from textual.await_complete import AwaitComplete
from textual.geometry import Region, Size
from textual.screen import ModalScreen, Screen
from textual.strip import Strip

from widgets.entry import Entry

Result = TypeVar("Result")


class LeanCompositor(Compositor):
    """Renders the rows of a partial update and nothing else."""

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        if crop is None:
            yield from super()._get_renders(None)
            return
        rows = Region(0, crop.y, self.size.width, crop.height)
        for widget, (region, clip) in self.visible_widgets.items():
            if not crop.overlaps(region):
                continue
            shown = clip.intersection(rows)
            part = region.intersection(shown)
            if part.width and part.height:
                yield region, shown, widget.render_lines(part.translate(-region.offset))


class LeanScreen(Screen[Result]):
    """The base of every screen of the console.

    Textual tells a screen its size three times while it starts, and lays it out anew each time, changed or not; here
    only for a size that is another one. What else asks for a layout gets it by Textual's own timer.
    """

    def __init__(self, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(name=name, id=id, classes=classes)
        self._compositor = LeanCompositor()

    def _screen_resized(self, size: Size) -> None:
        if size != self._size:
            super()._screen_resized(size)

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close the screen, if it is the one on top: Textual would close whichever is, and fail at the last one."""
        return super().dismiss(result) if self.app.screen is self else AwaitComplete()

    def _compositor_refresh(self) -> None:
        place_cursor(self)
        super()._compositor_refresh()


class LeanModal(ModalScreen[Result]):
    """The base of what lies on top of a screen."""

    def __init__(self, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(name=name, id=id, classes=classes)
        self._compositor = LeanCompositor()

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close the screen, if it is the one on top: Textual would close whichever is, and fail at the last one."""
        return super().dismiss(result) if self.app.screen is self else AwaitComplete()

    def _compositor_refresh(self) -> None:
        place_cursor(self)
        super()._compositor_refresh()


def place_cursor(screen: Screen[Result]) -> None:
    """Tell the app where the focused entry's caret is, so that each paint leaves the terminal's cursor there."""
    focused = screen.focused
    if isinstance(focused, Entry) and focused.is_mounted:
        screen.app.cursor_position = focused.cursor_screen_offset
