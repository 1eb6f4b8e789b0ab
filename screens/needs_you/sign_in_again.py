"""Asks the operator for their password, so that the centre lets them in (again)."""

from __future__ import annotations

from collections.abc import Mapping

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from local_cache.model import SessionInfo
from local_cache.needs import Kind
from screens.parts.base import Said, services_of, when_done
from screens.parts.credentials import Credentials
from screens.parts.over import Keys, OverScreen
from screens.parts.text_rows import TextRows
from screens.parts.trouble import trouble_words
from widgets.key_line import KeyLine
from widgets.lamp import Tone
from wording import mark, tr

SIGN_IN_WORDS: Mapping[str, tuple[str, str, str]] = {
    Kind.NOTICES_WAIT: (
        mark("Sign in once more, so that the centre tells you its notices"),
        mark("Signed in at the centre: its notices come now."),
        mark("The centre did not answer: the notices still wait."),
    ),
    Kind.SIGN_IN_ENDED: (
        mark("Sign in once more, so that the centre answers you again"),
        mark("Signed in at the centre."),
        mark("The centre did not answer: you are signed in at this seat only."),
    ),
}
"""Why to sign in, and what came of it where the centre answered and where it did not."""


class SignInAgain(OverScreen[SessionInfo]):
    """Lies on the bottom rows; its result is the operator's new session, None for none."""

    DEFAULT_CSS = """
    SignInAgain { align: center bottom; background: transparent; }
    SignInAgain > Vertical { height: auto; width: 100%; background: $panel; }
    SignInAgain KeyLine { background: $surface; }
    """

    def __init__(self, operator: str, why: Said) -> None:
        """`why` is the heading."""
        super().__init__()
        self._why = why
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
        self.paint()
        self.query_one(Credentials).start()

    def paint(self) -> None:
        """Write why, and the keys."""
        self.query_one("#heading", TextRows).show([(self._why(), Tone.ACCENT)])
        super().paint()

    def keys(self) -> Keys:
        """Enter and the way back."""
        return [(tr("Enter"), tr("sign in")), *super().keys()]

    @on(Credentials.Given)
    def _given(self, message: Credentials.Given) -> None:
        message.stop()
        if not self._asking:
            self._asking = True
            future = services_of(self.app).seat.sign_in(message.operator, message.password)
            when_done(self, future, self.dismiss, self._failed)

    def _failed(self, error: Exception) -> None:
        self._asking = False
        self.query_one(Credentials).again(lambda: trouble_words(error))

    def action_back(self) -> None:
        """Go back without; not while the centre is being asked, since its answer has to be taken."""
        if not self._asking:
            self.dismiss(None)
