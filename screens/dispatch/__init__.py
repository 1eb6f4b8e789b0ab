"""Review and dispatch (审核派单)."""

from screens.dispatch.screen import DispatchScreen

__all__ = ["DispatchScreen"]
