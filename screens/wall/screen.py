"""The wall as a screen: it follows the centre, says what it hears, and takes one key, that to leave."""

from collections.abc import Callable
from typing import Any, ClassVar, Protocol

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message

from local_cache.wall.seen import WallSeen
from screens.services import LeaveProgram
from screens.wall.figures import WallFigures
from screens.wall.view import WallView, view_of
from widgets.commands import BY_ID
from widgets.key_line import KeyLine
from widgets.keymap import key_words
from widgets.lean_screen import LeanScreen
from widgets.status_line import StatusLine, Who
from wording import tr

LOOK_EVERY_S = 0.25
"""Silence makes no event: so often the clock is looked at, that no line is said to be none within five seconds."""
_LEAVE, _NEXT = BY_ID["leave"], BY_ID["next_person"]


class Follows(Protocol):
    """Who follows the centre for the wall (`local_cache.wall.follower.WallFollower`)."""

    def start(self) -> None:
        """Begin."""

    def stop(self) -> None:
        """Stop."""

    def check(self) -> None:
        """Look at the clock."""


Follow = Callable[[Callable[[WallSeen], object]], Follows]
"""Makes who follows; it is given whom to tell, from any thread."""


class WallScreen(LeanScreen[bool]):
    """Shows what is heard of the centre. `counted` is a clock that only counts, in seconds.

    In the demo it lies over a screen and `leads_on`: it ends with whether the next person is to sit down.
    """

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[Any]] = [
        Binding(_LEAVE.keys[0], "leave", show=False),
        Binding(_NEXT.keys[0], "next_person", show=False),
    ]

    class Heard(Message):
        """Something else is known."""

        def __init__(self, seen: WallSeen) -> None:
            super().__init__()
            self.seen = seen

    def __init__(self, follow: Follow, counted: Callable[[], float], *, leads_on: bool = False) -> None:
        super().__init__()
        self._leads_on = leads_on
        self._follower = follow(lambda seen: self.post_message(self.Heard(seen)))
        self._counted = counted
        self._seen = WallSeen()
        self._view: WallView | None = None

    def compose(self) -> ComposeResult:
        """Name the hotline, show the figures, name the key."""
        yield StatusLine()
        yield WallFigures()
        yield KeyLine()

    def on_mount(self) -> None:
        """Begin to follow the centre."""
        self.relabel()
        self._follower.start()
        self.set_interval(LOOK_EVERY_S, self.look)
        self.call_after_refresh(self.look)

    def on_unmount(self) -> None:
        """Follow it no more."""
        self._follower.stop()

    def look(self) -> None:
        """Look at the clock, and show what has become of the figures by it."""
        self._follower.check()
        counted = self._counted()
        self._view = view_of(self._seen, counted)
        self.query_one(StatusLine).tell([Who(self._view.title, stays=True)], [self._view.state])
        self.query_one(WallFigures).show(self._view, counted)

    def relabel(self) -> None:
        """Write everything again in the language of now."""
        offered = (_LEAVE, _NEXT) if self._leads_on else (_LEAVE,)
        self.query_one(KeyLine).offer_keys([(key_words(each.keys[0]), tr(each.label)) for each in offered])
        self.look()

    @on(Heard)
    def _heard(self, message: Heard) -> None:
        message.stop()
        self._seen = message.seen
        self.look()

    def action_leave(self) -> None:
        """Leave the wall, for the screen that it lies over where there is one."""
        if self._leads_on:
            self.dismiss(False)
        else:
            self.post_message(LeaveProgram())

    def action_next_person(self) -> None:
        """Let the next person of the demo sit down."""
        if self._leads_on:
            self.dismiss(True)
