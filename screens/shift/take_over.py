"""The lead who takes over signs at the console of the one who goes, under their own name and password."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical

from hotline.handover_doc import Handover
from local_cache.errors import SignInFailed
from screens.parts.base import Said, when_done
from screens.parts.credentials import Credentials
from screens.parts.over import Keys, OverScreen
from screens.parts.text_rows import TextRows, wrapped
from screens.parts.trouble import trouble_words
from widgets.key_line import KeyLine
from widgets.lamp import Tone
from widgets.message_line import MessageLine
from wording import tr

if TYPE_CHECKING:
    from textual.app import ComposeResult

Sign = Callable[[str, str], "Future[Handover]"]
_HEADING_ROWS = 2


class TakeOver(OverScreen[Handover]):
    """Asks for name and password until they are right; the answer is the handover as it is signed.

    Nothing that is typed here is ever kept. Who `handed_by` is cannot take over. `failed` is told why the centre did
    not take a signature.
    """

    DEFAULT_CSS = """
    TakeOver { align: center bottom; background: transparent; }
    TakeOver > Vertical { height: auto; width: 100%; background: $panel; }
    TakeOver KeyLine { background: $surface; }
    """

    def __init__(self, heading: Said, handed_by: str, sign: Sign, failed: Callable[[Exception], object]) -> None:
        super().__init__()
        self._heading, self._handed_by, self._sign, self._failed = heading, handed_by, sign, failed
        self._asking = False

    def compose(self) -> ComposeResult:
        """Heading, name and password, what is going on, keys."""
        with Vertical():
            yield TextRows(id="heading", rows=_HEADING_ROWS)
            yield Credentials()
            yield MessageLine()
            yield KeyLine()

    def on_mount(self) -> None:
        """Take the keys."""
        self.query_one(Credentials).start()
        self.paint()

    def paint(self) -> None:
        """Write heading and keys."""
        rows = wrapped(self._heading(), max(10, self.app.size.width - 2), Tone.ACCENT)
        self.query_one("#heading", TextRows).show(*rows[:_HEADING_ROWS])
        super().paint()

    def keys(self) -> Keys:
        """Enter goes on and signs."""
        return [(tr("Enter"), tr("take over")), *super().keys()]

    def asked(self) -> str:
        """Return the heading."""
        return self._heading()

    @on(Credentials.Given)
    def _given(self, message: Credentials.Given) -> None:
        message.stop()
        if self._asking:
            return
        if message.operator == self._handed_by:
            self.query_one(Credentials).ask_for("")
            words = tr("Who hands over does not take over: another lead signs here")
            self.query_one(MessageLine).show(words, Tone.RED)
            return
        self._asking = True
        self.query_one(MessageLine).show(tr("Telling the centre ..."), Tone.BRIGHT)
        when_done(self, self._sign(message.operator, message.password), self.dismiss, self._not_signed)

    def _not_signed(self, error: Exception) -> None:
        self._asking = False
        self.query_one(MessageLine).show("", Tone.BRIGHT)
        if isinstance(error, SignInFailed):
            self.query_one(Credentials).again(lambda: trouble_words(error))
        else:
            self.dismiss(None)
            self._failed(error)
