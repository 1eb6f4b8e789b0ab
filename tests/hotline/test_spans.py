"""Hours and days by the city's clock."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hotline.spans import Span, day_span, hour_span, week_before

_TANGSHAN = ZoneInfo("Asia/Shanghai")
_WITH_SUMMER_TIME = ZoneInfo("America/Los_Angeles")


def test_a_day_goes_from_midnight_to_midnight_of_the_city() -> None:
    day = day_span(date(2026, 11, 23), _TANGSHAN)
    assert day == Span(datetime(2026, 11, 22, 16, tzinfo=UTC), datetime(2026, 11, 23, 16, tzinfo=UTC))
    assert day.since in day
    assert day.until not in day


def test_a_day_on_which_clocks_are_put_back_has_25_hours() -> None:
    assert day_span(date(2026, 11, 1), _WITH_SUMMER_TIME).length == timedelta(hours=25)
    second_one = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
    assert hour_span(second_one, _WITH_SUMMER_TIME).since == datetime(2026, 11, 1, 9, tzinfo=UTC)
    assert hour_span(second_one - timedelta(hours=1), _WITH_SUMMER_TIME).since == datetime(2026, 11, 1, 8, tzinfo=UTC)


def test_the_hour_of_a_moment_and_the_same_of_last_week() -> None:
    moment = datetime(2027, 1, 1, 0, 20, tzinfo=_TANGSHAN)
    hour = hour_span(moment, _TANGSHAN)
    assert hour.since.astimezone(_TANGSHAN) == datetime(2027, 1, 1, 0, 0, tzinfo=_TANGSHAN)
    assert week_before(moment, _TANGSHAN) == datetime(2026, 12, 25, 0, 20, tzinfo=_TANGSHAN)
    after_the_change = datetime(2026, 11, 4, 10, 0, tzinfo=_WITH_SUMMER_TIME)
    assert week_before(after_the_change, _WITH_SUMMER_TIME) == datetime(2026, 10, 28, 17, 0, tzinfo=UTC)


def test_what_of_a_span_is_over() -> None:
    hour = hour_span(datetime(2026, 11, 23, 10, 20, tzinfo=_TANGSHAN), _TANGSHAN)
    assert hour.so_far(hour.since + timedelta(minutes=20)).length == timedelta(minutes=20)
    assert hour.so_far(hour.until + timedelta(days=1)) == hour
    assert hour.so_far(hour.since - timedelta(days=1)).length == timedelta(0)


def test_a_span_needs_two_moments_in_their_order() -> None:
    with pytest.raises(ValueError, match="does not end before it begins"):
        Span(datetime(2026, 11, 23, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC))
    with pytest.raises(ValueError, match="without a time zone"):
        Span(datetime(2026, 11, 22), datetime(2026, 11, 23, tzinfo=UTC))  # noqa: DTZ001
