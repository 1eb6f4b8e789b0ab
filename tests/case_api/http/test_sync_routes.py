"""A case goes from a seat to the centre and back over HTTP."""

import asyncio
import gzip
import json
import tracemalloc
from collections.abc import Callable
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI

from case_api.accounts.devices import revoke_seat
from case_api.accounts.users import end_everywhere
from case_api.centre import Centre
from case_api.storage.engine import writing
from hotline.grants import session_by_grant
from hotline.wire import MAX_PUSH_BYTES, Problem

from .conftest import PASSWORD, Clock
from .seat import SeatClient, bearer, is_problem

_WAITS_S = 30
_LESS_THAN_IT_WAITS_S = 25
"""A long poll that nothing wakes comes back by itself, with what is new by then."""


@pytest.fixture
def url(database_url: str) -> str:
    return database_url


async def test_a_pushed_case_is_pulled_masked_by_its_seat(seat: SeatClient) -> None:
    await seat.sign_in("op-088", PASSWORD)
    case_id = uuid4()
    answer = await seat.push(seat.filed(case_id=case_id))
    assert answer.status_code == 200, answer.text
    assert [result["outcome"] for result in answer.json()["results"]] == ["applied"]
    pulled = (await seat.pull({"seat:0042": None, "area:north": None})).json()
    docs = [row["doc"] for scope in pulled["scopes"].values() for row in scope["rows"]]
    assert {doc["order"]["id"] for doc in docs} == {str(case_id)}
    assert {doc["order"]["caller_phone"] for doc in docs} == {"199****1234"}
    assert "李小明" not in json.dumps(docs, ensure_ascii=False)


@pytest.mark.parametrize("with_a_line", [True, False])
async def test_work_carried_to_a_seat_that_does_not_know_its_operator_counts_by_the_seat_of_its_sign_in(
    seat: SeatClient, code_for: Callable[[str], str], clock: Clock, centre: Centre, *, with_a_line: bool
) -> None:
    session = (await seat.sign_in("op-088", PASSWORD)).json()["session_id"]
    if not with_a_line:
        session = session_by_grant(UUID(seat.grant_id), "1f2e3d4c5b6a7988")
    other = await SeatClient.enrolled(seat.http, code_for("0043"), clock)

    async def outcome(session: str) -> str:
        return (await other.push(other.filed(session=session))).json()["results"][0]["outcome"]

    assert await outcome(session) == "applied"
    assert await outcome("s-1") == "held", "nobody knows of such a sign-in"
    with writing(centre.engine) as conn:
        end_everywhere(conn, "op-088", at=clock())
    clock.pass_by(seconds=1)
    assert await outcome(session) == "held", "her right to work has ended at her own seat too"


async def test_a_push_that_is_repeated_changes_nothing(seat: SeatClient) -> None:
    await seat.sign_in("op-088", PASSWORD)
    mutation = seat.filed()
    first = (await seat.push(mutation)).json()
    again = (await seat.push(mutation)).json()
    assert again["last_seq"] == first["last_seq"] == 1
    assert again["results"][0]["replayed"]


async def test_a_gap_is_told_with_what_is_expected(seat: SeatClient) -> None:
    seat.filed()
    answer = await seat.push(seat.filed())
    assert is_problem(answer, Problem.SEQUENCE_GAP, 409)
    assert answer.json()["expected_seq"] == 1


async def test_gzip_is_welcome_and_bombs_are_not(seat: SeatClient) -> None:
    await seat.sign_in("op-088", PASSWORD)
    headers = {**seat.auth, "Content-Encoding": "gzip", "Content-Type": "application/json"}
    body = json.dumps(seat.pushed(seat.filed())).encode()

    async def post(content: bytes) -> httpx.Response:
        return await seat.http.post("/v1/sync/push", content=content, headers=headers)

    assert (await post(gzip.compress(body))).status_code == 200
    bomb = gzip.compress(b" " * 100_000_000)
    tracemalloc.start()
    assert is_problem(await post(bomb), Problem.TOO_LARGE, 413)
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()
    assert is_problem(await post(b"not gzip"), Problem.INVALID, 400)
    assert is_problem(await post(gzip.compress(body)[:-4]), Problem.INVALID, 400)


