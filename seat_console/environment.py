"""What Textual reads from the environment at its import: set before the first `import textual`."""

import os

TERMINAL = {
    "TEXTUAL_ANIMATIONS": "none",
    "TEXTUAL_SMOOTH_SCROLL": "0",
    # With the kitty protocol iTerm2 loses what an input method commits; a seat types Chinese all day.
    "TEXTUAL_DISABLE_KITTY_KEY": "1",
}


def prepare() -> None:
    """Set what a seat needs; what the person at the machine has set stays."""
    for name, value in TERMINAL.items():
        os.environ.setdefault(name, value)
