"""Event streams over a real socket: beats, pokes, calls, and their end."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from httpx_sse import ServerSentEvent, aconnect_sse

from case_api.accounts.devices import revoke_seat
from case_api.accounts.registry import Registry
from case_api.centre import Centre
from case_api.http.app import create_app, let_go
from case_api.settings import Limits, Settings, Simulator
from case_api.storage.engine import writing
from case_api.telephony.simulator import SimulatedSwitch
from case_api.telephony.store import record
from case_api.worker import Worker
from hotline.call_events import CallEvent
from hotline.codes import CallEventKind
from hotline.wire import Problem
from tests.deadline import PATIENCE_S

from .conftest import PASSWORD, START, Clock
from .seat import SeatClient, is_problem
from .serving import listening

CALL = UUID("01930f2c-4444-7a00-8000-000000000001")
NEXT_CALL = UUID("01930f2c-4444-7a00-8000-000000000002")


@pytest.fixture(autouse=True)
def quick_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("case_api.http.events.BEAT_SECONDS", 0.05)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    with listening(app) as address:
        async with httpx.AsyncClient(base_url=address, timeout=PATIENCE_S) as client:
            yield client


class Stream:
    """The events of one stream, kind by kind."""

    def __init__(self, events: AsyncIterator[ServerSentEvent]) -> None:
        self._events = events

    async def next(self, kind: str) -> ServerSentEvent:
        async with asyncio.timeout(PATIENCE_S):
            async for event in self._events:
                if event.event == kind:
                    return event
        raise AssertionError(f"the stream ended without a {kind}")

    async def ends(self) -> bool:
        async with asyncio.timeout(PATIENCE_S):
            async for _ in self._events:
                pass
        return True


@asynccontextmanager
async def following(seat: SeatClient, last_event_id: str = "") -> AsyncIterator[Stream]:
    headers = {**seat.auth, "Last-Event-ID": last_event_id} if last_event_id else seat.auth
    async with aconnect_sse(seat.http, "GET", "/v1/sync/events", headers=headers) as source:
        source.response.raise_for_status()
        yield Stream(source.aiter_sse())


def _told(centre: Centre, *kinds: CallEventKind, seat: str = "0042", call: UUID = CALL) -> None:
    """Let the switch tell of a call; that a caller joins a queue is no seat's news."""
    told = [
        CallEvent(call, kind, START, "" if kind is CallEventKind.OFFERED else seat, "19900000007", "12345")
        for kind in kinds
    ]
    with writing(centre.engine) as conn:
        record(conn, centre.cipher, told, START)


async def test_a_stream_beats_with_the_centres_time(seat: SeatClient) -> None:
    async with following(seat) as stream:
        beats = [(await stream.next("beat")).json() for _ in range(3)]
    assert beats == [{"now": START.isoformat(), "keeps": True}] * 3


