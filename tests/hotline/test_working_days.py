"""The working-day calendar against other people's calendars, counted day by day."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lunardate import LunarDate

from hotline.working_days import NO_CALENDAR, CalendarConflict, CalendarRangeError, DayKind, WorkingCalendar
from hotline.year_files import DaysOff, YearFile
from tests.shared_calendar import shared_calendar
from wording import set_language

ONE_DAY = timedelta(days=1)
FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)
LENGTHS = (1, 2, 3, 5, 7, 10, 15, 25)
CALENDAR = shared_calendar()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("zh")


def days(first: date, last: date) -> list[date]:
    """Return every day from first to last."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@cache
def worked_elsewhere(day: date) -> bool:
    """Say by other libraries than ours whether a day is worked, the days by law made up past the last notice."""
    if day <= LAST:
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < 5 and day not in off_by_law(day.year)


@cache
def off_by_law(year: int) -> frozenset[date]:
    """Return the days of a year that are off by law, and the next working day for each on a weekend."""
    by_law = sorted(day for day in holidays.country_holidays("CN", years=year, observed=False) if day.year == year)
    off = set(by_law)
    for day in by_law:
        if day.weekday() < 5:
            continue
        while day in off or day.weekday() >= 5:
            day += ONE_DAY
        off.add(day)
    return frozenset(off)


def counted_elsewhere(day: date, count: int) -> date:
    """Return the count-th working day after a day, a step at a time."""
    while count:
        day += ONE_DAY
        count -= worked_elsewhere(day)
    return day


def year_2027(*off: DaysOff, revision: int = 1, make_up: tuple[date, ...] = ()) -> YearFile:
    """Return a file for the first year that is not announced."""
    new_year = DaysOff(date(2027, 1, 1), date(2027, 1, 3), "元旦", "New Year's Day")
    return YearFile(2027, revision, "通知", (*off, new_year), make_up)


def test_every_announced_day_is_worked_or_off_as_elsewhere() -> None:
    assert [day for day in days(FIRST, LAST) if CALENDAR.is_working(day) != chinese_calendar.is_workday(day)] == []


def test_due_days_from_every_start_day_equal_those_counted_a_day_at_a_time() -> None:
    worked = [day for day in days(FIRST, date(2027, 12, 31)) if worked_elsewhere(day)]
    upcoming = 0
    for start in days(FIRST, LAST):
        while worked[upcoming] <= start:
            upcoming += 1
        for length in LENGTHS:
            assert CALENDAR.working_day_after(start, length) == worked[upcoming + length - 1], (start, length)


def test_due_days_past_the_last_notice_keep_to_the_law_and_are_provisional() -> None:
    for start in days(date(2026, 11, 1), date(2029, 12, 31)):
        for length in LENGTHS:
            due = CALENDAR.working_day_after(start, length)
            assert due == counted_elsewhere(start, length), (start, length)
            assert CALENDAR.is_provisional(start, due) == (due >= date(2026, 12, 25)), (start, length)


def test_every_day_to_the_end_of_the_century_is_as_the_law_has_it() -> None:
    ahead = days(date(2027, 1, 1), date(2099, 12, 31))
    assert [day for day in ahead if CALENDAR.is_working(day) != worked_elsewhere(day)] == []


