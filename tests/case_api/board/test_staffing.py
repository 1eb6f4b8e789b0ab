"""Who may be called: what the consoles say of themselves, as the switch is told it."""

import pytest

from case_api.board.staffing import staffing_after
from case_api.centre import Centre
from case_api.storage.engine import reading
from case_api.telephony.switch import Staffing
from tests.case_api.http.conftest import START
from tests.case_api.http.seat import SeatClient

from .beating import acknowledged, state


def staffed(centre: Centre) -> dict[str, Staffing]:
    with reading(centre.engine) as conn:
        return staffing_after(conn, 0).seats


async def test_of_a_console_that_only_gave_a_sign_of_life_nothing_is_known(seat: SeatClient, centre: Centre) -> None:
    await acknowledged(seat)
    assert staffed(centre) == {}


@pytest.mark.parametrize(
    ("told", "reason", "available"),
    [("ready", "", True), ("talking", "", True), ("wrap_up", "", False), ("paused", "meal", False)],
)
async def test_a_seat_may_be_called_or_not_by_its_state(
    seat: SeatClient, centre: Centre, told: str, reason: str, available: bool
) -> None:
    await acknowledged(seat, state(1, told, START, reason=reason))
    assert staffed(centre) == {"0042": Staffing(available, "general", "" if available else reason or told)}
