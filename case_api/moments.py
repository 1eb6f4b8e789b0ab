"""Moments from clocks that nobody vouches for."""

from datetime import UTC, datetime


def in_utc(moment: datetime) -> datetime:
    """Return an aware moment in UTC; at either end of the calendar, where that leaves it, its wall time as UTC."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return moment.replace(tzinfo=UTC)