def test_the_statutory_days_are_those_of_the_lunar_year() -> None:
    by_name = {each.name: set(each.days) for each in CALENDAR.statutory}
    for year in range(2027, 2100):
        first = LunarDate(year, 1, 1).to_solar_date()
        assert {first + timedelta(days=n) for n in range(-1, 3)} == {d for d in by_name["春节"] if d.year == year}
        assert LunarDate(year, 5, 5).to_solar_date() in by_name["端午节"]
        assert LunarDate(year, 8, 15).to_solar_date() in by_name["中秋节"]
        assert sum(day.year == year for each in by_name.values() for day in each) == 13


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2020, 1, 31), False),  # the Spring Festival of 2020 was made longer
        (date(2020, 2, 1), False),  # and the make-up Saturday taken back
        (date(2020, 2, 3), True),
        (date(2015, 9, 3), False),  # a holiday of that year only
        (date(2015, 9, 6), True),
        (date(2007, 12, 29), True),  # December days that the notice of the next year moves
        (date(2018, 12, 29), True),
        (date(2018, 12, 31), False),
        (date(2022, 12, 31), False),
        (date(2026, 2, 14), True),
        (date(2026, 2, 23), False),
    ],
)
def test_days_that_people_remember(day: date, worked: bool) -> None:
    assert CALENDAR.is_working(day) is worked


def test_a_day_beyond_the_calendar_says_to_check_the_date() -> None:
    for day in (date(1969, 12, 31), date(2003, 12, 31), date(2100, 1, 1)):
        with pytest.raises(CalendarRangeError, match=f"{day}"):
            CALENDAR.is_working(day)
        with pytest.raises(CalendarRangeError):
            CALENDAR.working_day_after(day, 1)
    with pytest.raises(CalendarRangeError, match="2100-01-01"):
        CALENDAR.working_day_after(date(2099, 12, 1), 30)
    with pytest.raises(CalendarRangeError):
        NO_CALENDAR.is_working(date(2026, 1, 1))
    with pytest.raises(CalendarRangeError):
        _ = NO_CALENDAR.version


def test_no_working_day_is_counted_below_one() -> None:
    for count in (0, -1):
        with pytest.raises(ValueError, match="from 1"):
            CALENDAR.working_day_after(date(2026, 3, 2), count)


def test_an_explanation_tells_each_day_and_why_it_counts() -> None:
    lines = CALENDAR.explain(date(2026, 9, 18), 7)
    told = [(line.day.isoformat()[5:], line.kind, line.name, line.counted) for line in lines]
    assert told == [
        ("09-19", DayKind.WEEKEND, "", 0),
        ("09-20", DayKind.MAKE_UP, "", 1),
        ("09-21", DayKind.WORKDAY, "", 2),
        ("09-22", DayKind.WORKDAY, "", 3),
        ("09-23", DayKind.WORKDAY, "", 4),
        ("09-24", DayKind.WORKDAY, "", 5),
        ("09-25", DayKind.HOLIDAY, "中秋节", 5),
        ("09-26", DayKind.HOLIDAY, "中秋节", 5),
        ("09-27", DayKind.HOLIDAY, "中秋节", 5),
        ("09-28", DayKind.WORKDAY, "", 6),
        ("09-29", DayKind.WORKDAY, "", 7),
    ]
    assert not any(line.provisional for line in lines)
    assert lines[6].name_en == "Mid-Autumn Festival"


def test_an_explanation_past_the_last_notice_names_the_day_in_lieu() -> None:
    lines = {line.day: line for line in CALENDAR.explain(date(2027, 4, 30), 2)}
    assert [(line.kind, line.name) for line in lines.values()] == [
        (DayKind.HOLIDAY, "劳动节"),  # Saturday
        (DayKind.HOLIDAY, "劳动节"),
        (DayKind.IN_LIEU, "劳动节"),
        (DayKind.IN_LIEU, "劳动节"),
        (DayKind.WORKDAY, ""),
        (DayKind.WORKDAY, ""),
    ]
    assert all(line.provisional for line in lines.values())
    crossing = CALENDAR.explain(date(2026, 12, 22), 4)
    assert [(line.day.day, line.provisional) for line in crossing] == [(23, False), (24, False), (25, True), (26, True),
                                                                       (27, True), (28, True)]  # fmt: skip


