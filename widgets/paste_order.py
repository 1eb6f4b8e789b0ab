"""A paste that holds escape sequences comes as one paste, its signs in their order.

Inside a bracketed paste Textual 8.2.8 reads a sequence that begins with Esc aside from the paste and hands its signs
out as keys, before the paste they were in. Here what stands between the marks of a paste never reaches that reader.
"""

import sys
from collections.abc import Iterable
from time import monotonic

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END as END
from textual._xterm_parser import BRACKETED_PASTE_START as START
from textual._xterm_parser import XTermParser
from textual.constants import ESCAPE_DELAY
from textual.message import Message


class PasteReader(XTermParser):
    """Textual's reader of what a terminal sends, for all but pastes."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._paste: str | None = None
        self._held = ""
        self._held_until = 0.0

    def feed(self, data: str) -> Iterable[Message]:
        """Read what came, "" at the end; a mark of a paste may come in two parts."""
        if not data:
            yield from super().feed("")
            return
        data, self._held = self._held + data, ""
        while data:
            if self._paste is None:
                before, start, data = data.partition(START)
                if not start:
                    before, self._held = _without_part_of_mark(before)
                    self._held_until = monotonic() + ESCAPE_DELAY
                if before:
                    yield from super().feed(before)
                if start:
                    self._paste = ""
            else:
                text, end, data = (self._paste + data).partition(END)
                self._paste = None if end else text
                if end:
                    yield events.Paste(_as_pasted(text))

    def tick(self) -> Iterable[Message]:
        """Read on when nothing has come for a while: what looked like the start of a mark was none."""
        if self._held and monotonic() >= self._held_until:
            held, self._held = self._held, ""
            yield from super().feed(held)
        yield from super().tick()


def _without_part_of_mark(text: str) -> tuple[str, str]:
    """Return a text without the part of a paste's first mark at its end, and that part.

    Two signs are a part as little as one: Esc and Esc [ are keys, which must not wait.
    """
    part = next((START[:length] for length in range(len(START) - 1, 2, -1) if text.endswith(START[:length])), "")
    return text.removesuffix(part), part


def _as_pasted(text: str) -> str:
    """Return a paste without what Windows puts in it: a NUL for each Ctrl or Shift held (Textual's issue 1661).

    Elsewhere a NUL was in what was copied, and the entry says that it cannot be kept.
    """
    return text.replace("\x00", "") if sys.platform == "win32" else text


def keep_pastes_in_order() -> None:
    """Let Textual's driver of this system read pastes here, once."""
    if sys.platform == "win32":
        from textual.drivers import win32 as driver
    else:
        from textual.drivers import linux_driver as driver
    driver.XTermParser = PasteReader  # type: ignore[attr-defined]
