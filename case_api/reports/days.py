"""Periods as moments: a day of the city begins and ends by the city's clock, and today is one by it."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from case_api.centre import Centre
from hotline.periods import Period, begun


def first_moment(period: Period, zone: ZoneInfo) -> datetime:
    """Return the moment at which a period begins."""
    return datetime.combine(period.since, time.min, zone).astimezone(UTC)


def end_moment(period: Period, zone: ZoneInfo) -> datetime:
    """Return the first moment that is no more in a period."""
    return datetime.combine(period.until + timedelta(days=1), time.min, zone).astimezone(UTC)


def has_begun(centre: Centre, period: Period) -> Period:
    """Return a period that is not still to come. Raises `PeriodError`."""
    return begun(period, centre.now().astimezone(ZoneInfo(centre.pack.time_zone)).date())