@given(st.dates(FIRST, date(2098, 1, 1)), st.integers(1, 60), st.integers(1, 60), st.integers(0, 40))
def test_counting_is_even(start: date, first: int, more: int, later: int) -> None:
    due = CALENDAR.working_day_after(start, first)
    assert CALENDAR.is_working(due)
    assert CALENDAR.working_day_after(due, more) == CALENDAR.working_day_after(start, first + more)
    assert CALENDAR.working_day_after(start + timedelta(days=later), first) >= due
    assert sum(map(CALENDAR.is_working, days(start + ONE_DAY, due))) == first


@given(st.dates(FIRST, date(2098, 1, 1)), st.integers(1, 60))
def test_an_explanation_ends_with_the_due_day_and_its_count(start: date, count: int) -> None:
    lines = CALENDAR.explain(start, count)
    assert (lines[-1].day, lines[-1].counted) == (CALENDAR.working_day_after(start, count), count)
    assert [line.day for line in lines] == days(start + ONE_DAY, lines[-1].day)
    assert [line.working for line in lines] == [CALENDAR.is_working(line.day) for line in lines]


@given(st.sampled_from([day for day in days(FIRST, LAST) if not chinese_calendar.is_workday(day)]), st.integers(1, 30))
def test_from_a_holiday_the_count_is_that_from_the_last_working_day(start: date, count: int) -> None:
    worked = next((day for day in days(FIRST, start)[::-1] if CALENDAR.is_working(day)), None)
    if worked is not None:
        assert CALENDAR.working_day_after(start, count) == CALENDAR.working_day_after(worked, count)


def test_the_next_years_file_settles_what_was_provisional() -> None:
    december = DaysOff(date(2026, 12, 31), date(2026, 12, 31), "元旦", "New Year's Day")
    known = CALENDAR.with_year(year_2027(december, make_up=(date(2026, 12, 26),)))
    assert CALENDAR.version.startswith("2026.")
    assert known.version.startswith("2027.")
    assert known.announced_until == date(2027, 12, 24)
    assert CALENDAR.is_provisional(date(2026, 12, 24), date(2026, 12, 25))
    assert not known.is_provisional(date(2026, 12, 24), date(2027, 12, 24))
    assert known.is_working(date(2026, 12, 26))
    assert not known.is_working(date(2026, 12, 31))
    assert known.is_working(date(2027, 2, 9)), "in lieu by law, but the notice says nothing of it"
    assert CALENDAR.is_working(date(2026, 12, 31)), "the former calendar stays as it was"


def test_the_version_follows_every_change() -> None:
    first = CALENDAR.with_year(year_2027())
    assert first.version == CALENDAR.with_year(year_2027()).version
    second = first.with_year(year_2027(revision=2))
    assert len({CALENDAR.version, first.version, second.version}) == 3
    assert first.with_year(year_2027()) is first


def test_a_year_file_that_does_not_fit_is_refused_with_what_to_do() -> None:
    with pytest.raises(CalendarConflict, match="no file for 2027"):
        CALENDAR.with_year(YearFile(2028, 1, "", (), ()))
    known = CALENDAR.with_year(year_2027(revision=2))
    with pytest.raises(CalendarConflict, match="higher revision"):
        known.with_year(year_2027(revision=1))
    with pytest.raises(CalendarConflict, match="higher revision"):
        known.with_year(year_2027(revision=2, make_up=(date(2027, 1, 9),)))
    eve = DaysOff(date(2022, 12, 31), date(2022, 12, 31), "元旦", "New Year's Day")
    twice = YearFile(2022, 9, "", (eve,), ())
    with pytest.raises(CalendarConflict, match="2022-12-31 is named by the file of 2022 too"):
        CALENDAR.with_year(twice)


def test_a_calendar_begins_with_its_first_file() -> None:
    late = WorkingCalendar(CALENDAR.years[-2:], CALENDAR.statutory)
    assert not late.is_working(date(2025, 1, 1))
    with pytest.raises(CalendarRangeError, match="2025-01-01"):
        late.is_working(date(2024, 12, 31))
