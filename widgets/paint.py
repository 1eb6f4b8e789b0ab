"""The few styles that everything is painted in, made once a theme: one accent, two greys, yellow and red for lamps.

Widgets that paint their own lines ask `paint_of(app)` instead of style sheets, because a style sheet's component
styles are worked out anew after each refresh, and that is paid on every key.
"""

from dataclasses import dataclass
from typing import Any

from rich.color import Color
from rich.style import Style
from textual.app import App
from textual.theme import Theme


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


_BY_THEME: dict[str, Paint] = {}


def paint_of(app: App[Any]) -> Paint:
    """Return the styles of the app's present theme, one of `theme.THEMES`."""
    name = app.theme
    if name not in _BY_THEME:
        _BY_THEME[name] = _paint_for(app.current_theme)
    return _BY_THEME[name]


def _paint_for(theme: Theme) -> Paint:
    foreground, accent = _rich(theme.foreground), _rich(theme.accent)
    grey, faint, on_accent = (_rich(theme.variables[name]) for name in ("seat-grey", "seat-faint", "seat-on-accent"))
    return Paint(
        value=_style(foreground),
        grey=_style(grey),
        faint=_style(faint),
        accent=_style(accent, bold=True),
        accent_band=_style(on_accent, accent),
        caret=_style(foreground, reverse=True),
        yellow=_style(_rich(theme.warning)),
        red=_style(_rich(theme.error), bold=True),
    )


def _rich(colour: str | None) -> str:
    """Return a theme's colour (`#rrggbb`, `ansi_bright_black`) by Rich's name for it."""
    if colour is None:
        raise ValueError("not a theme of the console: it leaves a colour open")
    return colour.removeprefix("ansi_")
