"""The shift lead's board: seats, waiting calls and cases about to go wrong, live, and acts on each by key."""

from screens.board.screen import BoardScreen

__all__ = ["BoardScreen"]
