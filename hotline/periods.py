"""Days from one to another, both included: the weeks and months that are reported, and the period before each."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from wording import mark, tr

_FIRST_YEAR, _LAST_YEAR = 2000, 2100


class PeriodError(ValueError):
    """What was written down is no period; its words say what to write."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days of the city's own calendar, `since` and `until` included."""

    since: date
    until: date

    def __post_init__(self) -> None:
        """Raise `PeriodError` for a period that ends before it begins."""
        if self.until < self.since:
            raise PeriodError(tr(_BACKWARDS).format(since=self.since, until=self.until))

    @property
    def days(self) -> int:
        """Return how many days there are in it."""
        return (self.until - self.since).days + 1

    def before(self) -> "Period":
        """Return what it is compared with: as many whole months before whole months, else as many days.

        >>> print(month("2026-10").before(), week("2026-W43").before())
        2026-09-01..2026-09-30 2026-10-12..2026-10-18
        """
        months = self._whole_months()
        until = self.since - timedelta(days=1)
        if months:
            return Period(_months_before(self.since, months), until)
        return Period(self.since - timedelta(days=self.days), until)

    def __str__(self) -> str:
        """Return both days, `2026-10-01..2026-10-31`."""
        return f"{self.since}..{self.until}"

    def _whole_months(self) -> int:
        ends = self.until.day == calendar.monthrange(self.until.year, self.until.month)[1]
        if self.since.day != 1 or not ends:
            return 0
        return (self.until.year - self.since.year) * 12 + self.until.month - self.since.month + 1


def asked(since: date, until: date) -> Period:
    """Return the period that somebody asks for. Raises `PeriodError` for one that no hotline has cases of."""
    period = Period(since, until)
    if not (since.year >= _FIRST_YEAR and until.year <= _LAST_YEAR):
        raise PeriodError(tr(_OUTSIDE).format(first=_FIRST_YEAR, last=_LAST_YEAR))
    return period


def begun(period: Period, today: date) -> Period:
    """Return a period of which a day has come. Raises `PeriodError` for one that is still to come as a whole."""
    if period.since > today:
        raise PeriodError(tr(_TO_COME).format(today=today))
    return period


def month(text: str) -> Period:
    """Return the month of `2026-10`. Raises `PeriodError`."""
    try:
        year, number = (int(part) for part in text.split("-"))
        first, last = date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])
    except ValueError as error:
        raise PeriodError(tr(_NO_MONTH).format(text=text)) from error
    return asked(first, last)


def week(text: str) -> Period:
    """Return the week of `2026-W43`, from Monday to Sunday (ISO 8601). Raises `PeriodError`."""
    try:
        year, number = (int(part) for part in text.upper().split("-W"))
        first, last = (date.fromisocalendar(year, number, day) for day in (1, 7))
    except ValueError as error:
        raise PeriodError(tr(_NO_WEEK).format(text=text)) from error
    return asked(first, last)


def named(text: str) -> Period:
    """Return the month of `2026-10` or the week of `2026-W43`. Raises `PeriodError`."""
    return week(text) if "W" in text.upper() else month(text)


def month_of(day: date) -> str:
    """Return the month that a day is in, `2026-10`."""
    return f"{day.year:04}-{day.month:02}"


def week_of(day: date) -> str:
    """Return the week that a day is in, `2026-W43`; around the turn of a year its year may be another."""
    year, number, _ = day.isocalendar()
    return f"{year:04}-W{number:02}"


def months_back(day: date, months: int) -> date:
    """Return the day so many months before another; where that month is shorter, its last.

    >>> print(months_back(date(2026, 5, 31), 3))
    2026-02-28
    """
    first = _months_before(day, months)
    return first.replace(day=min(day.day, calendar.monthrange(first.year, first.month)[1]))


def _months_before(first: date, months: int) -> date:
    year, number = divmod(first.year * 12 + first.month - 1 - months, 12)
    return date(year, number + 1, 1)


_NO_MONTH = mark("{text} is no month: write it as 2026-10")
_NO_WEEK = mark("{text} is no week: write it as 2026-W43")
_OUTSIDE = mark("reports are about the years {first} to {last}: name a period within them")
_TO_COME = mark("there is no report yet on what is still to come: name a period that has begun by today, {today}")
_BACKWARDS = mark("a period does not end before it begins: {since} to {until}")