async def test_a_push_above_the_bound_is_refused_whole(seat: SeatClient) -> None:
    answer = await seat.push(seat.filed(content="a" * MAX_PUSH_BYTES))
    assert is_problem(answer, Problem.TOO_LARGE, 413)
    assert answer.json()["max_bytes"] == MAX_PUSH_BYTES


async def test_the_queue_needs_a_device_and_a_good_token(seat: SeatClient, clock: Clock) -> None:
    body = seat.pushed(seat.filed())
    for headers in ({}, bearer("wrong"), {"Authorization": "Basic x"}):
        answer = await seat.http.post("/v1/sync/push", json=body, headers=headers)
        assert is_problem(answer, Problem.AUTH_REQUIRED, 401)
    clock.pass_by(hours=2)
    assert is_problem(await seat.push(*body["mutations"]), Problem.AUTH_REQUIRED, 401)


async def test_a_long_poll_is_woken_by_a_push(app: FastAPI, seat: SeatClient) -> None:
    await seat.sign_in("op-088", PASSWORD)
    waiting = await _waiting(app, seat, "seat:0042")
    await seat.push(seat.filed())
    async with asyncio.timeout(_LESS_THAN_IT_WAITS_S):
        answer = await waiting
    assert len(answer.json()["scopes"]["seat:0042"]["rows"]) == 1


async def _waiting(app: FastAPI, seat: SeatClient, scope: str) -> asyncio.Task[httpx.Response]:
    """Return a long poll of one scope that has found nothing yet and waits."""
    start = (await seat.pull({scope: None})).json()["scopes"][scope]["cursor"]
    waiting = asyncio.create_task(seat.pull({scope: start}, wait_s=_WAITS_S))
    while app.state.house.news.streams() == 0 or app.state.house.places.taken:
        await asyncio.sleep(0)
    return waiting


async def test_a_poll_that_waited_is_answered_by_the_rights_of_now(
    app: FastAPI, seat: SeatClient, centre: Centre, code_for: Callable[[str], str], clock: Clock
) -> None:
    await seat.sign_in("op-lead", PASSWORD)
    waiting = await _waiting(app, seat, "leads:north")
    with writing(centre.engine) as conn:
        end_everywhere(conn, "op-lead", at=clock())
    other = await SeatClient.enrolled(seat.http, code_for("0043"), clock)
    await other.push(other.mutation("mark_abuse", {"seconds": 95}))
    async with asyncio.timeout(_LESS_THAN_IT_WAITS_S):
        answer = (await waiting).json()
    assert (answer["gone"], answer["scopes"]) == (["leads:north"], {})


async def test_a_poll_of_a_device_that_was_revoked_meanwhile_gets_nothing(
    app: FastAPI, seat: SeatClient, centre: Centre, code_for: Callable[[str], str], clock: Clock
) -> None:
    waiting = await _waiting(app, seat, "area:north")
    with writing(centre.engine) as conn:
        revoke_seat(conn, "0042", at=clock())
    other = await SeatClient.enrolled(seat.http, code_for("0043"), clock)
    await other.push(other.filed())
    async with asyncio.timeout(_LESS_THAN_IT_WAITS_S):
        assert is_problem(await waiting, Problem.DEVICE_REVOKED, 403)


async def test_reconcile_counts_what_came(seat: SeatClient) -> None:
    await seat.sign_in("op-088", PASSWORD)
    await seat.push(seat.filed(), seat.filed())
    answer = await seat.http.get(f"/v1/sync/reconcile?client_id={seat.client_id}", headers=seat.auth)
    assert answer.json()["last_seq"] == 2
    assert [window["count"] for window in answer.json()["windows"]] == [2]
