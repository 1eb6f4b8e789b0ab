"""On Windows: keep the full-width signs that a Chinese input method makes with Shift (？！：《).

They come as key events with a modifier, a sign, and no key of the keyboard; Textual 8.2.8 takes those for the noise of
bare modifiers and drops them (github.com/Textualize/textual/issues/6667, open). What Textual reads is mended before it
looks: with the modifier gone the sign passes, and bare modifiers, which carry no sign, are still dropped.
"""

import sys
from collections.abc import Iterable
from typing import Any

_KEY_EVENT = 0x0001


def keep_full_width_signs() -> None:
    """Mend what Textual reads from a Windows console, once; on other systems there is nothing to do."""
    if sys.platform == "win32":
        from textual.drivers import win32

        if not isinstance(win32.KERNEL32, MendedConsole):
            win32.KERNEL32 = MendedConsole(win32.KERNEL32)  # type: ignore[assignment]


class MendedConsole:
    """The console functions of Windows, with a reader whose events Textual does not drop."""

    def __init__(self, kernel32: Any) -> None:
        self._kernel32 = kernel32

    def __getattr__(self, name: str) -> Any:
        return getattr(self._kernel32, name)

    def ReadConsoleInputW(self, handle: Any, records: Any, most: int, count: Any) -> Any:  # noqa: N802 - its name
        """Read as Windows does; `records` and `count` are `byref`s of an array of INPUT_RECORD and of its length."""
        done = self._kernel32.ReadConsoleInputW(handle, records, most, count)
        take_modifiers_off_text(records._obj[: count._obj.value])
        return done


def take_modifiers_off_text(records: Iterable[Any]) -> None:
    """Take the modifiers off key events that carry a sign but no key."""
    for record in records:
        if record.EventType == _KEY_EVENT:
            key = record.Event.KeyEvent
            if key.wVirtualKeyCode == 0 and key.uChar.UnicodeChar not in ("", "\0"):
                key.dwControlKeyState = 0
