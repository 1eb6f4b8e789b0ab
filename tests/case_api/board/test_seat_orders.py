"""What leads want of seats: given once, replaced by a later one, done by the console or refused, and no longer than
it makes sense."""

from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select

from case_api.accounts.registry import Registry
from case_api.board.counter import newest_n, next_n
from case_api.board.orders import lapse, open_at, open_by_seat
from case_api.board.staffing import staffing_after
from case_api.centre import Centre
from case_api.storage.engine import reading, writing
from case_api.storage.tables_accounts import seats
from case_api.telephony.pauses import order_pauses
from case_api.telephony.switch import TelephonePause
from hotline.wire import Problem
from tests.case_api.http.conftest import Clock
from tests.case_api.http.seat import SeatClient, is_problem

from .acts import audited, signed_in, sits, two_leads, with_pauses

PAUSE = {"kind": "state", "value": "paused", "reason": "meal"}
READY = {"kind": "state", "value": "ready"}
TO_ENTERPRISE = {"kind": "queue", "value": "enterprise"}


async def ordered(
    client: httpx.AsyncClient, who: dict[str, str], order: dict[str, Any], seat: str = "0042"
) -> httpx.Response:
    asked = {"order_id": str(uuid4())} | order
    return await client.post(f"/v1/board/seats/{seat}/orders", json=asked, headers=who)


async def given(client: httpx.AsyncClient, who: dict[str, str], order: dict[str, Any]) -> dict[str, Any]:
    answer = await ordered(client, who, order)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def settled(seat: SeatClient, order_id: str, why_not: str = "") -> httpx.Response:
    return await seat.http.post(f"/v1/desk/orders/{order_id}/done", json={"refused": why_not}, headers=seat.auth)


async def fates(client: httpx.AsyncClient, who: dict[str, str]) -> list[tuple[str, str, str, str]]:
    """Return of each order, the oldest first: by whom, what became of it, who replaced it, why it was refused."""
    found = (await client.get("/v1/board/orders", headers=who)).json()["orders"]
    return [
        (each["order"]["given_by"], each["became"], each["replaced_by"], each["refused"]) for each in reversed(found)
    ]


def to_do(centre: Centre, seat: str = "0042") -> list[tuple[str, str, str]]:
    with reading(centre.engine) as conn:
        found = open_at(conn, seat, centre.now())
        assert open_by_seat(conn, centre.now()).get(seat, ()) == found
    return [(order.given_by, order.value, order.reason) for order in found]


async def test_a_seat_is_told_to_pause_and_says_that_it_has(
    client: httpx.AsyncClient, seat: SeatClient, centre: Centre
) -> None:
    with_pauses(centre)
    await sits(seat)
    lead = await signed_in(client, "op-lead")
    told = await given(client, lead, PAUSE)
    assert (told["replaced"], told["waits"]) == (None, False)
    assert to_do(centre) == [("王芳", "paused", "meal")]
    assert await fates(client, lead) == [("王芳", "waiting", "", "")]
    for why_not in ("", "talking"):  # what is over stays as it is
        assert (await settled(seat, told["order"]["order_id"], why_not)).status_code == 204
    assert to_do(centre) == []
    assert await fates(client, lead) == [("王芳", "done", "", "")]
    about = {"about": "0042", "order": told["order"]["order_id"], **PAUSE}
    assert audited(centre, "order_seat") == [("order_seat", "op-lead", about)]


async def test_of_two_leads_the_later_order_holds_and_both_can_read_so(
    client: httpx.AsyncClient, seat: SeatClient, centre: Centre, registry: Registry, clock: Clock
) -> None:
    with_pauses(centre)
    await sits(seat)
    lead, chief = await two_leads(client, registry)
    first = await given(client, lead, PAUSE)
    clock.pass_by(seconds=1)
    queue = await given(client, lead, TO_ENTERPRISE)
    assert queue["replaced"] is None  # another thing that is wanted of the seat
    second = await given(client, chief, READY)
    assert second["replaced"] == first["order"]
    assert to_do(centre) == [("王芳", "enterprise", ""), ("周涛", "ready", "")]
    ends = [("王芳", "replaced", "周涛", ""), ("王芳", "waiting", "", ""), ("周涛", "waiting", "", "")]
    assert await fates(client, lead) == ends
    assert (await settled(seat, first["order"]["order_id"])).status_code == 204  # the console had it on its way
    assert await fates(client, lead) == ends
    assert (await settled(seat, second["order"]["order_id"], "talking")).status_code == 204
    assert (await fates(client, chief))[-1] == ("周涛", "refused", "", "talking")


async def test_an_order_to_a_silent_seat_waits_and_lapses_after_an_hour(
    client: httpx.AsyncClient, centre: Centre, clock: Clock
) -> None:
    lead = await signed_in(client, "op-lead")
    assert (await given(client, lead, READY))["waits"] is True
    clock.pass_by(minutes=59)
    assert to_do(centre) == [("王芳", "ready", "")]
    clock.pass_by(minutes=1)
    assert to_do(centre) == []
    assert await fates(client, lead) == [("王芳", "lapsed", "", "")]
    assert (await given(client, lead, READY))["replaced"] is None
    with writing(centre.engine) as conn:
        before = newest_n(conn)
        assert lapse(conn, centre.now()) == 1
        assert (newest_n(conn), lapse(conn, centre.now())) == (before + 1, 0)
    assert await fates(client, lead) == [("王芳", "lapsed", "", ""), ("王芳", "waiting", "", "")]


