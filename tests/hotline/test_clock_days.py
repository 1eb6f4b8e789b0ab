"""A due moment is explained by the days that were counted: none is left out, and the last is the one it is due on."""

from datetime import UTC, datetime, time, timedelta
from math import ceil
from random import Random
from zoneinfo import ZoneInfo

import pytest

from hotline.clock_days import days_of
from hotline.due_moment import DayClock
from hotline.order_parts import RunningClock
from hotline.working_days import CalendarRangeError
from tests.shared_calendar import shared_calendar

ZONE = ZoneInfo("Asia/Shanghai")
CITY = DayClock(shared_calendar(), ZONE, time(9), time(18))
START = datetime(2026, 9, 28, 2, tzinfo=UTC)


def clock_of(unit: str, length: float, start: datetime = START, **fields: object) -> RunningClock:
    due = CITY.after(start, length, unit).at
    at = {"started_at": start, "due_at": due, "yellow_at": due, "red_at": due}
    lengths = {"length": length, "yellow": length, "red": length}
    return RunningClock.model_validate(
        {"code": "c", "start": "dispatch", "stop": "reply", "unit": unit, "calendar": CITY.version}
        | at | lengths | fields
    )  # fmt: skip


def test_each_day_has_a_line_through_every_rest() -> None:
    draw = Random(137)
    for _ in range(400):
        start = START + timedelta(hours=draw.randrange(24 * 200))
        length, extended = draw.choice((1, 2.5, 5, 15)), draw.choice((0, 3))
        pauses, at = [], start
        for _ in range(draw.randrange(3)):
            since = at + timedelta(hours=draw.randrange(48))
            at = since + timedelta(hours=draw.randrange(24 * 12))
            pauses.append((since, at))
        told = days_of(clock_of("working_days", length, start, extended=extended, pauses=pauses), CITY)
        lines = [*told.days, *(day for rest in told.rests for day in rest.days)]
        first = start.astimezone(ZONE).date()
        assert [line.day for line in lines] == [first + timedelta(days=1 + place) for place in range(len(lines))]
        assert lines[-1].day == told.due.at.astimezone(ZONE).date()
        worked = [line for line in lines if line.working]
        assert [line.counted for line in worked] == [*range(1, len(worked) + 1)]
        rested = sum(
            CITY.calendar.working_days_between(rest.since.astimezone(ZONE).date(), rest.until.astimezone(ZONE).date())
            for rest in told.rests
        )
        assert len(worked) == ceil(length + extended) + rested
        assert told.due.provisional == any(line.provisional for line in lines)


def test_time_that_goes_by_has_no_days_and_moves_by_its_rests() -> None:
    rest = (START + timedelta(hours=1), START + timedelta(hours=4))
    told = days_of(clock_of("natural_hours", 24, pauses=[rest]), CITY)
    assert (told.days, told.rests[0].days) == ((), ())
    assert told.due.at == told.rests[0].due.at == START + timedelta(hours=27)


def test_what_a_former_calendar_gave_is_seen() -> None:
    clock = clock_of("working_days", 3)
    assert not days_of(clock, CITY).stands_by_former
    assert days_of(clock.model_copy(update={"due_at": clock.due_at + timedelta(days=1)}), CITY).stands_by_former


def test_days_beyond_the_calendar_are_refused() -> None:
    with pytest.raises(CalendarRangeError):
        days_of(clock_of("working_days", 3).model_copy(update={"length": 30_000}), CITY)
