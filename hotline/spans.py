"""Spans of time that figures are about: an hour, a day of the city's clock, anything between two moments."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo


@dataclass(frozen=True, slots=True)
class Span:
    """The time from `since` on and before `until`, both aware. A span of no length has nothing in it.

    Raises `ValueError` for naive moments, and for one that ends before it begins.
    """

    since: datetime
    until: datetime

    def __post_init__(self) -> None:
        """Raise `ValueError` as the class says."""
        if self.since.tzinfo is None or self.until.tzinfo is None:
            raise ValueError("a span of moments without a time zone")
        if self.until < self.since:
            raise ValueError("a span does not end before it begins")

    def __contains__(self, moment: datetime) -> bool:
        """Say whether a moment lies in it."""
        return self.since <= moment < self.until

    @property
    def length(self) -> timedelta:
        """Return how long it is."""
        return self.until - self.since

    def so_far(self, now: datetime) -> "Span":
        """Return the part of it that is over."""
        return Span(self.since, min(self.until, max(self.since, now)))


def day_span(day: date, zone: tzinfo) -> Span:
    """Return a day of the city's clock, midnight to midnight."""
    first, last = (datetime.combine(each, time.min, zone).astimezone(UTC) for each in (day, day + timedelta(days=1)))
    return Span(first, last)


def hour_span(moment: datetime, zone: tzinfo) -> Span:
    """Return the hour of the city's clock that a moment is in."""
    since = moment.astimezone(zone).replace(minute=0, second=0, microsecond=0).astimezone(UTC)
    return Span(since, since + timedelta(hours=1))


def week_before(moment: datetime, zone: tzinfo) -> datetime:
    """Return the moment a week before, of the same weekday and time by the city's clock."""
    return (moment.astimezone(zone) - timedelta(days=7)).astimezone(UTC)
