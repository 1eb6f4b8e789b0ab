"""Screens that repaint only what a key changed, and keep the terminal's cursor where an input method draws.

Textual's compositor asks every widget of a container for all its lines when one line of one of them is dirty; on a
desk of thirty widgets that is most of a key's cost. The compositor here asks only those that the dirty rows cross.
"""

from collections.abc import Iterable
from typing import TypeVar

from textual import events
from textual._compositor import ChopsUpdate, Compositor
from textual.await_complete import AwaitComplete
from textual.geometry import Region, Size
from textual.message import Message
from textual.messages import CloseMessages, Prune
from textual.screen import ModalScreen, Screen
from textual.strip import Strip
from textual.widget import Widget

from widgets.entry import Entry
from widgets.key_order import key_came_within

Result = TypeVar("Result")
_TO_GO = (Prune, CloseMessages, events.Unmount)

AFTER_KEY_S = 0.05
"""So long after a key nothing waits for a frame: three frames, and less than from one key to the next."""


class LeanCompositor(Compositor):
    """Renders the rows of a partial update and nothing else, and what lies over others in one piece.

    Textual cuts every row where any widget begins or ends, also one that is covered, and makes two blanks of a wide
    character that lies across a cut. So nothing that `overlay: screen` covers is painted here, cuts or is cut.
    """

    def __init__(self) -> None:
        super().__init__()
        self._over: dict[Widget, Region] = {}

    @property
    def cuts(self) -> list[list[int]]:
        """The columns (from 0) of each row where what is seen of a widget begins or ends."""
        if self._cuts is None:
            self._over = {
                widget: region.intersection(clip)
                for widget, (region, clip) in self.visible_widgets.items()
                if widget.styles.overlay == "screen"
            }
            if self._over:
                self._cuts = self._seen_cuts()
        return super().cuts

    def _seen_cuts(self) -> list[list[int]]:
        width, height = self.size
        cuts = [{0, width} for _ in range(height)]
        covered: list[Region] = []
        for widget, (region, clip) in self.visible_widgets.items():
            for piece in _beside(region.intersection(clip), covered):
                for y in range(max(0, piece.y), min(height, piece.bottom)):
                    cuts[y].update((piece.x, piece.right))
            if widget in self._over:
                covered.append(self._over[widget])
        return [sorted(row) for row in cuts]

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        crop = crop or self.size.region
        rows = Region(0, crop.y, self.size.width, crop.height)
        covered: list[Region] = []
        for widget, (region, clip) in self.visible_widgets.items():
            if crop.overlaps(region):
                for piece in _beside(region.intersection(clip.intersection(rows)), covered):
                    yield region, piece, widget.render_lines(piece.translate(-region.offset))
            if widget in self._over:
                covered.append(self._over[widget])

    def render_partial_update(self) -> ChopsUpdate | None:
        """Return what to write where something is dirty: of what lies over others whole rows, as it has no cuts."""
        if self.cuts and self._over:
            met = [(over, dirty.intersection(over)) for over in self._over.values() for dirty in self._dirty_regions]
            self._dirty_regions.update(Region(over.x, hit.y, over.width, hit.height) for over, hit in met if hit)
        return super().render_partial_update()


def _beside(region: Region, covered: Iterable[Region]) -> list[Region]:
    """Return the pieces of a region that none of the others covers."""
    pieces = [region] if region else []
    for over in covered:
        pieces = [piece for each in pieces for piece in _around(each, over)]
    return pieces


def _around(region: Region, over: Region) -> list[Region]:
    hit = region.intersection(over)
    if not hit:
        return [region]
    pieces = (
        Region(region.x, region.y, region.width, hit.y - region.y),
        Region(region.x, hit.y, hit.x - region.x, hit.height),
        Region(hit.right, hit.y, region.right - hit.right, hit.height),
        Region(region.x, hit.bottom, region.width, region.bottom - hit.bottom),
    )
    return [piece for piece in pieces if piece]


class _Lean(Screen[Result]):
    """What screens and what lies on top of them have in common.

    Textual lets what became dirty wait for the next of sixty frames a second: a key pressed just after a clock was
    painted is shown up to two frames late. Here what is dirty after a key is painted as soon as nothing else is to be
    done.

    Textual tells a screen that was closed while it was opening that it is up, and gives it not all of its widgets:
    the first of its handlers that looks for one would end the program. Here such a screen is only told to go, and so
    is one that opens after the program was told to end: it gets no widgets at all.
    """

    def __init__(self, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(name=name, id=id, classes=classes)
        self._compositor = LeanCompositor()
        self._never_up = False

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close the screen, if it is the one on top: Textual would close whichever is, and fail at the last one."""
        return super().dismiss(result) if self.app.screen is self else AwaitComplete()

    async def _dispatch_message(self, message: Message) -> None:
        if isinstance(message, events.Mount):
            self._never_up = self._pruning or self.app._exit
        if not self._never_up or isinstance(message, _TO_GO):
            await super()._dispatch_message(message)

    def on_idle(self) -> None:
        """Paint what a key has changed; Textual's own handler of the same event follows this one."""
        waits = self._layout_required or self._scroll_required or self._recompose_required
        if self._dirty_widgets and not waits and key_came_within(self.app, AFTER_KEY_S):
            self._on_timer_update()

    def _compositor_refresh(self) -> None:
        place_cursor(self)
        super()._compositor_refresh()


class LeanScreen(_Lean[Result]):
    """The base of every screen of the console.

    Textual tells a screen its size three times while it starts, and lays it out anew each time, changed or not; here
    only for a size that is another one. What else asks for a layout gets it by Textual's own timer.
    """

    def _screen_resized(self, size: Size) -> None:
        if size != self._size:
            super()._screen_resized(size)


class LeanModal(_Lean[Result], ModalScreen[Result]):
    """The base of what lies on top of a screen, which stays in view behind it."""

    DEFAULT_CSS = """
    LeanModal:ansi { background: transparent; }
    """  # of sixteen colours Textual gives every screen the terminal's own ground: it would hide the one below


def place_cursor(screen: Screen[Result]) -> None:
    """Tell the app where the focused entry's caret is, so that each paint leaves the terminal's cursor there."""
    focused = screen.focused
    if isinstance(focused, Entry) and focused.is_mounted:
        screen.app.cursor_position = focused.cursor_screen_offset
