"""What leads do is shown at the desk that it is for, what waits for a seat on the board, and a number at one desk."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from case_api.http.house import House
from hotline.board_doc import BoardAnswer
from hotline.desk_doc import DeskNews
from tests.case_api.http.conftest import Clock
from tests.case_api.http.seat import SeatClient

from .acts import notice, signed_in, sits
from .beating import acknowledged, state
from .gave_up import AGAIN, FIRST, GAVE_UP, GAVE_UP_AGAIN, OTHER, PHONE, THIRD, calls_in, tell
from .test_hands import answered, hand
from .test_notices import sent
from .test_seat_orders import READY, TO_ENTERPRISE, given, settled


@pytest.fixture
async def south(client: httpx.AsyncClient, code_for: Callable[[str], str], clock: Clock) -> SeatClient:
    """Seat 0077, where 赵强 sits."""
    found = await SeatClient.enrolled(client, code_for("0077"), clock)
    await sits(found, "op-else")
    return found


@pytest.fixture
def house(app: FastAPI) -> House:
    found: House = app.state.house
    return found


def give_up(house: House) -> None:
    """Let a private caller and an enterprise give up, of which this process hears."""
    tell(house.centre, calls_in(FIRST, *GAVE_UP), calls_in(THIRD, *GAVE_UP_AGAIN, number=OTHER))
    house.board_now()


async def desk(seat: SeatClient) -> DeskNews:
    answer = await seat.http.get("/v1/desk", headers=seat.auth)
    assert answer.status_code == 200, answer.text
    return DeskNews.model_validate_json(answer.text)


async def waiting(client: httpx.AsyncClient, who: dict[str, str]) -> dict[str, list[str]]:
    """Return what waits to be done at which seats, as a board shows it."""
    answer = await client.get("/v1/board", headers=who)
    assert answer.status_code == 200, answer.text
    assert PHONE not in answer.text
    rows = BoardAnswer.model_validate_json(answer.text).seats
    return {row.seat: [order.value for order in row.orders] for row in rows if row.orders}


async def test_notices_answers_and_orders_come_to_their_desks_and_go(
    client: httpx.AsyncClient, seat: SeatClient, south: SeatClient
) -> None:
    await sits(seat)
    lead = await signed_in(client, "op-lead")
    raised = hand(seat)
    await acknowledged(seat, hand=raised)
    told = await sent(client, lead, notice("今晚有雨", "sub_centre:north", must_read=True))
    await answered(client, lead, raised["hand_id"], "我过来")
    order = (await given(client, lead, READY))["order"]["order_id"]
    news = await desk(seat)
    assert [(each.words, each.must_read, each.sent_by) for each in news.notices] == [("今晚有雨", True, "王芳")]
    assert news.hand
    assert (news.hand.words, news.hand.answered_by) == ("我过来", "王芳")
    assert [(each.value, each.given_by) for each in news.orders] == [("ready", "王芳")]
    assert await waiting(client, lead) == {"0042": ["ready"]}
    elsewhere = await desk(south)
    assert (elsewhere.notices, elsewhere.hand, elsewhere.orders) == ((), None, ())
    await client.post(f"/v1/desk/notices/{told['notice_id']}/read", headers=seat.person)
    await client.post(f"/v1/desk/hands/{raised['hand_id']}/seen", headers=seat.person)
    await settled(seat, order)
    news = await desk(seat)
    assert (news.notices, news.hand, news.orders) == ((), None, ())
    assert await waiting(client, lead) == {}


async def test_a_number_is_at_the_desk_of_who_took_the_caller_and_in_no_other_answer(
    client: httpx.AsyncClient, seat: SeatClient, south: SeatClient, house: House
) -> None:
    await sits(seat)
    lead = await signed_in(client, "op-lead")
    give_up(house)
    assert [(await desk(each)).missed_waiting for each in (seat, south)] == [1, 1]  # the other one is an enterprise
    claimed = await client.post(f"/v1/missed-callers/{FIRST}/claim", json={}, headers=seat.person)
    assert claimed.status_code == 200
    assert [(each.call_id, each.number) for each in (await desk(seat)).claimed] == [(FIRST, PHONE)]
    other = await desk(south)
    assert (other.claimed, other.missed_waiting) == ((), 0)
    seen = (await client.get("/v1/board", headers=lead)).json()
    listed = (await client.get("/v1/missed-callers", headers=lead)).json()
    assert seen["missed_waiting"] == len(listed["callers"]) == 2, "who is claimed is not reached yet"
    for path in ("/v1/board", "/v1/missed-callers", "/v1/board/notices", "/v1/board/orders"):
        assert PHONE not in (await client.get(path, headers=lead)).text
    await acknowledged(seat, state(2, "signed_out", seat.now()))
    house.board_now()
    assert [each.number for each in (await desk(seat)).claimed] == [""]
    await sits(seat, "op-lead", seq=3)
    house.board_now()
    assert [each.number for each in (await desk(seat)).claimed] == [""]


async def test_a_queue_that_was_taken_brings_its_callers_to_the_desk(
    client: httpx.AsyncClient, seat: SeatClient, house: House
) -> None:
    await sits(seat)
    tell(house.centre, calls_in(AGAIN, *GAVE_UP_AGAIN, number="19900000003"))
    give_up(house)
    assert (await desk(seat)).missed_waiting == 1
    told: dict[str, Any] = await given(client, await signed_in(client, "op-lead"), TO_ENTERPRISE)
    await settled(seat, told["order"]["order_id"])
    assert (await desk(seat)).missed_waiting == 2
