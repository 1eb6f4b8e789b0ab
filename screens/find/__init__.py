"""Search and one case."""

from screens.find.screen import FindScreen

__all__ = ["FindScreen"]
