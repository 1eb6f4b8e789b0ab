"""The desk of a responsible unit: its inbox, and what it does to a case."""

from screens.unit_desk.screen import UnitDeskScreen

__all__ = ["UnitDeskScreen"]
