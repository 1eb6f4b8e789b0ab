"""Health, meters, the pack, and what happens when too much comes at once."""

import asyncio
import threading
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest
from fastapi import FastAPI

from case_api.audit.heads import note_heads_written
from case_api.centre import Centre
from case_api.settings import Limits, Settings
from case_api.storage.engine import writing
from city_packs.compiled import load_compiled
from hotline.wire import Problem
from tests.deadline import PATIENCE_S

from .conftest import PASSWORD, START, Clock, serving
from .seat import SeatClient, is_problem


async def test_health_says_version_epoch_time_and_city(client: httpx.AsyncClient) -> None:
    said = (await client.get("/v1/health")).json()
    assert (said["status"], said["city"], said["now"]) == ("ok", "small", "2026-11-21T10:00:00Z")
    assert said["epoch"].startswith("e-")
    assert START.isoformat().startswith(said["now"][:19])


async def test_health_says_that_heads_of_the_audit_are_late(seat: SeatClient, centre: Centre, clock: Clock) -> None:
    async def troubles() -> tuple[str, list[str]]:
        said = (await seat.http.get("/v1/health")).json()
        return said["status"], said["troubles"]

    await seat.sign_in("op-088", PASSWORD)
    assert (await seat.push(seat.filed())).json()["results"][0]["outcome"] == "applied"
    assert await troubles() == ("ok", [])
    clock.pass_by(hours=6, minutes=9)
    assert await troubles() == ("ok", [])
    clock.pass_by(minutes=1)
    assert await troubles() == ("trouble", ["audit_heads_late"])
    with writing(centre.engine) as conn:
        note_heads_written(conn, clock())
    assert await troubles() == ("ok", [])


async def test_the_pack_is_fetched_once(seat: SeatClient, centre: Centre) -> None:
    first = await seat.http.get("/v1/packs/small", headers=seat.auth)
    assert load_compiled(first.content) == centre.pack
    known = {**seat.auth, "If-None-Match": first.headers["etag"]}
    again = await seat.http.get("/v1/packs/small", headers=known)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert (await seat.http.get("/v1/packs/small", headers={**seat.auth, "If-None-Match": '"old"'})).status_code == 200
    assert is_problem(await seat.http.get("/v1/packs/linyi", headers=seat.auth), Problem.NOT_FOUND, 404)
    assert is_problem(await seat.http.get("/v1/packs/small"), Problem.AUTH_REQUIRED, 401)


async def test_plain_http_has_no_authority(client: httpx.AsyncClient) -> None:
    assert is_problem(await client.get("/v1/ca"), Problem.NOT_FOUND, 404)


async def test_meters_count_by_route_and_hold_nothing_of_a_request(client: httpx.AsyncClient) -> None:
    await client.get("/v1/cases/01930f2c-8a51-7c3e-9d53-0f6f2f7b9a10")
    await client.get("/nowhere/19900001234")
    text = (await client.get("/metrics")).text
    assert 'case_api_requests_total{method="GET",route="/v1/cases/{case_id}",status="401"} 1.0' in text
    assert "19900001234" not in text
    assert "01930f2c" not in text


