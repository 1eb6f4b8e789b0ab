"""The wall as a screen: it follows the centre, says what it hears, and takes one key, that to leave.

In the demo it takes those of the line, of the language and of the next person too.
"""

from collections.abc import Callable
from typing import Any, ClassVar, Protocol

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message

from local_cache.wall.seen import WallSeen
from screens.parts.apart import Demo
from screens.parts.base import DEMO_LINE, NEXT_PERSON
from screens.services import LanguageChosen, LeaveProgram
from screens.wall.figures import WallFigures
from screens.wall.view import WallView, view_of
from widgets.commands import BY_ID, DEMO
from widgets.key_line import KeyLine
from widgets.keymap import Keymap, key_words
from widgets.lean_screen import LeanScreen
from widgets.status_line import StatusLine, Who
from wording import language, tr

LOOK_EVERY_S = 0.25
"""Silence makes no event: so often the clock is looked at, that no line is said to be none within five seconds."""
_LEAVE = BY_ID["leave"]
_LANGUAGE = "language"
_OF_DEMO = (*DEMO_LINE, _LANGUAGE, NEXT_PERSON)


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

    In the `demo` it lies over a screen, and ends with whether the next person is to sit down.
    """

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[Any]] = [
        Binding(_LEAVE.keys[0], "leave", show=False),
        *Keymap(apart=DEMO).bindings(BY_ID[each] for each in _OF_DEMO),
    ]

    class Heard(Message):
        """Something else is known."""

        def __init__(self, seen: WallSeen) -> None:
            super().__init__()
            self.seen = seen

    def __init__(self, follow: Follow, counted: Callable[[], float], *, demo: Demo | None = None) -> None:
        super().__init__()
        self._demo = demo
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
        self._offer_keys()
        self.look()

    def _offer_keys(self) -> None:
        works = [each for each in _OF_DEMO if each != _LANGUAGE and self.check_action(each, ())]
        offered = (_LEAVE, *(BY_ID[each] for each in works))
        self.query_one(KeyLine).offer_keys([(key_words(each.keys[0]), tr(each.label)) for each in offered])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Turn away the demo's keys outside it, and of those for its line the one that means nothing now."""
        if action in DEMO_LINE:
            return self._demo is not None and self._demo.is_cut == (action == "restore_line")
        return self._demo is not None or action not in _OF_DEMO

    @on(Heard)
    def _heard(self, message: Heard) -> None:
        message.stop()
        self._seen = message.seen
        self.look()

    def action_leave(self) -> None:
        """Leave the wall, for the screen that it lies over where there is one."""
        if self._demo is not None:
            self.dismiss(False)
        else:
            self.post_message(LeaveProgram())

    def action_next_person(self) -> None:
        """Let the next person of the demo sit down."""
        self.dismiss(True)

    def action_cut_line(self) -> None:
        """Cut the demo's line."""
        if self._demo is not None:
            self._demo.cut()
            self._offer_keys()

    def action_restore_line(self) -> None:
        """Restore the demo's line."""
        if self._demo is not None:
            self._demo.restore()
            self._offer_keys()

    def action_language(self) -> None:
        """Let the demo speak the other language."""
        self.post_message(LanguageChosen("en" if language() == "zh" else "zh"))
