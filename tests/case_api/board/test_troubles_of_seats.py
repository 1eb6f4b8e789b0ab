"""Which silent seats a lead is told of."""

from datetime import UTC, datetime, timedelta

import pytest

from case_api.board.limits import Limits
from case_api.board.seat_rows import Place
from case_api.board.troubles import of_seats
from hotline.board_doc import SeatRow

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LIMITS = Limits(*[timedelta(minutes=1)] * 5)


@pytest.mark.parametrize(("state", "missed"), [("ready", True), ("signed_out", False), ("practice", False)])
def test_nobody_is_missed_who_went_to_practice(state: str, missed: bool) -> None:
    row = SeatRow(seat="0042", sub_centre="north", queue="general", heard_at=NOW, silent=True, state=state)
    told = list(of_seats([row], {"0042": Place("north", "general", has_device=True)}, LIMITS, NOW))
    assert bool(told) is missed
