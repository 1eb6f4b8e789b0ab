"""Shares, changes and days as they are written in a report. Pure."""

from __future__ import annotations

from datetime import datetime, tzinfo

_PERCENT = 100


def percent(share: float | None) -> str:
    """Return a share with one decimal and without its sign, for narrow columns: `93.5`; a dash for none."""
    return "-" if share is None else f"{share * _PERCENT:.1f}"


def share_words(share: float | None) -> str:
    """Return a share: `93.50%`; a dash for none."""
    return "-" if share is None else f"{share * _PERCENT:.2f}%"


def change_words(change: float | None) -> str:
    """Return the change of a share in points: `+6.1`; nothing where there was none before."""
    return "" if change is None else f"{change * _PERCENT:+.1f}"


def day_words(moment: datetime, zone: tzinfo) -> str:
    """Return the day of the city's calendar on which something was: `2026-10-31`."""
    return f"{moment.astimezone(zone):%Y-%m-%d}"
