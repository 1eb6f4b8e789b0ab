"""Reports: the rates by unit, district and over time, classes, repeats, late and named units, and the cases behind."""

from screens.reports.screen import ReportsScreen

__all__ = ["ReportsScreen"]
