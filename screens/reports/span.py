"""The period that is shown: a month or a week of the city's calendar, from which one steps to others. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from hotline.periods import Period, month_of, months_back, named, week_of
from wording import mark, tr

_DAY = timedelta(days=1)
_MONTHS_OVER_TIME, _WEEKS_OVER_TIME = 12, 12
_NAMES = {
    ("month", 0): mark("this month"),
    ("month", 1): mark("last month"),
    ("week", 0): mark("this week"),
    ("week", 1): mark("last week"),
}


@dataclass(frozen=True, slots=True)
class Span:
    """A month `2026-10` or a week `2026-W43`, as `name` says."""

    kind: Literal["month", "week"]
    name: str

    @classmethod
    def around(cls, kind: Literal["month", "week"], day: date) -> Span:
        """Return the month or week that a day is in."""
        return cls(kind, month_of(day) if kind == "month" else week_of(day))

    @property
    def period(self) -> Period:
        """Return its days."""
        return named(self.name)

    def earlier(self) -> Span:
        """Return the one before."""
        return Span.around(self.kind, self.period.since - _DAY)

    def later(self, today: date) -> Span:
        """Return the one after; of what is still to come there is no report."""
        after = self.period.until + _DAY
        return Span.around(self.kind, after) if after <= today else self

    def of_other_kind(self, today: date) -> Span:
        """Return the last week of a month, or the month in which a week ends; nothing that is still to come."""
        kind: Literal["month", "week"] = "week" if self.kind == "month" else "month"
        return Span.around(kind, min(self.period.until, today))

    def over_time(self) -> Period:
        """Return the year of months, or the weeks, that ends with it."""
        until = self.period.until
        if self.kind == "month":
            return Period(months_back(self.period.since, _MONTHS_OVER_TIME - 1), until)
        return Period(self.period.since - timedelta(weeks=_WEEKS_OVER_TIME - 1), until)

    def words(self, today: date) -> str:
        """Return what it is called: `2026-10, last month`; of a week with its days."""
        period, now = self.period, Span.around(self.kind, today)
        said = self.name
        if self.kind == "week":
            said = tr("{name} ({since} to {until})").format(
                name=said, since=f"{period.since:%m-%d}", until=f"{period.until:%m-%d}"
            )
        for back, each in enumerate((now, now.earlier())):
            if each == self:
                return tr("{name}, {which}").format(name=said, which=tr(_NAMES[self.kind, back]))
        return said