class TestManyStreamsOfOneDevice:
    """Two of a device may wait."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"limits": Limits(waiting_per_device=2)})

    async def test_one_too_many_ends_the_oldest(
        self, seat: SeatClient, code_for: Callable[[str], str], clock: Clock
    ) -> None:
        other = await SeatClient.enrolled(seat.http, code_for("0043"), clock)
        async with following(other) as elsewhere, following(seat) as first, following(seat) as second:
            for stream in (elsewhere, first, second):
                await stream.next("beat")
            async with following(seat) as third:
                await third.next("beat")
                assert await first.ends()
                for stream in (elsewhere, second, third):
                    await stream.next("beat")


async def test_a_push_pokes_the_scopes_that_have_news(seat: SeatClient) -> None:
    await seat.sign_in("op-088", PASSWORD)
    async with following(seat) as stream:
        await stream.next("beat")
        await seat.push(seat.filed())
        poke = await stream.next("poke")
    assert poke.json() == {"scopes": ["area:north", "seat:0042"]}
    epoch = (await seat.http.get("/v1/health")).json()["epoch"]
    assert poke.id.startswith(f"{epoch}.")


async def test_a_stream_that_comes_back_hears_only_what_it_missed(seat: SeatClient) -> None:
    await seat.sign_in("op-088", PASSWORD)
    await seat.push(seat.filed())
    async with following(seat) as stream:
        last = (await stream.next("poke")).id
    async with following(seat, last) as stream:
        await stream.next("beat")
        await seat.push(seat.filed())
        assert (await stream.next("poke")).id != last
    async with following(seat, "e-other.7") as stream:
        assert (await stream.next("poke")).json()["scopes"]


async def test_calls_reach_the_streams_of_their_seat_only(
    seat: SeatClient, centre: Centre, code_for: Callable[[str], str], clock: Clock
) -> None:
    other = await SeatClient.enrolled(seat.http, code_for("0077"), clock)
    async with following(seat) as stream, following(other) as elsewhere:
        await stream.next("beat")
        await elsewhere.next("beat")
        _told(centre, CallEventKind.OFFERED, CallEventKind.RINGING)
        heard = [(await stream.next("call")).json()]
        _told(centre, CallEventKind.ABANDONED)
        heard.append((await stream.next("call")).json())
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await elsewhere.next("call")
    assert [event["kind"] for event in heard] == ["ringing", "abandoned"]
    assert {(event["seat"], event["number"], event["line"]) for event in heard} == {("0042", "19900000007", "12345")}


async def test_a_console_that_comes_late_hears_of_its_live_call(seat: SeatClient, centre: Centre) -> None:
    _told(centre, CallEventKind.OFFERED, CallEventKind.RINGING)
    async with following(seat) as stream:
        assert (await stream.next("call")).json()["kind"] == "ringing"
        assert (await stream.next("calls")).json() == {"live": [str(CALL)]}
    _told(centre, CallEventKind.ABANDONED)
    async with following(seat) as stream:
        assert (await stream.next("calls")).json() == {"live": []}
        _told(centre, CallEventKind.OFFERED, CallEventKind.RINGING, call=NEXT_CALL)
        heard = [(await stream.next("call")).json()]
        while heard[-1]["call_id"] != str(NEXT_CALL):
            heard.append((await stream.next("call")).json())
        assert {each["kind"] for each in heard[:-1]} <= {"abandoned"}  # its end may still be news, its ring is not


async def test_a_stream_needs_a_device(client: httpx.AsyncClient) -> None:
    assert is_problem(await client.get("/v1/sync/events"), Problem.AUTH_REQUIRED, 401)


async def test_the_stream_of_a_revoked_seat_ends(seat: SeatClient, centre: Centre, app: FastAPI, clock: Clock) -> None:
    async with following(seat) as stream:
        await stream.next("beat")
        with writing(centre.engine) as conn:
            revoke_seat(conn, "0042", at=clock())
        await seat.http.post("/v1/sessions", json={"operator_id": "admin", "password": PASSWORD})
        assert await stream.ends()


async def test_a_stream_is_opened_anew_when_a_lead_sits_down(seat: SeatClient) -> None:
    async with following(seat) as stream:
        await stream.next("beat")
        await seat.sign_in("op-lead", PASSWORD)
        assert await stream.ends()
    async with following(seat) as stream:
        await stream.next("beat")
        await seat.push(seat.mutation("mark_abuse", {"seconds": 3}, operator="op-lead"))
        assert "leads:north" in (await stream.next("poke")).json()["scopes"]


async def test_streams_end_when_the_server_shuts_down(seat: SeatClient, app: FastAPI) -> None:
    async with following(seat) as stream:
        await stream.next("beat")
        let_go(app)
        assert await stream.ends()


class TestWithASwitch:
    """The simulated switch inside the server: a seat rings, answers, holds, hangs up."""

    @pytest.fixture
    def app(self, centre: Centre, registry: Registry) -> FastAPI:
        rings = Simulator(seats=("0042",), first_after_s=0, between_s=600, ring_s=600, patience_s=600, talk_s=600)

        def make(told: Callable[[], None]) -> Worker:
            return Worker(centre, lambda start, _wake: SimulatedSwitch(rings, start), told=told)

        return create_app(centre, registry, make_worker=make)

    async def test_a_call_from_ring_to_hang_up(self, seat: SeatClient, clock: Clock) -> None:
        kinds = []

        async def act(name: str) -> None:
            answer = await seat.http.post(f"/v1/calls/{call_id}/{name}", headers=seat.auth)
            assert (answer.status_code, answer.content) == (204, b"")

        async with following(seat) as stream:
            clock.at += timedelta(seconds=1)
            rings = (await stream.next("call")).json()
            call_id = rings["call_id"]
            kinds.append(rings["kind"])
            for name in ("answer", "hold", "resume", "hang_up"):
                await act(name)
                kinds.append((await stream.next("call")).json()["kind"])
        assert kinds == ["ringing", "answered", "held", "resumed", "hung_up"]
        gone = await seat.http.post(f"/v1/calls/{call_id}/answer", headers=seat.auth)
        assert is_problem(gone, Problem.NOT_FOUND, 404)

    async def test_only_its_own_seat_acts_on_a_call_and_only_in_known_ways(
        self, seat: SeatClient, code_for: Callable[[str], str], clock: Clock
    ) -> None:
        other = await SeatClient.enrolled(seat.http, code_for("0077"), clock)
        async with following(seat) as stream:
            clock.at += timedelta(seconds=1)
            call: dict[str, Any] = (await stream.next("call")).json()
        path = f"/v1/calls/{call['call_id']}"
        assert is_problem(await seat.http.post(f"{path}/answer", headers=other.auth), Problem.NOT_FOUND, 404)
        assert is_problem(await seat.http.post(f"{path}/record", headers=seat.auth), Problem.INVALID, 422)
