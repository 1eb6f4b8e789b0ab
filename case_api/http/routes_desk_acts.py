"""What a desk says of what it was told: a notice read, an answer seen, an order done or not."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.responses import Response

from case_api.board.counter import next_n
from case_api.board.hands import mark_seen
from case_api.board.notices import mark_read
from case_api.board.orders import settle
from case_api.http.acts import acted
from case_api.http.bodies import BodyRoute
from case_api.http.documented import PROBLEMS
from case_api.http.house import House, InHouse
from case_api.http.security import AskingPerson, AskingSignIn, DeviceOrSession
from case_api.problems import ProblemError
from case_api.shifts import leader_rota
from case_api.shifts.file_rows import AT_A_SEAT
from case_api.storage.engine import writing
from hotline.lead_acts_doc import OrderDone
from hotline.leader_doc import LeaderDayWords
from hotline.wire import Problem

router = APIRouter(prefix="/v1/desk", route_class=BodyRoute, tags=["desk"])


@router.post("/notices/{notice_id}/read", responses=PROBLEMS, status_code=204, response_class=Response)
async def read_notice(house: InHouse, asking: AskingPerson, notice_id: UUID) -> Response:
    """Say that who has signed in at this seat has read a notice."""
    seat = _seat(asking.seat)
    return await _kept(house, lambda conn, now, n: mark_read(conn, notice_id, seat, asking.operator, now, n))


@router.post("/hands/{hand_id}/seen", responses=PROBLEMS, status_code=204, response_class=Response)
async def see_answer(house: InHouse, asking: AskingPerson, hand_id: UUID) -> Response:
    """Say that the answer to a raised hand of this seat has been seen."""
    seat = _seat(asking.seat)
    return await _kept(house, lambda conn, now, n: mark_seen(conn, hand_id, seat, now, n))


@router.post("/orders/{order_id}/done", responses=PROBLEMS, status_code=204, response_class=Response)
async def settle_order(house: InHouse, asking: DeviceOrSession, order_id: UUID, asked: OrderDone) -> Response:
    """Say that this seat has done an order, or why it has not. An order that is over already stays as it is."""
    seat = _seat(asking.seat)
    return await _kept(house, lambda conn, now, n: settle(conn, order_id, seat, asked.refused, now, n))


@router.post("/leader-days/{leader_day_id}/words", responses=PROBLEMS, status_code=204, response_class=Response)
async def say_of_leader(house: InHouse, sign_in: AskingSignIn, leader_day_id: UUID, asked: LeaderDayWords) -> Response:
    """Write the sentence of who sits beside a leader into the summary of that day, in place of the one before."""
    await acted(house, sign_in, lambda act: leader_rota.say(act, leader_day_id, asked.words), *sorted(AT_A_SEAT))
    return Response(status_code=204)


def _seat(seat: str) -> str:
    if not seat:
        raise ProblemError(Problem.FORBIDDEN, 403, "This is for who has signed in at a seat.")
    return seat


async def _kept(house: House, keep: Callable[[Connection, datetime, int], None]) -> Response:
    def take() -> None:
        with writing(house.centre.engine) as conn:
            keep(conn, house.centre.now(), next_n(conn, telephony=False))

    await house.hands.write(take)
    house.board_now()
    return Response(status_code=204)
