"""Due moments: time that goes by, and working days that end with the city's working day."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.due_moment import DayClock, Due
from hotline.working_days import CalendarRangeError
from tests.shared_calendar import shared_calendar

CALENDAR = shared_calendar()
CHINA = ZoneInfo("Asia/Shanghai")
CLOCK = DayClock(CALENDAR, CHINA, time(9), time(18))
MOMENTS = st.datetimes(datetime(2004, 1, 2), datetime(2098, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
LENGTHS = st.integers(1, 400).map(lambda tenths: tenths / 10)


def china(*parts: int) -> datetime:
    """Return a moment of a clock in China."""
    return datetime(*parts, tzinfo=CHINA)


def test_seconds_minutes_and_hours_go_by_whatever_the_day() -> None:
    eve = china(2026, 9, 30, 23, 59)
    assert CLOCK.after(eve, 24, "natural_hours") == Due(china(2026, 10, 1, 23, 59), False)
    assert CLOCK.after(eve, 10, "minutes").at == china(2026, 10, 1, 0, 9)
    assert CLOCK.after(eve, 15, "seconds").at == eve + timedelta(seconds=15)
    assert CLOCK.after(china(2026, 12, 31, 12), 24, "natural_hours").provisional is False
    assert CLOCK.explain(eve, 24, "natural_hours") == ()


@pytest.mark.parametrize("hour", [0, 8, 9, 17, 18, 23])
def test_working_days_are_counted_after_the_day_and_end_with_the_working_day(hour: int) -> None:
    friday = china(2026, 3, 6, hour, 30)
    assert CLOCK.after(friday, 1, "working_days") == Due(china(2026, 3, 9, 18), False)
    assert CLOCK.after(friday, 3, "working_days").at == china(2026, 3, 11, 18)


def test_a_due_moment_is_in_utc() -> None:
    for length, unit in ((1, "minutes"), (1, "working_days"), (0.5, "working_days"), (0, "working_days")):
        assert CLOCK.after(china(2026, 3, 6, 12), length, unit).at.tzinfo is UTC


def test_a_part_of_a_working_day_lies_between_its_begin_and_its_end() -> None:
    friday = china(2026, 3, 6, 20)
    assert CLOCK.after(friday, 0.5, "working_days").at == china(2026, 3, 9, 13, 30)
    assert CLOCK.after(friday, 0.75, "working_days").at == china(2026, 3, 9, 15, 45)
    assert CLOCK.after(friday, 2.5, "working_days").at == china(2026, 3, 11, 13, 30)


def test_nothing_is_the_start_itself() -> None:
    start = china(2026, 10, 3, 3, 7)
    for unit in ("seconds", "working_days"):
        assert CLOCK.after(start, 0, unit) == Due(start.astimezone(UTC), False)
    assert CLOCK.explain(start, 0, "working_days") == ()


def test_the_local_day_of_the_start_counts_and_not_that_of_utc() -> None:
    late_in_utc = datetime(2026, 3, 5, 17, tzinfo=UTC)  # one in the morning of the sixth in China
    assert CLOCK.after(late_in_utc, 1, "working_days").at == china(2026, 3, 9, 18)


def test_a_zone_with_summer_time_keeps_its_hours() -> None:
    zone = ZoneInfo("America/Los_Angeles")
    clock = DayClock(CALENDAR, zone, time(9), time(18))
    before = datetime(2024, 3, 8, 12, tzinfo=zone)  # summer time begins on the tenth
    due = clock.after(before, 1, "working_days").at
    assert due == datetime(2024, 3, 12, 1, tzinfo=UTC)
    assert due.astimezone(zone).replace(tzinfo=None) == datetime(2024, 3, 11, 18)  # noqa: DTZ001
    assert clock.after(before, 72, "natural_hours").at.astimezone(zone).hour == 13
    autumn = datetime(2024, 11, 1, 12, tzinfo=zone)
    assert clock.after(autumn, 0.5, "working_days").at.astimezone(zone).time() == time(13, 30)
    nightly = DayClock(CALENDAR, zone, time(1), time(4))
    ends = [nightly.after(autumn, part / 20, "working_days").at for part in range(1, 41)]
    assert ends == sorted(ends)


@pytest.mark.parametrize(
    ("start", "provisional"),
    [
        (china(2026, 12, 23, 23), False),  # due on the 24th
        (china(2026, 12, 24, 0), True),
        (china(2026, 12, 31, 12), True),
        (china(2031, 5, 6, 12), True),
    ],
)
def test_what_reaches_past_the_last_notice_is_provisional(start: datetime, provisional: bool) -> None:
    assert CLOCK.after(start, 1, "working_days").provisional is provisional


@pytest.mark.parametrize("unit", ["seconds", "natural_hours", "working_days"])
@pytest.mark.parametrize("year", [1969, 2003, 2100])
def test_a_date_beyond_the_calendar_is_refused(year: int, unit: str) -> None:
    with pytest.raises(CalendarRangeError, match=str(year)):
        CLOCK.after(datetime(year, 6, 1, tzinfo=UTC), 1, unit)


def test_a_due_moment_beyond_the_calendar_is_refused() -> None:
    end = datetime(2099, 12, 30, tzinfo=UTC)
    for length, unit in ((72, "natural_hours"), (1e300, "seconds"), (5, "working_days"), (1e300, "working_days")):
        with pytest.raises(CalendarRangeError, match=r"2100|9999"):
            CLOCK.after(end, length, unit)


def test_what_is_no_length_is_refused() -> None:
    start = china(2026, 3, 6, 12)
    for length in (-1, float("nan"), float("inf")):
        for unit in ("minutes", "working_days"):
            with pytest.raises(ValueError, match="no length"):
                CLOCK.after(start, length, unit)
    with pytest.raises(ValueError, match="fortnights"):
        CLOCK.after(start, 1, "fortnights")
    with pytest.raises(ValueError, match="zone"):
        CLOCK.after(datetime(2026, 3, 6), 1, "minutes")  # noqa: DTZ001


@given(MOMENTS, st.integers(1, 30))
def test_a_due_moment_is_the_end_of_the_last_day_told(start: datetime, count: int) -> None:
    due = CLOCK.after(start, count, "working_days")
    last = CLOCK.explain(start, count, "working_days")[-1]
    assert due.at.astimezone(CHINA) == datetime.combine(last.day, time(18), CHINA)
    assert (last.counted, due.provisional) == (count, last.provisional)
    assert last.day > start.astimezone(CHINA).date()


@given(MOMENTS, st.integers(0, 10**7), LENGTHS, LENGTHS)
def test_later_and_longer_is_never_due_earlier(start: datetime, seconds: int, one: float, other: float) -> None:
    shorter, longer = sorted((one, other))
    due = CLOCK.after(start, shorter, "working_days").at
    assert due > start
    assert CLOCK.after(start, longer, "working_days").at >= due
    assert CLOCK.after(start + timedelta(seconds=seconds), shorter, "working_days").at >= due
    local = due.astimezone(CHINA)
    assert time(9) < local.time() <= time(18)
    assert CALENDAR.is_working(local.date())
    assert date(2004, 1, 1) < local.date()
