"""The working-day calendar (工作日历): which days are worked, by year files (放假通知) and, past them, by the law.

A weekend can be worked (调休上班) and a weekday can be off; the State Council says so for each year, as a rule in the
November before it. For a year that no file announces yet, the days off are those of the law (全国年节及纪念日放假办法);
what falls on a Saturday or Sunday is made up on the next working day (补假). Such days are provisional: so is the last
week of December before a year that is not announced, because its notice may move days of that week.
"""

import hashlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import accumulate, compress
from typing import NamedTuple

from hotline.year_files import FIRST_DAY, LAST_DAY, StatutoryHoliday, YearFile, days_from, year_conflicts
from wording import tr

_ONE_DAY = timedelta(days=1)
_WEEK = bytes((1, 1, 1, 1, 1, 0, 0))
"""Monday to Sunday as they are where nothing is said of them."""


class CalendarRangeError(ValueError):
    """A day outside the calendar. Its words say what to do."""


class CalendarConflict(ValueError):  # noqa: N818  (named after what there is)
    """A year file that does not fit the others. Its words say what to do."""


class DayKind(StrEnum):
    """Why a day is worked or not."""

    WORKDAY = "workday"
    MAKE_UP = "make_up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    IN_LIEU = "in_lieu"


class CountedDay(NamedTuple):
    """One line of an explanation. `name` and `name_en` are the holiday's, else empty.

    `counted` are the working days so far. A holiday on a weekend is told as a holiday.
    """

    day: date
    kind: DayKind
    name: str
    name_en: str
    counted: int
    provisional: bool

    @property
    def working(self) -> bool:
        """Say whether the day counts."""
        return self.kind in (DayKind.WORKDAY, DayKind.MAKE_UP)


class _Table(NamedTuple):
    """The days from `base` (an ordinal) on: whether worked, how many worked up to and with it; all worked ordinals."""

    base: int
    working: bytes
    done: "array[int]"
    ordinals: "array[int]"


