"""The console's colours: one accent, two greys, yellow and red for lamps and errors. For 24-bit, 256 and 16 colours.

On a terminal of 16 colours the theme names the terminal's own colours, because 24-bit greys would all become one.
"""

from dataclasses import replace
from typing import Any

from textual.app import App
from textual.theme import Theme

DARK = Theme(
    name="seat-dark",
    primary="#5fafff",
    accent="#5fafff",
    warning="#ffd75f",
    error="#ff8787",
    success="#5fafff",
    foreground="#eeeeee",
    background="#121212",
    surface="#262626",
    panel="#1c1c1c",
    dark=True,
    variables={"seat-grey": "#b2b2b2", "seat-faint": "#949494", "seat-on-accent": "#121212"},
)
LIGHT = Theme(
    name="seat-light",
    primary="#005faf",
    accent="#005faf",
    warning="#875f00",
    error="#af0000",
    success="#005faf",
    foreground="#1c1c1c",
    background="#ffffff",
    surface="#e4e4e4",
    panel="#eeeeee",
    dark=False,
    variables={"seat-grey": "#4e4e4e", "seat-faint": "#626262", "seat-on-accent": "#ffffff"},
)
SIXTEEN = Theme(
    name="seat-16",
    primary="ansi_bright_cyan",
    accent="ansi_bright_cyan",
    warning="ansi_bright_yellow",
    error="ansi_bright_red",
    success="ansi_bright_cyan",
    foreground="ansi_bright_white",
    background="ansi_black",
    surface="ansi_black",
    panel="ansi_black",
    dark=True,
    ansi=True,
    variables={
        "seat-grey": "ansi_white",
        "seat-faint": "ansi_white",
        "seat-on-accent": "ansi_black",
        # Textual's own style sheets ask for these two in a theme of the terminal's colours.
        "ansi-background": "ansi_black",
        "ansi-foreground": "ansi_white",
    },
)
THEMES = (DARK, LIGHT, SIXTEEN)


def _for_practice(theme: Theme, accent: str, panel: str, surface: str, background: str) -> Theme:
    """Return a theme as it is in practice: another accent, and bands and ground in its colour."""
    return replace(theme, name=theme.name.replace("seat", "practice"), primary=accent, accent=accent, success=accent,
                   panel=panel, surface=surface, background=background)  # fmt: skip


PRACTICE_THEMES = (
    _for_practice(DARK, "#d7afff", "#35204c", "#302346", "#1d1529"),
    _for_practice(LIGHT, "#6f1fa3", "#eee2f8", "#eee4f7", "#f8f2fc"),
    _for_practice(SIXTEEN, "ansi_bright_magenta", "ansi_black", "ansi_black", "ansi_black"),
)
"""The same ones in another colour: nobody takes practice for the live desk, nor the live desk for practice."""


def dress(app: App[Any], wish: str | None = None, *, practice: bool = False) -> None:
    """Register the themes and take the wished one, else the one that fits the terminal's colours.

    A wish that is no theme of the console is as good as none. `practice` takes the same theme in practice's colour.
    """
    for theme in (*THEMES, *PRACTICE_THEMES):
        app.register_theme(theme)
    names = [theme.name for theme in THEMES]
    name = wish if wish is not None and wish in names else fitting(app.console.color_system)
    app.theme = PRACTICE_THEMES[names.index(name)].name if practice else name


def fitting(colours: str | None) -> str:
    """Return the theme for a terminal's colours, as Rich names them."""
    return DARK.name if colours in ("256", "truecolor") else SIXTEEN.name
