"""Lists side by side, each by its digit: their names on one row, and the list whose digit was pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from hotline.texts import half_width
from widgets.lamp import Piece, Tone
from wording import tr

if TYPE_CHECKING:
    from collections.abc import Sequence
    from enum import Enum

    from textual import events

    from screens.parts.base import ConsoleScreen

Tab = TypeVar("Tab", bound="Enum")
"""Lists of a screen; the value of each is the message id of its name."""


def tab_names(tabs: Sequence[Enum], here: Enum) -> list[Piece]:
    """Return the names of lists with their digits, that of the present one in brackets."""
    pieces: list[Piece] = []
    for number, tab in enumerate(tabs, 1):
        name = f"{number} {tr(tab.value)}"
        pieces.append((f"[{name}]", Tone.ACCENT) if tab is here else (f" {name}", Tone.GREY))
    return pieces


def way_back(title: str, here: Enum, key: str) -> list[Piece]:
    """Return what stands there instead once a list was opened over the present one; `key` leads back to it."""
    back = tr("{key} back to {report}").format(key=key, report=tr(here.value))
    return [(f" {title}", Tone.ACCENT), (f"   {back}", Tone.GREY)]


def tab_of_key(screen: ConsoleScreen[None], event: events.Key, tabs: Sequence[Tab]) -> Tab | None:
    """Return the list whose digit was pressed; say what to do where an input method turns letters into Chinese."""
    sign = half_width(event.character) if event.is_printable and event.character else ""
    if sign.isascii() and sign.isdigit() and 0 < int(sign) <= len(tabs):
        event.stop()
        return tabs[int(sign) - 1]
    if sign and not sign.isascii():
        screen.say(lambda: tr("Letters are keys here: switch the input method to English"), wrong=True)
    return None