async def test_an_order_that_was_done_before_the_line_went_is_done_however_late_it_is_said(
    client: httpx.AsyncClient, seat: SeatClient, centre: Centre, clock: Clock
) -> None:
    lead = await signed_in(client, "op-lead")
    told = await given(client, lead, TO_ENTERPRISE)
    clock.pass_by(minutes=60)
    with writing(centre.engine) as conn:
        assert lapse(conn, centre.now()) == 1
    seat.token = (await seat.ask_token()).json()["token"]
    assert (await settled(seat, told["order"]["order_id"])).status_code == 204
    assert await fates(client, lead) == [("王芳", "done", "", "")]
    with reading(centre.engine) as conn:
        assert conn.scalar(select(seats.c.queue).where(seats.c.seat == "0042")) == "enterprise"


async def test_a_queue_that_was_changed_is_the_seat_s_and_the_switch_is_told(
    client: httpx.AsyncClient, seat: SeatClient, centre: Centre
) -> None:
    await sits(seat)
    lead = await signed_in(client, "op-lead")
    refused, done = [(await given(client, lead, TO_ENTERPRISE))["order"]["order_id"] for _ in range(2)]
    with reading(centre.engine) as conn:
        before = newest_n(conn)
    await settled(seat, refused)  # it was replaced
    with reading(centre.engine) as conn:
        assert staffing_after(conn, before).seats == {}
    await settled(seat, done)
    with reading(centre.engine) as conn:
        assert staffing_after(conn, before).seats["0042"].queue == "enterprise"
        assert conn.scalar(select(seats.c.queue).where(seats.c.seat == "0042")) == "enterprise"


async def test_the_same_order_again_is_one_and_another_under_its_id_is_refused(
    client: httpx.AsyncClient, centre: Centre, registry: Registry
) -> None:
    lead, chief = await two_leads(client, registry)
    order = READY | {"order_id": str(uuid4())}
    first = await given(client, lead, order)
    assert await given(client, lead, order) == first
    for other, who, at in ((TO_ENTERPRISE, lead, "0042"), (READY, chief, "0042"), (READY, lead, "0043")):
        answer = await ordered(client, who, order | other, at)
        assert is_problem(answer, Problem.INVALID, 422)
    assert len(audited(centre, "order_seat")) == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "state", "value": "talking"}, "value"),
        ({"kind": "state", "value": "enterprise"}, "value"),
        ({"kind": "queue", "value": "other"}, "value"),
        ({"kind": "state", "value": "paused"}, "reason"),
        ({"kind": "state", "value": "paused", "reason": "because"}, "reason"),
        ({"kind": "state", "value": "ready", "reason": "meal"}, "reason"),
        ({"kind": "queue", "value": "general", "reason": "meal"}, "reason"),
    ],
)
async def test_what_no_seat_can_be_told_is_refused_with_what_can(
    client: httpx.AsyncClient, centre: Centre, registry: Registry, wrong: dict[str, Any], field: str
) -> None:
    with_pauses(centre)
    answer = await ordered(client, await signed_in(client, "op-lead"), wrong)
    assert is_problem(answer, Problem.INVALID, 422)
    assert answer.json()["field"] == field
    assert to_do(centre) == []


async def test_an_order_to_no_seat_and_one_of_another_seat(
    client: httpx.AsyncClient, seat: SeatClient, centre: Centre
) -> None:
    lead = await signed_in(client, "op-lead")
    assert is_problem(await ordered(client, lead, READY, "9999"), Problem.NOT_FOUND, 404)
    assert is_problem(await ordered(client, lead, READY, "%00"), Problem.INVALID, 422)
    other = (await ordered(client, lead, READY, "0043")).json()["order"]["order_id"]
    assert is_problem(await settled(seat, other), Problem.NOT_FOUND, 404)
    assert is_problem(await settled(seat, other, "a\0b"), Problem.INVALID, 422)
    answer = await client.post(f"/v1/desk/orders/{other}/done", json={}, headers=lead)
    assert is_problem(answer, Problem.FORBIDDEN, 403)


async def test_what_was_done_at_the_telephone_stands_beside_the_orders_of_leads_but_is_none_of_theirs(
    client: httpx.AsyncClient, seat: SeatClient, centre: Centre, clock: Clock
) -> None:
    await sits(seat)
    with writing(centre.engine) as conn:
        order_pauses(conn, [TelephonePause("0042", True, clock(), "meal")], next_n(conn))
    lead = await signed_in(client, "op-lead")
    assert to_do(centre) == [("", "paused", "meal")]
    assert await fates(client, lead) == []
    clock.pass_by(seconds=1)
    replaced = (await given(client, lead, READY))["replaced"]
    assert (replaced["given_by"], replaced["value"]) == ("", "paused")
    assert to_do(centre) == [("王芳", "ready", "")]
