"""The wall at the centre: a display token opens it and nothing else, and nothing else opens it."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from httpx_sse import aconnect_sse

from case_api.accounts.displays import add_display, list_displays, revoke_display
from case_api.board.wall import LiveCalls
from case_api.centre import Centre
from case_api.storage.engine import reading, writing
from hotline.board_doc import BoardAnswer
from hotline.call_figures import Figures
from hotline.wall_doc import WallAnswer
from hotline.wire import Problem
from tests.case_api.http.conftest import PASSWORD, START, Clock
from tests.case_api.http.seat import SeatClient, bearer, is_problem
from tests.case_api.http.serving import listening
from tests.deadline import PATIENCE_S

from .ringing import Kind, board, ring, switch_is_there
from .ringing import told as told_by_switch

OPEN = {"/v1/health", "/metrics", "/v1/openapi.json", "/v1/ca", "/v1/enrol", "/v1/devices/token"}
"""What takes no token: whoever comes with one is told the same as everybody."""


@pytest.fixture
def token(centre: Centre, clock: Clock) -> str:
    with writing(centre.engine) as conn:
        return add_display(conn, "大厅", at=clock())


def told(app: FastAPI, offered: int, current: bool = True) -> None:
    """Let the app's process have these calls in memory."""
    figures = Figures(offered=offered, answered=offered - 1, answered_within=offered - 2, abandoned=1)
    app.state.house.wall.calls = lambda: LiveCalls(START - timedelta(seconds=2), current, figures, 15.0, 3)
    app.state.house.wall.calls_n = lambda: offered


async def test_a_display_is_given_figures_and_no_person(
    app: FastAPI, client: httpx.AsyncClient, token: str, centre: Centre, clock: Clock
) -> None:
    told(app, 1284)
    said = await client.get("/v1/wall", headers=bearer(token))
    wall = WallAnswer.model_validate_json(said.content)
    assert (wall.city, wall.city_en, wall.waiting, wall.service_level_s) == ("测试市", "Small city", 3, 15.0)
    assert (wall.figures.offered, wall.figures.abandoned, wall.current) == (1284, 1, True)
    assert said.json()["as_of"] == "2026-11-21T17:59:58+08:00"  # as the city's clocks show it
    assert [line.name for line in wall.districts] == ["测试市", "城北区", "城南区"]
    assert said.json().keys() == WallAnswer.model_fields.keys()


async def test_a_display_is_seen_at_most_once_a_minute(
    app: FastAPI, client: httpx.AsyncClient, token: str, centre: Centre, clock: Clock
) -> None:
    told(app, 7)
    for seconds, seen in ((0, 0), (59, 0), (1, 60)):
        clock.pass_by(seconds=seconds)
        assert (await client.get("/v1/wall", headers=bearer(token))).status_code == 200
        with reading(centre.engine) as conn:
            (display,) = list_displays(conn)
        assert display.last_seen_at == START + timedelta(seconds=seen)


async def test_whoever_has_no_display_token_does_not_see_the_wall(
    app: FastAPI, seat: SeatClient, token: str, centre: Centre, clock: Clock
) -> None:
    told(app, 7)
    await seat.sign_in("op-lead", PASSWORD)
    for path in ("/v1/wall", "/v1/wall/events"):
        for headers in ({}, seat.auth, seat.person, seat.by_grant, bearer(token + "x"), {"X-Device-Token": token}):
            assert is_problem(await seat.http.get(path, headers=headers), Problem.AUTH_REQUIRED, 401)
        in_the_address = await seat.http.get(path, params={"token": token, "access_token": token})
        assert is_problem(in_the_address, Problem.AUTH_REQUIRED, 401)
    with writing(centre.engine) as conn:
        revoke_display(conn, "大厅", at=clock())
    for path in ("/v1/wall", "/v1/wall/events"):
        assert is_problem(await seat.http.get(path, headers=bearer(token)), Problem.DEVICE_REVOKED, 403)


async def test_a_display_token_opens_nothing_else(app: FastAPI, client: httpx.AsyncClient, token: str) -> None:
    some_id = "01930f2c-4444-7a00-8000-000000000001"
    shown_everywhere = {**bearer(token), "X-Device-Token": token, "X-Grant-Id": some_id}
    for_nobody = set[str]()
    for context in iter_route_contexts(app.routes):
        path = re.sub(r"{\w*id}", some_id, str(context.path)).replace("{queue}", "dispatch").replace("{seat}", "0042")
        for method in sorted((context.methods or set()) - {"HEAD"}):
            if path.startswith("/v1/wall"):
                continue
            shown = await client.request(method, path, json={}, headers=shown_everywhere)
            if path in OPEN:
                bare = await client.request(method, path, json={})
                assert shown.status_code == bare.status_code, (method, path)
            else:
                assert is_problem(shown, Problem.AUTH_REQUIRED, 401), (method, path)
                for_nobody.add(path)
    assert {"/v1/sync/push", "/v1/sync/events", f"/v1/cases/{some_id}", "/v1/queues/dispatch"} <= for_nobody


async def test_the_wall_says_what_the_board_says_and_whether_the_switch_is_heard(
    lead: SeatClient, token: str, centre: Centre, clock: Clock
) -> None:
    async def asked() -> tuple[BoardAnswer, WallAnswer]:
        of_board = await board(lead)  # it has the picture brought up to date
        return of_board, WallAnswer.model_validate_json(
            (await lead.http.get("/v1/wall", headers=bearer(token))).content
        )

    _, wall = await asked()
    assert (wall.as_of, wall.current, wall.figures.offered) == (None, False, 0)
    switch_is_there(centre)
    events = [ring(1, Kind.OFFERED, START), ring(2, Kind.OFFERED, START), ring(1, Kind.ANSWERED, START, "0042")]
    told_by_switch(centre, events)
    of_board, wall = await asked()
    assert (wall.figures.offered, wall.figures.answered, wall.waiting) == (2, 1, 1)
    assert (wall.figures, wall.waiting) == (of_board.figures, len(of_board.waiting))
    assert (wall.as_of, wall.current) == (START, True)
    clock.pass_by(seconds=31)  # the worker is not heard any more
    _, wall = await asked()
    assert (wall.as_of, wall.current, wall.figures.offered) == (START, False, 2)


@pytest.fixture
async def line(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[httpx.AsyncClient]:
    """A client over a real socket of a centre whose beats are quick."""
    monkeypatch.setattr("case_api.http.routes_wall.BEAT_SECONDS", 0.02)
    with listening(app) as address:
        async with httpx.AsyncClient(base_url=address, timeout=PATIENCE_S) as client:
            yield client


async def test_a_wall_is_poked_when_calls_change_and_its_stream_ends_when_it_is_revoked(
    app: FastAPI, line: httpx.AsyncClient, token: str, centre: Centre, clock: Clock
) -> None:
    told(app, 7)
    heard = list[str]()
    async with asyncio.timeout(PATIENCE_S):
        async with aconnect_sse(line, "GET", "/v1/wall/events", headers=bearer(token)) as source:
            async for event in source.aiter_sse():
                heard.append(event.event)
                if len(heard) == 3:
                    assert set(heard) == {"beat"}  # nothing happened, and nothing was said to have
                    told(app, 8)
                if event.event == "poke":
                    assert json.loads(event.data) == {"scopes": ["wall"]}
                    with writing(centre.engine) as conn:
                        revoke_display(conn, "大厅", at=clock())
    assert heard.count("poke") == 1
