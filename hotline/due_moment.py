"""When something is due (到期时刻): a length of a clock, counted from a moment, with the working day of a city."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from math import ceil, isfinite
from typing import NamedTuple

from hotline.working_days import CountedDay, WorkingCalendar, beyond
from hotline.year_files import FIRST_DAY, LAST_DAY

ELAPSED_UNITS = {"seconds": 1, "minutes": 60, "natural_hours": 3600}
"""Units of time that simply goes by, in seconds."""
WORKING_DAYS = "working_days"
"""The unit that is counted by the calendar."""


class Due(NamedTuple):
    """A due moment, in UTC. `provisional` says that a notice still to come may move it."""

    at: datetime
    provisional: bool


class DayClock(NamedTuple):
    """Counts lengths of time in a city: its calendar, its zone, and when its working day begins and ends there."""

    calendar: WorkingCalendar
    zone: tzinfo
    begin: time
    end: time

    @property
    def version(self) -> str:
        """Return the version of the calendar."""
        return self.calendar.version

    def after(self, start: datetime, length: float, unit: str) -> Due:
        """Return the moment that lies `length` of `unit` after an aware moment.

        Seconds, minutes and natural hours go by on the clock whatever the day. Working days are counted after the
        local day of the start: 3 end with the third working day, 2.5 halfway through it, between its begin and its
        end. Nothing (0) is the start itself. Raises `CalendarRangeError` where the calendar does not reach, and
        `ValueError` for a moment without a zone, a negative length and an unknown unit.
        """
        seconds = _checked(start, length, unit)
        if seconds or not length:
            return Due(_later(start, length * seconds), provisional=False)
        return self.after_day(self.day_of(start), length)

    def after_day(self, day: date, length: float) -> Due:
        """Return the moment that lies so many working days, more than 0, after a day. Raises `CalendarRangeError`."""
        whole = ceil(length)
        due = self.calendar.working_day_after(day, whole)
        at = _within(due, self.begin, self.end, self.zone, length - whole + 1)
        return Due(at, self.calendar.is_provisional(day, due))

    def moved(self, moment: datetime, since: datetime, until: datetime, unit: str) -> Due:
        """Return a moment later by a rest: by its time, or in working days by those after its first day up to its last.

        A rest that begins and ends on one day, or in one weekend, moves nothing that is counted in working days.
        Raises `CalendarRangeError`.
        """
        if unit != WORKING_DAYS:
            return Due(_later(moment, (until - since).total_seconds()), provisional=False)
        first, last = since.astimezone(self.zone).date(), until.astimezone(self.zone).date()
        days = self.calendar.working_days_between(first, last)
        if not days:
            return Due(moment, provisional=False)
        local = moment.astimezone(self.zone)
        day = self.calendar.working_day_after(local.date(), days)
        return Due(_at(day, local.time(), self.zone), self.calendar.is_provisional(first, day))

    def day_of(self, moment: datetime) -> date:
        """Return the day that it is in the city at an aware moment."""
        return moment.astimezone(self.zone).date()

    def explain(self, start: datetime, length: float, unit: str) -> tuple[CountedDay, ...]:
        """Return a line for each calendar day that `after` counts, the due day last; none for time that goes by."""
        seconds = _checked(start, length, unit)
        if seconds or not length:
            return ()
        return self.calendar.explain(start.astimezone(self.zone).date(), ceil(length))


@lru_cache(maxsize=4096)  # all that is due on one day in a city asks for the same few moments
def _within(day: date, begin: time, end: time, zone: tzinfo, share: float) -> datetime:
    """Return the moment in UTC at which a share of a working day is over, from above 0 up to 1."""
    at = _at(day, end, zone)
    if share == 1:
        return at
    first = _at(day, begin, zone)
    return first + (at - first) * share


def _at(day: date, hour: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, hour, zone).astimezone(UTC)


def _checked(start: datetime, length: float, unit: str) -> int:
    """Return the seconds of a unit that goes by, 0 for working days."""
    seconds = ELAPSED_UNITS.get(unit, 0)
    if not seconds and unit != WORKING_DAYS:
        raise ValueError(f"{unit} is no unit of a clock")
    if length < 0 or not isfinite(length):
        raise ValueError(f"{length} is no length of a clock")
    if start.tzinfo is None:
        raise ValueError("a moment without a zone")
    if not FIRST_DAY.year <= start.year <= LAST_DAY.year:
        raise beyond(start.date())
    return seconds


def _later(start: datetime, seconds: float) -> datetime:
    try:
        at = start.astimezone(UTC) + timedelta(seconds=seconds)
    except OverflowError as too_far:
        raise beyond(date.max) from too_far
    if at.year > LAST_DAY.year:
        raise beyond(at.date())
    return at
