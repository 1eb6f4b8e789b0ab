"""Who may act on seats: leads; an operator only says what their own seat has read, seen and done."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import func, select

from case_api.accounts.displays import add_display
from case_api.accounts.registry import Registry
from case_api.accounts.users import add_user
from case_api.centre import Centre
from case_api.storage.engine import reading, writing
from case_api.storage.tables_audit import case_events
from hotline.codes import Role
from hotline.wire import Problem
from tests.case_api.http.conftest import PASSWORD, START
from tests.case_api.http.seat import SeatClient, bearer, is_problem

from .acts import notice, signed_in, sits

HAND = UUID(int=7)
LEADS_ALONE: list[tuple[str, str, dict[str, Any] | None]] = [
    ("POST", "/v1/board/notices", notice("早会九点")),
    ("GET", "/v1/board/notices", None),
    ("GET", f"/v1/board/notices/{HAND}", None),
    ("POST", f"/v1/board/hands/{HAND}/answer", {"words": "我过来"}),
    ("POST", "/v1/board/seats/0042/orders", {"order_id": str(uuid4()), "kind": "state", "value": "ready"}),
    ("GET", "/v1/board/orders", None),
]
CALLING_BACK: list[tuple[str, str, dict[str, Any] | None]] = [
    ("GET", "/v1/missed-callers", None),
    ("POST", f"/v1/missed-callers/{HAND}/claim", {}),
    ("POST", f"/v1/missed-callers/{HAND}/release", None),
    ("POST", f"/v1/missed-callers/{HAND}/tried", {"reached": True}),
]
AT_A_SEAT: list[tuple[str, str, dict[str, Any] | None]] = [
    ("POST", f"/v1/desk/notices/{HAND}/read", None),
    ("POST", f"/v1/desk/hands/{HAND}/seen", None),
    ("POST", f"/v1/desk/orders/{HAND}/done", {}),
]


@pytest.fixture
def url(sqlite_url: str) -> str:
    """Who may do what does not hang on the engine."""
    return sqlite_url


async def _answers(
    client: httpx.AsyncClient, who: dict[str, str], routes: list[tuple[str, str, dict[str, Any] | None]]
) -> list[httpx.Response]:
    return [await client.request(method, path, json=body, headers=who) for method, path, body in routes]


async def test_who_is_no_lead_acts_on_no_seat(client: httpx.AsyncClient, seat: SeatClient, centre: Centre) -> None:
    await sits(seat)
    before = _rows(centre)
    for who in (seat.person, seat.by_grant, await signed_in(client, "dispatch"), await signed_in(client, "admin")):
        for answer in await _answers(client, who, LEADS_ALONE):
            assert is_problem(answer, Problem.FORBIDDEN, 403)
    for who in (await signed_in(client, "dispatch"), await signed_in(client, "admin")):
        for answer in await _answers(client, who, CALLING_BACK):
            assert is_problem(answer, Problem.FORBIDDEN, 403)
    assert _rows(centre) == before


async def test_a_wall_and_a_seat_with_nobody_at_it_are_nobody(
    client: httpx.AsyncClient, seat: SeatClient, centre: Centre
) -> None:
    with writing(centre.engine) as conn:
        wall = bearer(add_display(conn, "大厅", at=START))
    for answer in await _answers(client, wall, LEADS_ALONE + CALLING_BACK + AT_A_SEAT):
        assert is_problem(answer, Problem.AUTH_REQUIRED, 401)
    for answer in await _answers(client, seat.auth, LEADS_ALONE + CALLING_BACK + AT_A_SEAT[:2]):
        assert is_problem(answer, Problem.AUTH_REQUIRED, 401)
    for answer in await _answers(client, await signed_in(client, "op-lead"), AT_A_SEAT):
        assert is_problem(answer, Problem.FORBIDDEN, 403)


async def test_a_lead_at_a_seat_without_a_line_acts_by_the_grant_and_the_audit_has_both(
    seat: SeatClient, centre: Centre
) -> None:
    await seat.sign_in("op-lead", PASSWORD)
    answer = await seat.http.post("/v1/board/notices", json=notice("早会九点"), headers=seat.by_grant)
    assert answer.status_code == 200
    with reading(centre.engine) as conn:
        row = conn.execute(select(case_events).where(case_events.c.op == "send_notice")).one()
    assert (row.operator_id, row.seat, row.case_id) == ("op-lead", "0042", None)
    assert seat.grant_id.replace("-", "") in row.session_id


async def test_a_specialist_calls_back_as_an_operator_does(
    client: httpx.AsyncClient, seat: SeatClient, registry: Registry
) -> None:
    with writing(registry.engine) as conn:
        add_user(conn, registry.passwords, "op-z", "孙丽", [Role.SPECIALIST], PASSWORD, places=["*"], at=START)
    await seat.sign_in("op-z", PASSWORD)
    first, *others = await _answers(client, seat.person, CALLING_BACK)
    assert first.json() == {"callers": []}
    for answer in others:
        assert is_problem(answer, Problem.NOT_FOUND, 404)


def _rows(centre: Centre) -> int:
    with reading(centre.engine) as conn:
        return conn.scalar(select(func.count()).select_from(case_events)) or 0
