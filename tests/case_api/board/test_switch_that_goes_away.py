"""The switch goes away and comes back: desk, board and wall are told so, and what is told again counts once."""

import pytest
from fastapi import FastAPI

from case_api.accounts.displays import add_display
from case_api.board.limits import SWITCH_UNHEARD_AFTER
from case_api.centre import Centre
from case_api.storage.engine import writing
from case_api.telephony.line import note_switch
from case_api.worker import LEASE, take_lease
from hotline.wall_doc import WallAnswer
from tests.case_api.http.conftest import START, Clock
from tests.case_api.http.seat import SeatClient, bearer

from .ringing import Kind, board, ring, switch_is_there, told
from .test_desks import desk

Said = tuple[bool | None, bool, bool, int, int]


class ThreeScreens:
    """What a desk, a board and a wall are told of the switch, and how many calls board and wall count."""

    def __init__(self, seat: SeatClient, lead: SeatClient, app: FastAPI, centre: Centre) -> None:
        self._seat, self._lead, self._app, self._centre = seat, lead, app, centre
        with writing(centre.engine) as conn:
            self._token = add_display(conn, "大厅", at=START)

    async def said(self) -> Said:
        news = await desk(self._seat, self._app)
        of_board = await board(self._lead)
        answer = await self._lead.http.get("/v1/wall", headers=bearer(self._token))
        wall = WallAnswer.model_validate_json(answer.content)
        assert wall.as_of == of_board.as_of
        return news.switch_up, of_board.switch_up, wall.current, of_board.figures.offered, wall.figures.offered


@pytest.fixture
def screens(seat: SeatClient, lead: SeatClient, app: FastAPI, centre: Centre) -> ThreeScreens:
    return ThreeScreens(seat, lead, app, centre)


def renewed(centre: Centre) -> None:
    with writing(centre.engine) as conn:
        assert take_lease(conn, LEASE, "the-worker", centre.now())


@pytest.mark.parametrize("cause", ["its line", "the worker"])
async def test_each_screen_is_told_and_what_is_told_again_counts_once(
    screens: ThreeScreens, centre: Centre, clock: Clock, cause: str
) -> None:
    calls = [ring(number, Kind.OFFERED, START) for number in (1, 2)]
    switch_is_there(centre)
    told(centre, calls[:1])
    assert await screens.said() == (True, True, True, 1, 1)

    if cause == "its line":
        clock.pass_by(seconds=1)
        renewed(centre)
        with writing(centre.engine) as conn:
            note_switch(conn, up=False, since=clock())
    else:
        clock.pass_by(seconds=SWITCH_UNHEARD_AFTER.total_seconds() + 0.1)
    assert await screens.said() == (False, False, False, 1, 1)

    clock.pass_by(seconds=20)
    renewed(centre)
    with writing(centre.engine) as conn:
        note_switch(conn, up=True, since=clock())
    told(centre, [*calls, *calls])
    assert await screens.said() == (True, True, True, 2, 2)
