"""A locked seat: nothing of a caller is seen, the draft is kept, a ring is still told, a start anew stays locked.

Whoever locked it unlocks it, or another operator takes it over: the draft is then kept for its owner, and as another
draft what is written in a question under the lock; so it is when the program is left here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Center, Middle, Vertical

from hotline.codes import CallEventKind
from local_cache import news as seat_news
from local_cache.news import OVER_AT_THE_SEAT
from screens.parts.base import NEXT_PERSON, ConsoleScreen, bindings_of
from screens.parts.call_words import missed_words
from screens.parts.credentials import Credentials
from screens.parts.left_written import LeftWritten
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
    from datetime import datetime
    from uuid import UUID

    from local_cache.model import SessionInfo
    from local_cache.news import CallEvent, News

TRY_AGAIN_S = 5.0
"""After so long a lock that the disk did not take is given to it again."""


class LockScreen(ConsoleScreen[None]):
    """Covers the screen until a password is typed; it tells the program of the new session, whoever's it is.

    It calls the seat locked when that is on disk: a program that is killed then opens locked. `kept` says that it is.
    """

    PLACE = "lock"
    KEYS = ("other_operator", "leave", "language")
    BINDINGS = bindings_of("lock")
    DEFAULT_CSS = "LockScreen #locked { width: 60; height: auto; }"

    def __init__(self, *, kept: bool = False) -> None:
        super().__init__()
        self._asking = False
        self._kept = kept
        self._other = False
        self._left = LeftWritten(self)
        self._rang_at: dict[UUID, datetime] = {}

    def compose(self) -> ComposeResult:
        """Who locked it, the password, a line for messages, the keys."""
        yield StatusLine()
        with Middle(), Center(), Vertical(id="locked"):
            yield TextRows(id="why", rows=3)
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
        self.query_one("#why", TextRows).show([(words, Tone.BRIGHT)], [(self._who_may(), Tone.GREY)])
        if self._other:
            other = "other_operator"
            self.offer_keys((tr("Enter"), tr("take the seat")), (self.key_of(other), tr("back")), leave_out=other)
        else:
            self.offer_keys((tr("Enter"), tr("unlock")))

    def _who_may(self) -> str:
        name, key = self.services.signed_in.name, self.key_of("other_operator")
        if self._other:
            return tr("What {name} had begun is kept for {name}. {key}: back").format(name=name, key=key)
        return tr("Locked by {name}. Somebody else works here now: {key}").format(name=name, key=key)

    def action_other_operator(self) -> None:
        """Ask for the number and password of somebody else, or again for the password of whoever locked the seat."""
        self._other = not self._other
        self.query_one(Credentials).ask_for("" if self._other else self.services.signed_in.operator_id)
        self.paint()

    @on(Credentials.Given)
    def _given(self, message: Credentials.Given) -> None:
        message.stop()
        self._sign_in(message.operator, message.password)

    def next_person(self) -> None:
        """Let the next person of the demo take the locked seat, as anybody else may with their password."""
        if self.services.demo is not None:
            self._sign_in(*self.services.demo.after(self.services.signed_in.operator_id))

    def _sign_in(self, operator: str, password: str) -> None:
        if self._asking:
            return
        self._asking = True

        def sign_in() -> None:
            future = self.services.seat.sign_in(operator, password)
            self.when_done(future, self._unlocked, self._failed)

        def take_over() -> None:
            self.services.signing_out = True  # what the desk wrote from now on would be taken from its owner
            sign_in()

        if operator == self.services.signed_in.operator_id:
            sign_in()
        else:
            self._left.keep(lambda: self.services.lay_down(take_over, self._failed), self._failed)

    def action_leave(self) -> None:
        """End the program once what is written under the lock is on disk."""
        self._left.keep(super().action_leave, self.seat_failed)

    def _unlocked(self, session: SessionInfo) -> None:
        if session.operator_id == self.services.signed_in.operator_id:
            self._left.drop()
        self.post_message(SignedIn(session))

    def _failed(self, error: Exception) -> None:
        self._asking = self.services.signing_out = False
        self.query_one(Credentials).again(lambda: trouble_words(error))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what a locked seat may do; nobody leaves before the lock is on disk."""
        if action in ("leave", "other_operator"):
            return self._kept and not self._asking
        if action == NEXT_PERSON:
            return self._kept and not self._asking and super().check_action(action, parameters)
        return action in WITHOUT_SESSION and super().check_action(action, parameters)

    def hear(self, news: News) -> None:
        """Tell a ring and what became of it, and follow the line."""
        if isinstance(news, seat_news.CallEvent):
            self._called(news)
        elif isinstance(news, seat_news.StatusChanged):
            self.paint()

    def _called(self, event: CallEvent) -> None:
        if event.kind == CallEventKind.RINGING:
            self._rang_at[event.call_id] = event.at
            self.say(lambda: tr("A call rings: unlock to take it"), wrong=True)
        elif event.kind == CallEventKind.ANSWERED:
            self._rang_at.pop(event.call_id, None)
        elif event.kind in OVER_AT_THE_SEAT and (rang_at := self._rang_at.pop(event.call_id, None)) is not None:
            now, zone = self.services.now, self.services.zone
            self.say(lambda: missed_words(event.kind, rang_at, event.at, now(), zone))

    def relabel(self) -> None:
        """Write everything again in the other language."""
        super().relabel()
        self.paint()
