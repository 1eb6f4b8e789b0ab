"""Call-backs: the list for the day, the script, and the results on single keys."""

from screens.callbacks.screen import CallbacksScreen

__all__ = ["CallbacksScreen"]
