"""Cases of other channels: filed once under a number of the centre, in the same queue, proposed for merging."""

from typing import Any

import httpx
import pytest

from hotline.wire import Problem

from .conftest import PASSWORD, Clock
from .seat import SeatClient, bearer, is_problem

INTAKE = {
    "channel": "wechat", "outside_no": "WX-417", "case_type": "QZ", "class_code": "010101", "area_code": "9101",
    "content": "友谊路路灯不亮", "caller_phone": "199 0000 1234",
}  # fmt: skip


async def portal(client: httpx.AsyncClient) -> dict[str, str]:
    """Sign an account in that has no seat."""
    answer = await client.post("/v1/sessions", json={"operator_id": "op-088", "password": PASSWORD})
    return bearer(answer.json()["token"])


async def filed(client: httpx.AsyncClient, who: dict[str, str], **changes: Any) -> httpx.Response:
    return await client.post("/v1/cases", json={"intake": {**INTAKE, **changes}}, headers=who)


async def test_a_case_of_a_channel_waits_for_dispatch_under_a_number_of_the_centre(seat: SeatClient) -> None:
    who = await portal(seat.http)
    answer = await filed(seat.http, who)
    assert answer.status_code == 201, answer.text
    said = answer.json()
    order = (await seat.http.get(f"/v1/cases/{said['case_id']}", headers=who)).json()["order"]
    assert (order["order_no"], order["state"], order["channel"], order["outside_no"]) == (
        said["number"], "to_dispatch", "wechat", "WX-417",
    )  # fmt: skip
    assert order["caller_phone"] == "199****1234"


async def test_the_same_outside_number_is_the_same_case(seat: SeatClient) -> None:
    who = await portal(seat.http)
    first, again = await filed(seat.http, who), await filed(seat.http, who, content="又写了一遍")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == {**first.json(), "known": True}
    other = await filed(seat.http, who, channel="weibo")
    assert other.json()["number"] != first.json()["number"]


@pytest.mark.parametrize("changes", [{"channel": "phone"}, {"outside_no": " "}, {"content": "字" * 4001}])
async def test_what_no_channel_can_send_is_refused_with_what_to_do(seat: SeatClient, changes: dict[str, str]) -> None:
    answer = await filed(seat.http, await portal(seat.http), **changes)
    assert is_problem(answer, Problem.INVALID, 422)


async def test_a_case_that_lacks_something_is_refused_and_not_kept(seat: SeatClient) -> None:
    who = await portal(seat.http)
    answer = await filed(seat.http, who, class_code="")
    assert is_problem(answer, Problem.REFUSED, 409)
    assert (answer.json()["code"], answer.json()["field"]) == ("missing_field", "class_code")
    assert (await filed(seat.http, who)).status_code == 201


async def test_another_ones_case_of_the_same_class_and_place_is_likely_for_14_days(
    seat: SeatClient, clock: Clock
) -> None:
    who = await portal(seat.http)
    ids = []
    for place, days in enumerate((0, 14, 1)):
        clock.pass_by(days=days)
        who = await portal(seat.http)
        answer = await filed(seat.http, who, outside_no=f"WX-{place}", caller_phone=f"199 0000 999{place}")
        ids.append(answer.json()["case_id"])
    for place, found in ((1, {ids[0], ids[2]}), (2, {ids[1]})):
        answer = await seat.http.get(f"/v1/cases/{ids[place]}/likely", headers=who)
        assert {each["order"]["id"] for each in answer.json()["cases"]} == found


async def test_the_same_citizen_by_two_channels_is_proposed_first(seat: SeatClient) -> None:
    await seat.sign_in("op-088", PASSWORD)
    by_phone = seat.filed()
    await seat.push(by_phone)
    who = await portal(seat.http)
    stranger = await filed(seat.http, who, outside_no="WX-1", caller_phone="199 0000 9999")
    by_wechat = (await filed(seat.http, who)).json()
    answer = await seat.http.get(f"/v1/cases/{by_wechat['case_id']}/likely", headers=who)
    found = [(each["order"]["id"], each["same_caller"]) for each in answer.json()["cases"]]
    assert found[0] == (by_phone["case_id"], True)
    assert (stranger.json()["case_id"], False) in found
    assert all("1234" not in each["order"]["caller_phone"][:7] for each in answer.json()["cases"])
