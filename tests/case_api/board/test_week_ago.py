"""What stands beside today's figures: the same weekday a week ago up to the same time, where the centre knows of it."""

from datetime import datetime, timedelta

import pytest

from case_api.board.week_ago import WeekAgo
from case_api.centre import Centre
from case_api.storage.engine import reading
from tests.case_api.http.conftest import PASSWORD, START, Clock
from tests.case_api.http.seat import SeatClient

from .ringing import Kind, ring, told

WEEK = timedelta(days=7)


def looked(centre: Centre, *at: datetime) -> WeekAgo:
    """Return what a process tells at the last of some moments that has looked at each of them."""
    found = WeekAgo(centre.pack, at[0])
    with reading(centre.engine) as conn:
        for now in at:
            found.move_on(conn, now)
    return found


def offered(found: WeekAgo) -> tuple[int | None, int | None]:
    day, hour = (each.offered if each is not None else None for each in (found.day, found.hour))
    return day, hour


@pytest.mark.parametrize(
    ("later", "known"),
    [
        (timedelta(), (None, None)),
        (timedelta(hours=1), (None, 0)),
        (timedelta(days=1), (0, 0)),
    ],
)
def test_of_a_time_before_the_centre_heard_of_any_call_nothing_is_said(
    centre: Centre, later: timedelta, known: tuple[int | None, int | None]
) -> None:
    assert offered(looked(centre, START + later)) == (None, None)
    told(centre, [ring(1, Kind.OFFERED, START - WEEK + timedelta(minutes=5))])
    assert offered(looked(centre, START + later)) == known


def test_a_process_that_has_just_begun_says_what_one_says_that_has_long_been_there(centre: Centre) -> None:
    since = START - WEEK - timedelta(days=2)
    told(centre, [ring(n, Kind.OFFERED, since + timedelta(minutes=7 * n)) for n in range(600)])
    moments = [START + timedelta(minutes=minutes) for minutes in (0, 1, 59, 61, 200, 359, 361, 480)]
    for place, now in enumerate(moments):
        long_there = looked(centre, *moments[: place + 1])
        assert offered(long_there) == offered(looked(centre, now)), now
        day, hour = offered(long_there)
        assert day is not None, "there is something to compare"
        assert hour is not None


async def test_cases_of_today_stand_beside_those_of_a_week_ago_up_to_the_same_time(
    centre: Centre, seat: SeatClient, clock: Clock
) -> None:
    assert looked(centre, START).filed is None
    await seat.sign_in("op-088", PASSWORD)
    clock.pass_by(days=-1)
    for later in ({"days": 1}, {"minutes": 20}, {}):
        await seat.push(seat.filed())
        clock.pass_by(**later)
    filed = [looked(centre, START + WEEK + timedelta(minutes=minutes)).filed for minutes in (-1440, 0, 1, 21)]
    assert filed[0] is None, "that day the centre was only begun"
    assert [each and each.by_outcome for each in filed[1:]] == [{}, {"file_case": 1}, {"file_case": 2}]
