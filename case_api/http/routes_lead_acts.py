"""What a lead does to seats: notices, answers to raised hands, orders."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path

from case_api.board import hands, notices, orders
from case_api.board.acting import Acting
from case_api.http.acts import acted
from case_api.http.bodies import BodyRoute
from case_api.http.documented import PROBLEMS
from case_api.http.house import InHouse
from case_api.http.security import AskingPerson, AskingSignIn, needs_role
from case_api.storage.engine import reading
from hotline.codes import Role
from hotline.desk_doc import HandAnswer
from hotline.lead_acts_doc import (
    HandReply,
    NoticeList,
    NoticeReaders,
    NoticeRequest,
    OrderGiven,
    OrderList,
    SeatOrderRequest,
)
from hotline.shifts import Shifts

router = APIRouter(prefix="/v1/board", route_class=BodyRoute, tags=["board"])


@router.post("/notices", responses=PROBLEMS)
async def send_notice(house: InHouse, sign_in: AskingSignIn, asked: NoticeRequest) -> NoticeReaders:
    """Send a notice to a seat, a sub-centre or all, until the shift ends. The same id again is the same notice."""
    shifts = Shifts.of(house.centre.pack.time_zone, house.registry.settings.shift_ends)

    def send(act: Acting) -> NoticeReaders:
        return notices.readers_of(act.conn, notices.send(act, asked, shifts.next_end(act.now)))

    return await acted(house, sign_in, send, Role.LEAD)


@router.get("/notices", responses=PROBLEMS)
async def give_notices(house: InHouse, asking: AskingPerson) -> NoticeList:
    """Give the notices of the last 24 hours, newest first, with who has read each and who has not."""
    needs_role(asking, Role.LEAD)

    def look() -> NoticeList:
        with reading(house.centre.engine) as conn:
            return NoticeList(notices=notices.sent_since(conn, house.centre.now() - notices.LISTED))

    return await house.hands.read(look)


@router.get("/notices/{notice_id}", responses=PROBLEMS)
async def give_notice(house: InHouse, asking: AskingPerson, notice_id: UUID) -> NoticeReaders:
    """Give one notice with who has read it and who has not."""
    needs_role(asking, Role.LEAD)

    def look() -> NoticeReaders:
        with reading(house.centre.engine) as conn:
            return notices.readers_of(conn, notice_id)

    return await house.hands.read(look)


@router.post("/hands/{hand_id}/answer", responses=PROBLEMS)
async def answer_hand(house: InHouse, sign_in: AskingSignIn, hand_id: UUID, asked: HandReply) -> HandAnswer:
    """Answer a raised hand with a note onto its operator's screen. Of two leads the first one's note stands."""
    return await acted(house, sign_in, lambda act: hands.answer_hand(act, hand_id, asked.words), Role.LEAD)


@router.post("/seats/{seat}/orders", responses=PROBLEMS)
async def give_order(
    house: InHouse,
    sign_in: AskingSignIn,
    seat: Annotated[str, Path(pattern=r"^\d{4}$", examples=["0042"])],
    asked: SeatOrderRequest,
) -> OrderGiven:
    """Tell a seat to be ready, to pause, or to take another queue; the answer names the order that this replaced.

    The console does it, or says why not. An order to a silent seat waits, for an hour.
    """
    return await acted(house, sign_in, lambda act: orders.give_order(act, house.centre.pack, seat, asked), Role.LEAD)


@router.get("/orders", responses=PROBLEMS)
async def give_orders(house: InHouse, asking: AskingPerson) -> OrderList:
    """Give the orders of the last 24 hours, newest first, with what became of each."""
    needs_role(asking, Role.LEAD)

    def look() -> OrderList:
        now = house.centre.now()
        with reading(house.centre.engine) as conn:
            return OrderList(orders=orders.given_since(conn, now - orders.LISTED, now))

    return await house.hands.read(look)
