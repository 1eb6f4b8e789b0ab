"""The few styles that everything is painted in, made once a theme: one accent, two greys, yellow and red for lamps.

Widgets that paint their own lines ask `paint_of(app)` instead of style sheets, because a style sheet's component
styles are worked out anew after each refresh, and that is paid on every key.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rich.color import Color
from rich.style import Style
from textual.app import App


@dataclass(frozen=True, slots=True)
class Paint:
    """Rich styles without a background, so that the widget's own shows through, but for those named `_band`."""

    value: Style
    """What somebody wrote: bright."""
    grey: Style
    """Labels and what matters less."""
    faint: Style
    """What is only there to be found: counters, numbers of fields, rests."""
    accent: Style
    """Where you are."""
    accent_band: Style
    """The chosen row or the key on a band of the accent colour."""
    caret: Style
    yellow: Style
    red: Style


def _style(colour: str, background: str | None = None, *, bold: bool = False, reverse: bool = False) -> Style:
    return Style(
        color=Color.parse(colour),
        bgcolor=Color.parse(background) if background else None,
        bold=bold or None,
        reverse=reverse or None,
    )


@lru_cache(maxsize=8)
def paint_for(foreground: str, grey: str, faint: str, accent: str, on_accent: str, warning: str, error: str) -> Paint:
    """Return the styles for a theme's colours (names that Rich knows, or `#rrggbb`)."""
    return Paint(
        value=_style(foreground),
        grey=_style(grey),
        faint=_style(faint),
        accent=_style(accent, bold=True),
        accent_band=_style(on_accent, accent),
        caret=_style(foreground, reverse=True),
        yellow=_style(warning),
        red=_style(error, bold=True),
    )


_BY_THEME: dict[str, Paint] = {}


def paint_of(app: App[Any]) -> Paint:
    """Return the styles of the app's present theme."""
    name = app.theme
    if name not in _BY_THEME:
        theme = app.current_theme
        extra = theme.variables
        _BY_THEME[name] = paint_for(
            _rich(theme.foreground or "#e6e6e6"),
            _rich(extra.get("seat-grey", "#9aa0a6")),
            _rich(extra.get("seat-faint", "#6b7075")),
            _rich(theme.accent or theme.primary),
            _rich(extra.get("seat-on-accent", "#0b1016")),
            _rich(theme.warning or "#e0b000"),
            _rich(theme.error or "#ff5f5f"),
        )
    return _BY_THEME[name]


def _rich(colour: str) -> str:
    """Return a Textual colour (`ansi_bright_black`) by Rich's name for it."""
    return colour.removeprefix("ansi_") if colour != "ansi_default" else "default"