async def test_meters_are_for_this_machine_alone(app: FastAPI) -> None:
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, client=("192.0.2.7", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://centre") as far:
            assert is_problem(await far.get("/metrics"), Problem.NOT_FOUND, 404)


class TestTooMuchAtOnce:
    """Four places, of which three are kept for pushes."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"limits": Limits(in_flight=4, push_share=0.75)})

    async def test_others_wait_and_pushes_go_through(
        self, app: FastAPI, seat: SeatClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        go_on = threading.Event()
        real = app.state.house.registry.passwords.fits

        def slow(password: str, kept: str | None) -> bool:
            go_on.wait(PATIENCE_S)
            return bool(real(password, kept))

        monkeypatch.setattr(app.state.house.registry.passwords, "fits", slow)
        body = {"operator_id": "dispatch", "password": PASSWORD}
        signing_in = asyncio.create_task(seat.http.post("/v1/sessions", json=body))
        while app.state.house.places.taken == 0:
            await asyncio.sleep(0)
        turned_away = await seat.pull({"seat:0042": None})
        assert is_problem(turned_away, Problem.BUSY, 503)
        assert 1 <= int(turned_away.headers["retry-after"]) <= 5
        assert (await seat.http.get("/v1/health")).status_code == 200
        assert (await seat.push(seat.mutation("add_note", {"text": "x"}))).status_code == 200
        go_on.set()
        assert (await signing_in).status_code == 200
        assert (await seat.pull({"seat:0042": None})).status_code == 200

    async def test_boards_that_come_at_one_instant_are_all_answered_and_far_too_many_come_again(
        self, seat: SeatClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await seat.sign_in("op-lead", PASSWORD)

        async def statuses(boards: int) -> set[int]:
            asked = [seat.http.get("/v1/board", headers=seat.person) for _ in range(boards)]
            return {answer.status_code for answer in await asyncio.gather(*asked)}

        assert await statuses(20) == {200}
        monkeypatch.setattr("case_api.http.limiter.BOARDS_WAITING", 10)
        assert await statuses(20) == {200, 503}

    async def test_a_long_poll_holds_no_place(self, app: FastAPI, seat: SeatClient) -> None:
        start = (await seat.pull({"seat:0042": None})).json()["scopes"]["seat:0042"]["cursor"]
        waiting = asyncio.create_task(seat.pull({"seat:0042": start}, wait_s=30))
        while app.state.house.news.streams() == 0 or app.state.house.places.taken:
            await asyncio.sleep(0)
        body = {"operator_id": "admin", "password": PASSWORD}
        assert (await seat.http.post("/v1/sessions", json=body)).status_code == 200
        app.state.house.news.close()
        assert (await waiting).status_code == 200


class _SlowBody:
    """A body of which the first half is sent; the other comes when it is told to."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.go_on = asyncio.Event()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b'{"operator_id": "admin", '
        self.begun.set()
        await self.go_on.wait()
        yield f'"password": "{PASSWORD}"}}'.encode()


class TestBodiesThatComeSlowly:
    """Nobody needs a token to begin a body: it must not cost those who have one their place."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"limits": Limits(in_flight=4, push_share=0.75, body_seconds=60)})

    async def _begun(self, client: httpx.AsyncClient, path: str) -> tuple[_SlowBody, asyncio.Task[httpx.Response]]:
        body, headers = _SlowBody(), {"Content-Type": "application/json"}
        asked = asyncio.create_task(client.post(path, content=aiter(body), headers=headers))
        await body.begun.wait()
        return body, asked

    @pytest.mark.parametrize("path", ["/v1/sessions", "/v1/sync/push"])
    async def test_they_stop_no_pull_no_sign_in_and_no_push(self, seat: SeatClient, path: str) -> None:
        slow = [await self._begun(seat.http, path) for _ in range(8)]
        assert (await seat.pull({"seat:0042": None})).status_code == 200
        assert (await seat.sign_in("op-088", PASSWORD)).status_code == 200
        assert (await seat.push(seat.filed())).json()["results"][0]["outcome"] == "applied"
        for body, _ in slow:
            body.go_on.set()
        await asyncio.gather(*(asked for _, asked in slow))

    async def test_one_that_comes_at_last_is_answered(self, seat: SeatClient) -> None:
        body, asked = await self._begun(seat.http, "/v1/sessions")
        body.go_on.set()
        assert (await asked).status_code == 200

    async def test_one_that_comes_when_all_places_are_taken_is_told_to_come_again(
        self, app: FastAPI, seat: SeatClient
    ) -> None:
        body, asked = await self._begun(seat.http, "/v1/sessions")
        assert app.state.house.places.take(push=False)
        body.go_on.set()
        assert is_problem(await asked, Problem.BUSY, 503)
        app.state.house.places.give_back(push=False)
        assert app.state.house.places.taken == 0

    async def test_one_that_never_comes_is_given_up(self, app: FastAPI, seat: SeatClient) -> None:
        limits = Limits(body_seconds=0.01)
        app.state.house.registry = replace(
            app.state.house.registry, settings=app.state.house.registry.settings.model_copy(update={"limits": limits})
        )
        _, asked = await self._begun(seat.http, "/v1/sessions")
        async with asyncio.timeout(PATIENCE_S):
            assert is_problem(await asked, Problem.BUSY, 408)
        assert app.state.house.places.taken == 0


async def test_ending_the_app_ends_long_polls(app: FastAPI, seat: SeatClient) -> None:
    start = (await seat.pull({"seat:0042": None})).json()["scopes"]["seat:0042"]["cursor"]
    waiting = asyncio.create_task(seat.pull({"seat:0042": start}, wait_s=30))
    while app.state.house.news.streams() == 0:
        await asyncio.sleep(0)
    app.state.house.news.close()
    async with asyncio.timeout(25):  # by itself it would come back after 30
        assert (await waiting).status_code == 200


async def test_an_app_can_be_served_again(app: FastAPI) -> None:
    async with serving(app) as client:
        assert (await client.get("/v1/health")).status_code == 200
