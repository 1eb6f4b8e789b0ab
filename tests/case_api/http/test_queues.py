"""Work lists over HTTP: by a session or at a seat by a grant, page by page, each role its own."""

from uuid import uuid4

import httpx
import pytest

from case_api.accounts.registry import Registry
from case_api.accounts.users import add_user
from case_api.centre import Centre
from case_api.storage.engine import writing
from hotline.codes import Role
from hotline.queue_doc import QueuePage
from hotline.wire import Problem

from .conftest import PASSWORD, Clock
from .seat import SeatClient, bearer, is_problem


@pytest.fixture
def url(database_url: str) -> str:
    """The database of the centre: SQLite and PostgreSQL."""
    return database_url


async def _signed_in(client: httpx.AsyncClient, operator_id: str) -> dict[str, str]:
    answer = await client.post("/v1/sessions", json={"operator_id": operator_id, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    return bearer(answer.json()["token"])


async def _give(client: httpx.AsyncClient, who: dict[str, str], case_id: str, op: str, **payload: object) -> None:
    headers = {**who, "Idempotency-Key": str(uuid4())}
    answer = await client.post(f"/v1/cases/{case_id}/commands", json={"op": op, "payload": payload}, headers=headers)
    assert answer.status_code == 200, answer.text


async def _page(client: httpx.AsyncClient, who: dict[str, str], queue: str, **asked: object) -> QueuePage:
    answer = await client.get(f"/v1/queues/{queue}", params=asked, headers=who)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    return QueuePage.model_validate_json(answer.text)


async def test_a_case_goes_from_the_dispatchers_list_to_its_units(
    seat: SeatClient, centre: Centre, registry: Registry, clock: Clock
) -> None:
    with writing(centre.engine) as conn:
        add_user(conn, registry.passwords, "water", "water", [Role.UNIT], PASSWORD, unit="W", at=clock())
    await seat.sign_in("op-088", PASSWORD)
    mutation = seat.filed()
    await seat.push(mutation)
    dispatcher, water = await _signed_in(seat.http, "dispatch"), await _signed_in(seat.http, "water")
    (line,) = (await _page(seat.http, dispatcher, "dispatch")).lines
    assert (str(line.order.id), [each.unit for each in line.proposed]) == (mutation["case_id"], ["W"])
    assert line.order.caller_phone == "199****1234"
    assert (await _page(seat.http, water, "unit")).lines == ()
    hidden = await seat.http.get(f"/v1/cases/{mutation['case_id']}", headers=water)
    assert is_problem(hidden, Problem.NOT_FOUND, 404)
    await _give(seat.http, dispatcher, mutation["case_id"], "assign", unit="W")
    assert (await _page(seat.http, dispatcher, "dispatch")).counts.waiting == 0
    assert (await _page(seat.http, water, "unit")).counts.waiting == 1
    shown = await seat.http.get(f"/v1/cases/{mutation['case_id']}", headers=water)
    assert shown.json()["order"]["at_unit"] == "W"
    await _give(seat.http, water, mutation["case_id"], "sign")
    await seat.push(seat.filed())
    (line,) = (await _page(seat.http, dispatcher, "dispatch")).lines
    assert [(each.unit, each.times, each.share, each.last_at) for each in line.proposed] == [("W", 1, 100, clock())]
    assert is_problem(await seat.http.get("/v1/queues/dispatch", headers=water), Problem.FORBIDDEN, 403)


async def test_pages_follow_each_other(seat: SeatClient, clock: Clock) -> None:
    await seat.sign_in("op-088", PASSWORD)
    filed = []
    for _ in range(5):
        clock.pass_by(minutes=1)
        filed.append(seat.filed())
        await seat.push(filed[-1])
    who = await _signed_in(seat.http, "dispatch")
    found, cursor = [], ""
    for size in (2, 2, 1):
        page = await _page(seat.http, who, "dispatch", limit=2, cursor=cursor)
        assert (len(page.lines), page.counts.waiting, page.as_of) == (size, 5, clock())
        found += [str(line.order.id) for line in page.lines]
        cursor = page.next or ""
    assert (found, cursor) == ([mutation["case_id"] for mutation in filed], "")


async def test_a_lead_at_a_seat_without_a_line_asks_by_the_grant(seat: SeatClient) -> None:
    await seat.sign_in("op-lead", PASSWORD)
    await seat.push(seat.filed() | {"operator_id": "op-lead"})
    assert (await _page(seat.http, seat.by_grant, "dispatch")).counts.waiting == 1
    assert is_problem(await seat.http.get("/v1/queues/dispatch", headers=seat.auth), Problem.AUTH_REQUIRED, 401)
    assert is_problem(await seat.http.get("/v1/queues/callback", headers=seat.by_grant), Problem.FORBIDDEN, 403)


@pytest.mark.parametrize(
    "asked", ["seat", "parent", "dispatch?limit=0", "dispatch?limit=201", "dispatch?cursor=AAAA", "dispatch?limit=x"]
)
async def test_what_is_no_work_list_and_no_page_is_refused(seat: SeatClient, asked: str) -> None:
    who = await _signed_in(seat.http, "dispatch")
    assert is_problem(await seat.http.get(f"/v1/queues/{asked}", headers=who), Problem.INVALID, 422)