@dataclass(frozen=True)
class WorkingCalendar:
    """Counts working days from the first day of the first year file to `LAST_DAY`.

    `years` are in order and without a gap; `statutory` holds at least the years after the last of them. The tables
    are made at the first question, because the console reads a calendar on its way to the first screen.
    """

    years: tuple[YearFile, ...]
    statutory: tuple[StatutoryHoliday, ...]

    @cached_property
    def version(self) -> str:
        """Return the last announced year and a hash of all that is known, such as `2026.3f9a1c2b`."""
        digest = hashlib.sha256("\n".join(self._content()).encode()).hexdigest()
        return f"{self._last_year}.{digest[:8]}"

    def __hash__(self) -> int:
        """Return a hash that is made once: what a day comes to is remembered by its calendar."""
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.years, self.statutory))

    @cached_property
    def announced_until(self) -> date:
        """Return the last day that no notice to come can change: 24 December of the last announced year."""
        return date(self._last_year, 12, 24)

    def is_working(self, day: date) -> bool:
        """Say whether a day is worked. Raises `CalendarRangeError`."""
        table = self._table
        return bool(table.working[self._place(table, day)])

    def working_day_after(self, day: date, count: int) -> date:
        """Return the `count`-th working day after a day, from 1. Raises `CalendarRangeError`, and `ValueError` below 1.

        The day itself never counts, whether it is worked or not.
        """
        if count < 1:
            raise ValueError(f"working days are counted from 1, not {count}")
        table = self._table
        after = table.done[self._place(table, day)] + count - 1
        if after >= len(table.ordinals):
            raise beyond(LAST_DAY + _ONE_DAY)
        return date.fromordinal(table.ordinals[after])

    def working_days_between(self, first: date, last: date) -> int:
        """Return how many working days lie after `first` up to and with `last`; none where `last` is not later.

        Raises `CalendarRangeError`.
        """
        table = self._table
        return max(table.done[self._place(table, last)] - table.done[self._place(table, first)], 0)

    def is_provisional(self, first: date, last: date) -> bool:
        """Say whether a notice to come may change how the days from `first` to `last` are counted."""
        return max(first, last) > self.announced_until

    def explain(self, day: date, count: int) -> tuple[CountedDay, ...]:
        """Return a line for each day after `day` up to its `count`-th working day. Raises as `working_day_after`."""
        due = self.working_day_after(day, count)
        by_law = self._off_by_law() if self.is_provisional(day, due) else {}
        lines: list[CountedDay] = []
        counted = 0
        for each in days_from(day + _ONE_DAY, due):
            kind, name, name_en = self._kind(each, by_law)
            counted += kind in (DayKind.WORKDAY, DayKind.MAKE_UP)
            lines.append(CountedDay(each, kind, name, name_en, counted, each > self.announced_until))
        return tuple(lines)

    def with_year(self, file: YearFile) -> "WorkingCalendar":
        """Return a calendar that knows this file too, or in the place of the year's former one.

        The same file again changes nothing. Raises `CalendarConflict` for a former or equal revision with other words,
        for a gap between the years, and for a day of December that two files name.
        """
        former = next((each for each in self.years if each.year == file.year), None)
        if former == file:
            return self
        if former is not None and file.revision <= former.revision:
            words = tr(
                "revision {there} of {year} is here already: give a corrected file a higher revision than {revision}"
            )
            raise CalendarConflict(words.format(there=former.revision, year=file.year, revision=file.revision))
        others = (each for each in self.years if each.year != file.year)
        years = tuple(sorted((*others, file), key=lambda each: each.year))
        if found := year_conflicts(years):
            raise CalendarConflict(f"{file.year}: {found[0].message}")
        return WorkingCalendar(years, self.statutory)

    @property
    def _last_year(self) -> int:
        if not self.years:
            raise _no_year()
        return self.years[-1].year

    def _content(self) -> Iterator[str]:
        for file in self.years:
            yield f"{file.year} {file.revision} {file.source}"
            yield from (f"{span.first} {span.last} {span.name} {span.name_en}" for span in file.off)
            yield from map(str, file.make_up)
        for each in self.statutory:
            yield from (each.name, each.name_en, *map(str, each.days))

    def _place(self, table: _Table, day: date) -> int:
        place = day.toordinal() - table.base
        if not 0 <= place < len(table.working):
            raise beyond(day, date.fromordinal(table.base))
        return place

    @cached_property
    def _table(self) -> _Table:
        if not self.years:
            raise _no_year()
        base = date(self.years[0].year, 1, 1).toordinal()
        count = LAST_DAY.toordinal() - base + 1
        weekday = date.fromordinal(base).weekday()
        working = bytearray((_WEEK * (count // 7 + 2))[weekday : weekday + count])
        for file in self.years:
            for span in file.off:  # the first file may name days before the calendar begins
                for place in range(max(0, span.first.toordinal() - base), span.last.toordinal() - base + 1):
                    working[place] = 0
            for day in file.make_up:
                if day.toordinal() >= base:
                    working[day.toordinal() - base] = 1
        for day in self._off_by_law():
            working[day.toordinal() - base] = 0
        done = array("H", accumulate(working))
        return _Table(base, bytes(working), done, array("I", compress(range(base, base + count), working)))

    def _off_by_law(self) -> dict[date, tuple[DayKind, str, str]]:
        """Return the days off of the years that no file announces, with why and of which holiday.

        Two holidays on one day are one day off: the law says no more of it, though notices gave another (2009, 2020).
        """
        last_year = self._last_year
        by_law = sorted(
            (day, each.name, each.name_en) for each in self.statutory for day in each.days if day.year > last_year
        )
        off: dict[date, tuple[DayKind, str, str]] = {}
        for day, name, name_en in by_law:
            off.setdefault(day, (DayKind.HOLIDAY, name, name_en))
        for day, (_, name, name_en) in [*off.items()]:
            if day.weekday() >= 5:
                instead = day
                while instead.weekday() >= 5 or instead in off:
                    instead += _ONE_DAY
                off[instead] = (DayKind.IN_LIEU, name, name_en)
        return off

    def _kind(self, day: date, by_law: dict[date, tuple[DayKind, str, str]]) -> tuple[DayKind, str, str]:
        for file in self.years:
            if file.year - 1 <= day.year <= file.year:
                if day in file.make_up:
                    return DayKind.MAKE_UP, "", ""
                for span in file.off:
                    if span.first <= day <= span.last:
                        return DayKind.HOLIDAY, span.name, span.name_en
        return by_law.get(day) or (DayKind.WEEKEND if day.weekday() >= 5 else DayKind.WORKDAY, "", "")


NO_CALENDAR = WorkingCalendar((), ())
"""Of a city of which nothing is known: every question about a day raises `CalendarRangeError`."""


def beyond(day: date, first: date = FIRST_DAY) -> CalendarRangeError:
    """Return the error for a day outside a calendar that begins with `first`."""
    words = tr("{day} is outside the working-day calendar, which runs from {first} to {last}: check the date")
    return CalendarRangeError(words.format(day=day, first=first, last=LAST_DAY))


def out_of_calendar(day: date) -> str:
    """Return the words for a day that no calendar can know, empty for one that it can."""
    return "" if FIRST_DAY <= day <= LAST_DAY else str(beyond(day))


def _no_year() -> CalendarRangeError:
    return CalendarRangeError(tr("the working-day calendar knows no year yet: import the file of the year"))
