"""Sign in: operator and password, with or without a line. What the line does never keeps a key waiting."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Center, Middle

from hotline.names import is_sign_in_name
from local_cache import news as seat_news
from screens.parts.base import ConsoleScreen, bindings_of
from screens.parts.credentials import Credentials
from screens.parts.line_words import line_pieces
from screens.parts.trouble import trouble_words
from screens.parts.who_words import who_words
from screens.services import GoPractise, SignedIn
from widgets.commands import WITHOUT_SESSION
from widgets.key_line import KeyLine
from widgets.message_line import MessageLine
from widgets.status_line import StatusLine
from wording import tr

if TYPE_CHECKING:
    from local_cache.model import SessionInfo
    from local_cache.news import News


class SignInScreen(ConsoleScreen[None]):
    """The first screen of a seat where nobody is signed in."""

    PLACE = "sign_in"
    KEYS = ("practise", "leave", "language")
    BINDINGS = bindings_of("sign_in")

    def __init__(self) -> None:
        super().__init__(id="sign_in")
        self._asking = False

    def compose(self) -> ComposeResult:
        """The top line, the two fields, a line for messages, the keys."""
        yield StatusLine()
        with Middle(), Center():
            yield Credentials()
        yield MessageLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Take the first key at once."""
        self.query_one(Credentials).start()
        self.set_interval(1.0, self.paint)
        self.paint()

    def paint(self) -> None:
        """Say whether there is a line, and what that means for signing in."""
        status = self.services.seat.status
        self.query_one(StatusLine).tell(who_words(self.services), line_pieces(status, self.services.now()))
        self.offer_keys((tr("Enter"), tr("go on")))
        if self._asking:
            return
        if status.turned_away:  # it asks for a token before it looks at a password, and gives none
            self.say(lambda: tr("The centre turns this seat away: nobody signs in until it is enrolled again"))
        elif status.wrong_certificate:
            self.say(lambda: tr("The certificate does not fit: whoever the centre has let in here can sign in"))
        elif status.line_up and self.services.demo is not None:
            self.say(partial(self._about_practice, *self.services.demo.trainer))
        elif status.line_up:
            self.say(lambda: tr("On line: the centre checks your password"))
        elif status.known:
            self.say(lambda: tr("No line: whoever the centre has let in at this seat can sign in"))

    def _about_practice(self, trainer: str, password: str) -> str:
        words = tr("Demo: {key} is practice; its trainer signs in as {trainer}, password {password}")
        return words.format(key=self.key_of("practise"), trainer=trainer, password=password)

    @on(Credentials.Given)
    def _given(self, message: Credentials.Given) -> None:
        message.stop()
        if self._asking:
            return
        self._asking = True
        self.say(lambda: tr("Signing in ..."))
        self.when_done(self.services.seat.sign_in(message.operator, message.password), self._signed_in, self._failed)

    def _signed_in(self, session: SessionInfo) -> None:
        self._asking = False
        self.post_message(SignedIn(session))

    def _failed(self, error: Exception) -> None:
        self._asking = False
        self.paint()
        self.query_one(Credentials).again(lambda: trouble_words(error))

    def action_practise(self) -> None:
        """Leave the live seat for practice with the number that is typed, or ask for it here.

        Where nobody asked, it was typed while the seat closed, and was lost.
        """
        credentials = self.query_one(Credentials)
        if is_sign_in_name(credentials.operator):
            self._asking = True  # what is typed from now on signs nobody in
            self.post_message(GoPractise(credentials.operator))
        else:
            credentials.ask_number(self._number_words)

    def _number_words(self) -> str:
        if self.query_one(Credentials).operator:
            return tr("An operator number is letters and digits, such as 1042")
        return tr("To practise, type your operator number, then {key}").format(key=self.key_of("practise"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what works without an operator."""
        if action == "practise" and self._asking:
            return False
        return action in WITHOUT_SESSION and super().check_action(action, parameters)

    def hear(self, news: News) -> None:
        """Follow the line."""
        if isinstance(news, seat_news.StatusChanged | seat_news.PackChanged):
            self.paint()

    def relabel(self) -> None:
        """Write everything again in the other language."""
        super().relabel()
        self.paint()
