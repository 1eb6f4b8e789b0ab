"""Who should sit at a seat by the roster and does not is trouble on the lead's board, until somebody sits there."""

import pytest

from case_api.centre import Centre
from case_api.settings import Settings
from case_api.shifts.roster import keep_roster
from case_api.shifts.roster_file import Sitting
from case_api.storage.engine import writing
from hotline.board_doc import BoardAnswer
from hotline.shifts import Shifts
from tests.case_api.http.conftest import PASSWORD, Clock
from tests.case_api.http.seat import SeatClient

from .beating import acknowledged, state
from .ringing import board

SHIFT_ENDS = ("02:00", "10:00", "18:00")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A centre one of whose shifts begins with the clock of the tests, at 18:00 in the city."""
    return settings.model_copy(update={"shift_ends": SHIFT_ENDS})


def rostered(centre: Centre, **seats: str) -> None:
    """Let the roster of the shift that is on name who sits where, such as `s0042="op-088"`."""
    shift = Shifts.of("Asia/Shanghai", SHIFT_ENDS).at(centre.now())
    assert shift is not None
    sittings = [Sitting(shift.begins, seat[1:], operator) for seat, operator in seats.items()]
    with writing(centre.engine) as conn:
        keep_roster(conn, sittings, "roster.csv", centre.now())


def absent(answer: BoardAnswer) -> list[tuple[str, str]]:
    return [(each.seat, each.words) for each in answer.troubles if each.kind == "absent"]


async def test_ten_minutes_into_the_shift_an_empty_seat_is_trouble_until_somebody_sits_there(
    seat: SeatClient, lead: SeatClient, centre: Centre, clock: Clock
) -> None:
    rostered(centre, s0042="op-088")
    clock.pass_by(minutes=10)
    early = await board(lead)
    assert (absent(early), early.not_as_rostered) == ([], {"0042": "李明"})
    clock.pass_by(minutes=1)
    assert absent(await board(lead)) == [("0042", "李明")]
    assert (await seat.sign_in("op-088", PASSWORD)).status_code == 200
    await acknowledged(seat, state(1, "ready", clock(), operator_id="op-088"))
    there = await board(lead)
    assert (absent(there), there.not_as_rostered) == ([], {})


async def test_a_lead_at_the_board_of_the_seat_that_the_roster_names_is_there(
    lead: SeatClient, centre: Centre, clock: Clock
) -> None:
    rostered(centre, s0043="op-lead", s0042="op-088")
    await acknowledged(lead)
    clock.pass_by(minutes=30)
    assert (await lead.sign_in("op-lead", PASSWORD)).status_code == 200
    answer = await board(lead)
    assert (absent(answer), answer.not_as_rostered) == ([("0042", "李明")], {"0042": "李明"}), "0043 stands in neither"


async def test_somebody_else_in_the_place_is_no_trouble_but_said_of_the_seat(
    seat: SeatClient, lead: SeatClient, centre: Centre, clock: Clock
) -> None:
    rostered(centre, s0042="op-else")
    clock.pass_by(minutes=30)
    assert (await seat.sign_in("op-088", PASSWORD)).status_code == 200
    await acknowledged(seat, state(1, "ready", clock(), operator_id="op-088"))
    answer = await board(lead)
    assert (absent(answer), answer.not_as_rostered) == ([], {"0042": "赵强"})


async def test_who_signs_out_long_before_the_end_is_missed_after_ten_minutes_and_not_in_the_next_shift(
    seat: SeatClient, lead: SeatClient, centre: Centre, clock: Clock
) -> None:
    rostered(centre, s0042="op-088")
    assert (await seat.sign_in("op-088", PASSWORD)).status_code == 200
    await acknowledged(seat, state(1, "ready", clock(), operator_id="op-088"))
    clock.pass_by(hours=2)
    await acknowledged(seat, state(2, "signed_out", clock(), operator_id="op-088"))
    clock.pass_by(minutes=9)
    await acknowledged(seat)
    assert absent(await board(lead)) == []
    clock.pass_by(minutes=2)
    assert absent(await board(lead)) == [("0042", "李明")]
    clock.pass_by(hours=6)
    over = await board(lead)
    assert (absent(over), over.not_as_rostered) == ([], {})
