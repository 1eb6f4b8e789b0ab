"""Every cell stands on a colour of the theme and can be read on it, whatever colours the terminal has of its own."""

from collections.abc import Callable
from typing import Any

import pytest
from rich.color import Color, ColorType
from rich.segment import Segment
from rich.style import Style
from textual.screen import Screen

from screens.desk.screen import DeskScreen
from screens.find import FindScreen
from screens.help import HelpScreen
from screens.lock import LockScreen
from screens.needs_you import NeedsYouScreen
from screens.settings import SettingsScreen
from screens.sign_in import SignInScreen
from tests.screen_rows import strips_of
from widgets.commands import DESK
from widgets.theme import THEMES, dress

from .cases import a_case
from .host import NARROW, WIDE, Host, press

READABLE = 4.5
"""The contrast that WCAG 2.2 asks for in text of this size (1.4.3)."""
SHOWN: dict[str, tuple[Callable[[], Screen[Any]], tuple[str, ...]]] = {
    "desk": (DeskScreen, ()),
    "a call": (DeskScreen, ("enter", "l", "u")),
    "what is wrong": (DeskScreen, ("ctrl+s",)),
    "a question": (DeskScreen, ("enter", "f3")),
    "find": (FindScreen, ("ctrl+u",)),
    "needs you": (NeedsYouScreen, ()),
    "help": (lambda: HelpScreen(DESK), ("down",)),
    "settings": (SettingsScreen, ()),
    "sign in": (SignInScreen, ()),
    "lock": (LockScreen, ()),
}


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
@pytest.mark.parametrize("shown", SHOWN)
async def test_no_word_stands_on_the_terminals_own_colour(shown: str, theme: str) -> None:
    screen, keys = SHOWN[shown]
    app = Host(screen())
    app.seat.put_order(a_case())
    async with app.run_test(size=WIDE if shown == "a call" else NARROW) as pilot:
        dress(app, theme)
        await pilot.pause()
        if shown in ("a call", "a question"):
            app.ring()
        await press(pilot, *keys)
        segments = [segment for strip in strips_of(app) for segment in strip]
        assert shown != "a question" or any("138****5678" in row for row in app.rows)  # the form is in view still
        assert [segment.text for segment in segments if not segment.style or not segment.style.bgcolor] == []
        inked = [(segment.text, segment.style) for segment in segments if segment.text.strip() or _is_caret(segment)]
        assert [text for text, style in inked if style is None or contrast(style) < READABLE] == []


def _is_caret(segment: Segment) -> bool:
    return bool(segment.style and segment.style.reverse)


def contrast(style: Style) -> float:
    """Return the contrast of a style's two colours, 1 to 21, as WCAG 2.2 defines it."""
    if style.color is None or style.bgcolor is None:
        return 1.0  # nobody knows what colour the terminal has there
    if ColorType.STANDARD in (style.color.type, style.bgcolor.type):
        return 1.0 if style.color == style.bgcolor else 21.0
    one, other = luminance(style.color), luminance(style.bgcolor)
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def luminance(colour: Color) -> float:
    """Return the relative luminance of a colour, 0 (black) to 1 (white)."""
    parts = (part / 255 for part in colour.get_truecolor())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
