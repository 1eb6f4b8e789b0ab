"""What is said of days off: a file for each year (放假通知), the holidays of the law, and how files fit together."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from wording import tr

FIRST_DAY = date(2004, 1, 1)
LAST_DAY = date(2099, 12, 31)
"""The days that a calendar can know, both included."""


class DaysOff(NamedTuple):
    """The days of one holiday from `first` to `last`, both off, weekends among them included."""

    first: date
    last: date
    name: str
    name_en: str


class YearFile(NamedTuple):
    """What is announced for a year: spans of days off and weekend days that are worked, each in order of days.

    It may name days of its year and of the last week of the December before. `revision` counts from 1 and grows when
    the year's notice is amended (2020: the Spring Festival was made longer). `source` says where the days come from.
    """

    year: int
    revision: int
    source: str
    off: tuple[DaysOff, ...]
    make_up: tuple[date, ...]

    def named(self) -> Iterator[date]:
        """Return every day that the file says something about."""
        for span in self.off:
            yield from days_from(span.first, span.last)
        yield from self.make_up


class StatutoryHoliday(NamedTuple):
    """A holiday by law with its days in all years for which they are known."""

    name: str
    name_en: str
    days: tuple[date, ...]


class YearConflict(NamedTuple):
    """What keeps the file of `year` from standing beside the others; `day` is the day that is meant, if it is one."""

    year: int
    day: date | None
    message: str


def year_bounds(year: int) -> tuple[date, date]:
    """Return the first and the last day that the file of a year may name: 25 December before it, 31 December."""
    return date(year - 1, 12, 25), date(year, 12, 31)


def year_conflicts(years: Iterable[YearFile]) -> list[YearConflict]:
    """Return what keeps year files, in order of years, from standing side by side: gaps, and days named by two."""
    found: list[YearConflict] = []
    for earlier, later in pairwise(years):
        if later.year > earlier.year + 1:
            words = tr("there is no file for {missing}: the years must follow one another")
            found.append(YearConflict(later.year, None, words.format(missing=earlier.year + 1)))
        # Only the last week of the earlier year can be named by both.
        if both := sorted(set(later.named()) & {day for day in earlier.named() if day >= year_bounds(later.year)[0]}):
            words = tr("{day} is named by the file of {year} too: only one of them may")
            found.append(YearConflict(later.year, both[0], words.format(day=both[0], year=earlier.year)))
    return found


def left_out(file: YearFile, statutory: Iterable[StatutoryHoliday]) -> list[date]:
    """Return the days of the file's year that the law makes off and the file does not: a whole notice has them all."""
    off = {day for span in file.off for day in days_from(span.first, span.last)}
    return sorted(day for each in statutory for day in each.days if day.year == file.year and day not in off)


def days_from(first: date, last: date) -> Iterator[date]:
    """Return each day from `first` to `last`, both included."""
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
