"""What an app shows now, as a terminal would have it."""

from typing import Any

from textual._context import visible_screen_stack
from textual.app import App
from textual.strip import Strip


def strips_of(app: App[Any]) -> list[Strip]:
    """Return the rows of the screen, with what lies behind a question.

    Textual keeps what it rendered for the next paint: who looks before that and does not name the screens behind makes
    it paint the question on nothing.
    """
    visible_screen_stack.set(app._background_screens)
    return app.screen._compositor.render_strips()


def rows_of(app: App[Any]) -> list[str]:
    """Return the rows of the screen as plain text."""
    return ["".join(segment.text for segment in strip) for strip in strips_of(app)]
