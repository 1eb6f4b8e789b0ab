"""A list that is asked of the centre as long as somebody looks at it, and not while another screen lies over it."""

from __future__ import annotations

from screens.parts.base import ConsoleScreen
from screens.parts.top_line import paint_top_line
from screens.parts.work_list import WorkList


class WhileSeen(ConsoleScreen[None]):
    """A screen with one `WorkList`, which takes the first key. `seen` holds while somebody looks."""

    seen = False

    def look(self) -> None:
        """Show what is known, and ask how things stand now."""
        raise NotImplementedError

    def look_again(self) -> None:
        """Ask once more if it is time; called every second."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Take the first key, and ask again now and then."""
        self.set_focus(self.query_one(WorkList))
        self.set_interval(1.0, self._tick)

    def on_screen_resume(self) -> None:
        """Look; who signs out comes by here too, when nobody is signed in any more."""
        if self.services.session is not None:
            self.seen = True
            self.look()

    def on_screen_suspend(self) -> None:
        """Ask nothing while nobody looks."""
        self.seen = False

    def _tick(self) -> None:
        if self.seen:
            paint_top_line(self)
            if self.services.seat.status.line_up:
                self.look_again()
