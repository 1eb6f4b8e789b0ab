"""The looks of the console: one accent for where you are, two greys, yellow and red for lamps and errors alone."""

from textual.theme import Theme

_SEAT_DARK = Theme(
    name="seat-dark",
    primary="#5fb3d9",
    secondary="#9aa0a6",
    accent="#5fb3d9",
    foreground="#e8eaed",
    background="#14181d",
    surface="#14181d",
    panel="#1e242b",
    warning="#e5b92e",
    error="#ff6b6b",
    success="#9aa0a6",
    dark=True,
    variables={"seat-grey": "#9aa0a6", "seat-faint": "#6b7075", "seat-on-accent": "#0b1016"},
)

_SEAT_LIGHT = Theme(
    name="seat-light",
    primary="#005f87",
    secondary="#5f6368",
    accent="#005f87",
    foreground="#16191d",
    background="#fafafa",
    surface="#fafafa",
    panel="#e6e8eb",
    warning="#8a6100",
    error="#b3261e",
    success="#5f6368",
    dark=False,
    variables={"seat-grey": "#5f6368", "seat-faint": "#80868b", "seat-on-accent": "#ffffff"},
)

OWN_THEMES = (_SEAT_DARK, _SEAT_LIGHT)
"""Besides these, Textual's own `ansi-dark` and `ansi-light` use the terminal's sixteen colours."""
