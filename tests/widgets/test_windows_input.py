"""What a Chinese input method types on Windows, in the shape in which Windows tells it."""

import ctypes
from typing import Any

import pytest

from widgets.windows_input import MendedConsole

SHIFT, SHIFT_KEY = 0x10, 0x10


class UChar(ctypes.Union):
    _fields_ = (("AsciiChar", ctypes.c_char), ("UnicodeChar", ctypes.c_wchar))


class KeyEvent(ctypes.Structure):
    _fields_ = (
        ("bKeyDown", ctypes.c_int),
        ("wVirtualKeyCode", ctypes.c_ushort),
        ("uChar", UChar),
        ("dwControlKeyState", ctypes.c_uint),
    )


class Event(ctypes.Union):
    _fields_ = (("KeyEvent", KeyEvent),)


class Record(ctypes.Structure):
    _fields_ = (("EventType", ctypes.c_ushort), ("Event", Event))


class Windows:
    """Answers a read with one key event."""

    answer = 42

    def __init__(self, kind: int, key: int, sign: str, state: int) -> None:
        self._told = kind, key, sign, state

    def ReadConsoleInputW(self, handle: Any, records: Any, most: int, count: Any) -> int:  # noqa: N802
        kind, key, sign, state = self._told
        record = records._obj[0]
        record.EventType = kind
        record.Event.KeyEvent.wVirtualKeyCode = key
        record.Event.KeyEvent.uChar.UnicodeChar = sign
        record.Event.KeyEvent.dwControlKeyState = state
        count._obj.value = 1
        return 1


@pytest.mark.parametrize(
    ("event", "state"),
    [
        pytest.param((1, 0, "？", SHIFT), 0, id="a full-width sign made with shift is kept"),
        pytest.param((1, 0, "\0", SHIFT), SHIFT, id="a bare modifier stays noise"),
        pytest.param((1, 0x41, "A", SHIFT), SHIFT, id="a key of the keyboard stays as it is"),
        pytest.param((4, 0, "？", SHIFT), SHIFT, id="what is no key event stays as it is"),
    ],
)
def test_signs_without_a_key_lose_their_modifier_and_nothing_else_changes(event, state):
    records, count = (Record * 8)(), ctypes.c_uint(0)
    console = MendedConsole(Windows(*event))
    assert console.ReadConsoleInputW(None, ctypes.byref(records), 8, ctypes.byref(count)) == 1
    assert records[0].Event.KeyEvent.dwControlKeyState == state
    assert console.answer == 42
