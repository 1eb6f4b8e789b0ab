"""Shifts by the clock of a city: over midnight, over a year's end, at the very end."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from hotline.shifts import Shifts

ZONE = ZoneInfo("Asia/Shanghai")
THREE = Shifts.of("Asia/Shanghai", ("16:00", "00:00", "08:00"))
OVER_MIDNIGHT = Shifts.of("Asia/Shanghai", ("06:00", "14:00", "22:00"))


def _local(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=ZONE)  # type: ignore[arg-type]  # year, month, day, hour, minute


@pytest.mark.parametrize(
    ("moment", "hours", "day"),
    [
        (_local(2026, 11, 23, 8, 0), "08:00-16:00", date(2026, 11, 23)),
        (_local(2026, 11, 23, 15, 59), "08:00-16:00", date(2026, 11, 23)),
        (_local(2026, 11, 23, 16, 0), "16:00-00:00", date(2026, 11, 23)),
        (_local(2026, 11, 24, 0, 0), "00:00-08:00", date(2026, 11, 24)),
    ],
)
def test_a_moment_belongs_to_the_shift_that_has_begun(moment: datetime, hours: str, day: date) -> None:
    shift = THREE.at(moment.astimezone(UTC))
    assert shift is not None
    assert (shift.hours, shift.day) == (hours, day)


def test_a_shift_over_midnight_and_over_a_years_end_belongs_to_the_day_on_which_it_begins() -> None:
    shift = OVER_MIDNIGHT.at(_local(2027, 1, 1, 3, 0))
    assert shift is not None
    assert (shift.hours, shift.day) == ("22:00-06:00", date(2026, 12, 31))
    assert shift.ends - shift.begins == timedelta(hours=8)
    assert OVER_MIDNIGHT.after(shift).day == date(2027, 1, 1)


def test_a_shift_is_found_by_its_day_and_beginning_and_none_by_another_time() -> None:
    found = OVER_MIDNIGHT.beginning(date(2026, 12, 31), time(22))
    assert found == OVER_MIDNIGHT.at(_local(2027, 1, 1, 5, 59))
    assert OVER_MIDNIGHT.beginning(date(2026, 12, 31), time(21)) is None


def test_a_centre_without_shifts_has_none() -> None:
    assert Shifts.of("Asia/Shanghai", ()).at(_local(2026, 1, 1, 0, 0)) is None
