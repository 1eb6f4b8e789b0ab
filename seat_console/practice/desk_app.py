"""The console while somebody practises: the same screens, with a tap on keys and screens."""

from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.message import Message
from textual.screen import Screen

from practice.record import PASTE
from screens.parts.ask import Choose, Option
from screens.services import Go
from seat_console.app import ConsoleApp
from seat_console.exit_codes import Exit
from seat_console.opening import Opening
from seat_console.practice.screen_tap import ScreenTap
from seat_console.practice.time_up import TimeUp
from widgets.entry import Entry
from widgets.field import Field
from widgets.key_order import key_came_within
from widgets.typed_entry import PASTE_LIMIT
from wording import tr

if TYPE_CHECKING:
    from rich.console import RenderableType

    from practice.session import PracticeSession

LATER, END = "later", "end"
_SOON_S = 0.01
_LOOK_S = 0.1
QUIET_S = 1.0
"""For so long nobody has typed when the marks come after an exam whose time was over."""
_KEPT = {"exam": END}
"""A kind that cannot be gone on with another time."""


class Leave(Choose):
    """How practice is left."""


class PracticeApp(ConsoleApp, inherit_bindings=False):
    """The console of one session of practice. It ends when the session is over, or when whoever practises leaves it."""

    BINDINGS: ClassVar[list[Any]] = []

    class Moved(Message):
        """Something has happened in the session."""

        def can_replace(self, message: Message) -> bool:
            """Let one of these stand for those before it."""
            return isinstance(message, PracticeApp.Moved)

    def __init__(self, opening: Opening, session: "PracticeSession", screens: ScreenTap) -> None:
        super().__init__(opening)
        self._session = session
        self._screens = screens
        self._at = ""
        self._unused = self._secret = self._may_paste = False
        self._due: Any = None
        self._counted = session.counts
        session.subscribe(lambda: self._told())

    @property
    def session(self) -> "PracticeSession":
        """Return the session that is practised."""
        return self._session

    def on_mount(self) -> None:
        """Begin to follow the session; the console's own handler of the same event is called by Textual."""
        self._let_happen()

    # ---- the session's own time

    def _told(self) -> None:
        self.post_message(self.Moved())

    @on(Moved)
    def _moved(self, message: Moved) -> None:
        message.stop()
        self._let_happen()

    def _let_happen(self) -> None:
        """Let happen what is due, and come back when the next thing is."""
        if self._due is not None:
            self._due.stop()
            self._due = None
        wait = self._session.tick()
        if self._counted != self._session.counts and isinstance(self.screen, Leave):
            self.screen.relabel()  # what it says of leaving an exam is another thing by now
        self._counted = self._session.counts
        if self._session.is_over:
            self._leave_when_quiet()
        elif wait is not None:
            self._due = self.set_timer(max(_SOON_S, wait), self._let_happen)

    # ---- what is taken down

    def key_begins(self, event: events.Key | events.Paste) -> None:  # noqa: ARG002
        """Keep where the key goes."""
        focused = self.focused
        self._secret = isinstance(focused, Field) and focused.kind == "password"
        self._may_paste = isinstance(focused, Entry)
        self._at = (focused.id if focused is not None else None) or getattr(self.screen, "PLACE", "") or ""
        self._unused = False

    def key_has_passed(self, event: events.Key | events.Paste) -> None:
        """Take the key down with what became of it; of a password only that something was typed."""
        if self._secret and (isinstance(event, events.Paste) or event.is_printable):
            self._session.key("*", "", self._at, not self._unused)
        elif isinstance(event, events.Key):
            self._session.key(event.key, event.character, self._at, not self._unused)
        else:
            self._session.key(PASTE, event.text if self._takes_paste(event) else "", self._at, self._takes_paste(event))

    def _takes_paste(self, event: events.Paste) -> bool:
        """Say whether what is pasted was taken where it went; else it is a key that did nothing, however long it is."""
        return self._may_paste and len(event.text) <= PASTE_LIMIT

    async def _on_key(self, event: events.Key) -> None:
        """Notice a key that nothing took: it has come up here, and is no command either."""
        event.prevent_default()  # Textual would look for its command a second time
        if not await self._check_bindings(event.key):
            self._unused = True

    def _display(self, screen: Screen[Any], renderable: "RenderableType | None") -> None:
        super()._display(screen, renderable)
        if renderable is not None and not self._batch_count:
            self._screens.saw(renderable, *self.size)

    # ---- the end

    def _lock_if_idle(self) -> None:
        """Leave a desk of practice open: there is nothing on it that anybody may not see."""

    @on(Go)
    def _leave_if_signing_out(self, message: Go) -> None:
        """Ask how to leave where the live console would sign out; every other way is the console's own."""
        if message.place != "sign_out":
            return
        message.stop()
        message.prevent_default()
        if not isinstance(self.screen, Leave):  # a key pressed twice asks once
            self.push_screen(Leave(lambda: tr("Leave this practice?"), self._ways_out), self._left)

    def _ways_out(self) -> list[Option]:
        end = Option(END, self._what_an_end_is())
        later = Option(LATER, tr("Go on with it another time"))
        return [end] if self._session.kind in _KEPT else [later, end]

    def _what_an_end_is(self) -> str:
        if self._session.kind not in _KEPT:
            return tr("End it here: it is marked as it stands")
        if self._session.counts:
            return tr("End it here: it is marked as it stands, and this exam is sat")
        return tr("End it here: the caller has said nothing yet, so this exam is not sat")

    def _leave_when_quiet(self) -> None:
        """Leave; where the time of an exam is over not while somebody types: the marks come next, and take keys."""
        if self._session.seconds_left() != 0 or not key_came_within(self, QUIET_S):
            self.leave(Exit.DONE)
            return
        if not isinstance(self.screen, TimeUp):
            self.push_screen(TimeUp())
        self.set_timer(_LOOK_S, self._leave_when_quiet)

    def _left(self, way: str | None) -> None:
        """Leave with the draft on disk, or end the session: the program ends once all that was saved is recorded."""
        if way == END:
            self._session.end()
        elif way is not None:
            self.services.lay_down(lambda: self.leave(Exit.DONE), lambda _: None)  # the desk says why it is not there
