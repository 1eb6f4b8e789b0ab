"""Handing a shift over: its journal, filled from what is open, explained and signed by both leads."""

from screens.shift.screen import ShiftScreen

__all__ = ["ShiftScreen"]
