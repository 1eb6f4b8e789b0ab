"""Periods as moments: a day of the city begins and ends by the city's clock."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hotline.periods import Period


def first_moment(period: Period, zone: ZoneInfo) -> datetime:
    """Return the moment at which a period begins."""
    return datetime.combine(period.since, time.min, zone).astimezone(UTC)


def end_moment(period: Period, zone: ZoneInfo) -> datetime:
    """Return the first moment that is no more in a period."""
    return datetime.combine(period.until + timedelta(days=1), time.min, zone).astimezone(UTC)
