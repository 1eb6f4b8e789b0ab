"""A locked seat: nothing of a caller is seen, the draft is kept, a ring is still told, a start anew stays locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Center, Middle, Vertical

from hotline.codes import CallEventKind
from local_cache import news as seat_news
from screens.parts.base import ConsoleScreen, bindings_of
from screens.parts.credentials import Credentials
from screens.parts.line_words import line_pieces
from screens.parts.text_rows import TextRows
from screens.parts.trouble import trouble_words
from screens.parts.who_words import who_words
from screens.services import SignedIn
from widgets.commands import WITHOUT_SESSION
from widgets.key_line import KeyLine
from widgets.lamp import Tone
from widgets.message_line import MessageLine
from widgets.status_line import StatusLine
from wording import tr

if TYPE_CHECKING:
    from local_cache.model import SessionInfo
    from local_cache.news import News

TRY_AGAIN_S = 5.0
"""After so long a lock that the disk did not take is given to it again."""


class LockScreen(ConsoleScreen[None]):
    """Covers the screen until the operator's password is typed; it tells the program of their new session.

    It calls the seat locked when that is on disk: a program that is killed then opens locked. `kept` says that it is.
    """

    PLACE = "lock"
    KEYS = ("leave", "language")
    BINDINGS = bindings_of("lock")
    DEFAULT_CSS = "LockScreen #locked { width: 60; height: auto; }"

    def __init__(self, *, kept: bool = False) -> None:
        super().__init__(id="lock")
        self._asking = False
        self._kept = kept

    def compose(self) -> ComposeResult:
        """Who locked it, the password, a line for messages, the keys."""
        yield StatusLine()
        with Middle(), Center(), Vertical(id="locked"):
            yield TextRows(id="why", rows=2)
            yield Credentials(self.services.signed_in.operator_id)
        yield MessageLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Take the keys."""
        self.query_one(Credentials).start()
        self.set_interval(1.0, self.paint)
        self.paint()
        if not self._kept:
            self._keep()

    def _keep(self) -> None:
        self.when_done(self.services.seat.lock_session(), lambda _: self._is_kept(), self._is_not_kept)

    def _is_not_kept(self, error: Exception) -> None:
        self.seat_failed(error)
        self.set_timer(TRY_AGAIN_S, self._keep)

    def _is_kept(self) -> None:
        self._kept = True
        self.say("")
        self.paint()

    def paint(self) -> None:
        """Say who locked the seat, and how the line is."""
        status = self.services.seat.status
        self.query_one(StatusLine).tell(
            who_words(self.services), [*self.services.calls().pieces, *line_pieces(status, self.services.now())]
        )
        words = tr("This seat is locked. The draft is kept.") if self._kept else tr("Locking ...")
        self.query_one("#why", TextRows).show([(words, Tone.BRIGHT)])
        self.offer_keys((tr("Enter"), tr("unlock")))

    @on(Credentials.Given)
    def _given(self, message: Credentials.Given) -> None:
        message.stop()
        if not self._asking:
            self._asking = True
            future = self.services.seat.sign_in(message.operator, message.password)
            self.when_done(future, self._unlocked, self._failed)

    def _unlocked(self, session: SessionInfo) -> None:
        self.post_message(SignedIn(session))

    def _failed(self, error: Exception) -> None:
        self._asking = False
        self.query_one(Credentials).again(trouble_words(error))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what a locked seat may do; nobody leaves before the lock is on disk."""
        if action == "leave":
            return self._kept
        return action in WITHOUT_SESSION and super().check_action(action, parameters)

    def hear(self, news: News) -> None:
        """Tell a ring, and follow the line."""
        if isinstance(news, seat_news.CallEvent) and news.kind == CallEventKind.RINGING:
            self.say(tr("A call rings: unlock to take it"), wrong=True)
        elif isinstance(news, seat_news.StatusChanged):
            self.paint()

    def relabel(self) -> None:
        """Write everything again in the other language."""
        super().relabel()
        self.paint()
