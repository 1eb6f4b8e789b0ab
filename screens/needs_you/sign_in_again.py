"""Asks a lead for their password once there is a line, so that the centre tells them its notices."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from local_cache.model import SessionInfo
from screens.parts.ask import keys_of
from screens.parts.base import key_of, services_of, when_done
from screens.parts.credentials import Credentials
from screens.parts.text_rows import TextRows
from screens.parts.trouble import trouble_words
from widgets.key_line import KeyLine
from widgets.lamp import Tone
from widgets.lean_screen import LeanModal
from wording import tr


class SignInAgain(LeanModal[SessionInfo | None]):
    """Lies on the bottom rows; its result is the operator's new session, None for none."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    SignInAgain { align: center bottom; background: transparent; }
    SignInAgain > Vertical { height: auto; width: 100%; background: $panel; }
    SignInAgain KeyLine { background: $surface; }
    """
    BINDINGS = keys_of("back")

    def __init__(self, operator: str) -> None:
        super().__init__()
        self._operator = operator
        self._asking = False

    def compose(self) -> ComposeResult:
        """Why, the password, keys."""
        with Vertical():
            yield TextRows(id="heading")
            yield Credentials(self._operator)
            yield KeyLine()

    def on_mount(self) -> None:
        """Take the keys."""
        words = tr("Sign in once more, so that the centre tells you its notices")
        self.query_one("#heading", TextRows).show([(words, Tone.ACCENT)])
        keys = [(tr("Enter"), tr("sign in")), (key_of(self.app, "back"), tr("back"))]
        self.query_one(KeyLine).offer_keys(keys)
        self.query_one(Credentials).start()

    @on(Credentials.Given)
    def _given(self, message: Credentials.Given) -> None:
        message.stop()
        if not self._asking:
            self._asking = True
            future = services_of(self.app).seat.sign_in(message.operator, message.password)
            when_done(self, future, self.dismiss, self._failed)

    def _failed(self, error: Exception) -> None:
        self._asking = False
        self.query_one(Credentials).again(trouble_words(error))

    def action_back(self) -> None:
        """Go back without; not while the centre is being asked, since its answer has to be taken."""
        if not self._asking:
            self.dismiss(None)
