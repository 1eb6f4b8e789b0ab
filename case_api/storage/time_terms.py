"""Days, months and years as search terms, so that the index itself finds what is of a time and has a word.

Neither database's index of terms knows an order. Newest first without reading every hit means to ask for a few days,
then for more.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

_DAY = timedelta(days=1)


def time_terms(moment: datetime) -> tuple[str, str, str]:
    """Return the terms of the day, the month and the year of a moment, in UTC."""
    day = moment.astimezone(UTC).date()
    return _of_day(day), _of_month(day), _of_year(day)


def terms_between(first: date, last: date) -> Iterator[str]:
    """Yield terms of which everything from `first` to `last`, both included, has one, and nothing else has."""
    day = first
    while day <= last:
        if (day.month, day.day) == (1, 1) and (end := date(day.year, 12, 31)) <= last:
            yield _of_year(day)
        elif day.day == 1 and (end := _end_of_month(day)) <= last:
            yield _of_month(day)
        else:
            end = day
            yield _of_day(day)
        if end == date.max:
            return
        day = end + _DAY


def _end_of_month(day: date) -> date:
    return date(day.year, 12, 31) if day.month == 12 else date(day.year, day.month + 1, 1) - _DAY


def _of_day(day: date) -> str:
    return f"at{day:%Y%m%d}"


def _of_month(day: date) -> str:
    return f"at{day:%Y%m}"


def _of_year(day: date) -> str:
    return f"at{day:%Y}"
