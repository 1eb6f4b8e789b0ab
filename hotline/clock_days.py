"""Explains the due moment of a running clock (时限说明): the days counted, one by one, and what rests moved."""

from datetime import datetime
from typing import NamedTuple

from hotline.due_moment import WORKING_DAYS, DayClock, Due
from hotline.order_parts import RunningClock
from hotline.working_days import CountedDay


class RestCounted(NamedTuple):
    """One rest of a clock and the days by which it put the due moment off; none where time simply goes by."""

    since: datetime
    until: datetime
    days: tuple[CountedDay, ...]
    due: Due


class ClockDays(NamedTuple):
    """How a clock comes to its due moment by a calendar.

    `days` are those of its length and of what was granted on top, none for a clock whose time simply goes by. `due` is
    what comes out; it differs from the clock's own where that was given by a former calendar and has stood since.
    """

    clock: RunningClock
    days: tuple[CountedDay, ...]
    rests: tuple[RestCounted, ...]
    due: Due

    @property
    def stands_by_former(self) -> bool:
        """Say whether the clock's own due moment is another one, given by a former calendar."""
        return self.due.at != self.clock.due_at


def days_of(clock: RunningClock, day_clock: DayClock) -> ClockDays:
    """Return the days that a clock counts, by the calendar at hand. `CountedDay.counted` goes on through the rests.

    Raises `CalendarRangeError` where the calendar does not reach.
    """
    length = clock.length + clock.extended
    days = day_clock.explain(clock.started_at, length, clock.unit)
    due = day_clock.after(clock.started_at, length, clock.unit)
    counted = days[-1].counted if days else 0
    rests: list[RestCounted] = []
    for since, until in clock.pauses:
        if since >= due.at:
            continue
        further = _further(day_clock, due.at, since, until) if clock.unit == WORKING_DAYS else ()
        moved = day_clock.moved(due.at, since, until, clock.unit)
        due = Due(moved.at, due.provisional or moved.provisional)
        rests.append(
            RestCounted(since, until, tuple(day._replace(counted=day.counted + counted) for day in further), due)
        )
        counted += further[-1].counted if further else 0
    return ClockDays(clock, days, tuple(rests), due)


def _further(day_clock: DayClock, due: datetime, since: datetime, until: datetime) -> tuple[CountedDay, ...]:
    zone, calendar = day_clock.zone, day_clock.calendar
    rested = calendar.working_days_between(since.astimezone(zone).date(), until.astimezone(zone).date())
    return calendar.explain(due.astimezone(zone).date(), rested) if rested else ()
