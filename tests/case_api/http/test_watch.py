"""What another process commits reaches the streams of this one at once, whatever the database."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from case_api.centre import Centre
from case_api.http import watch
from case_api.identity import Device
from case_api.problems import busy
from case_api.storage.engine import open_engine, writing
from case_api.sync.push import push
from case_api.telephony.store import record
from hotline.call_events import CallEvent
from hotline.codes import CallEventKind
from hotline.wire import PushRequest
from tests.deadline import PATIENCE_S

from .conftest import PASSWORD, START
from .seat import SeatClient
from .serving import listening
from .test_events import following


@pytest.fixture
def url(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("case_api.http.watch.LOOK_SECONDS", 3600)
    return database_url


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    with listening(app) as address:
        async with httpx.AsyncClient(base_url=address, timeout=PATIENCE_S) as client:
            yield client


@pytest.fixture
def other_process(centre: Centre, url: str) -> Iterator[Centre]:
    """The same centre as another process has it: connections of its own, and nobody here whom it could tell."""
    engine = open_engine(url)
    yield replace(centre, engine=engine, told=lambda _scopes, _pos: None)
    engine.dispose()


async def test_a_push_to_another_process_pokes_here(seat: SeatClient, other_process: Centre) -> None:
    await seat.sign_in("op-088", PASSWORD)
    device = Device(UUID(seat.enrolled["device_id"]), "0042", 1, "north")
    async with following(seat) as stream:
        await stream.next("beat")
        push(other_process, PushRequest.model_validate(seat.pushed(seat.filed())), device)
        assert (await stream.next("poke")).json() == {"scopes": ["area:north", "seat:0042"]}


async def test_a_switch_run_by_another_process_rings_here(seat: SeatClient, other_process: Centre) -> None:
    async with following(seat) as stream:
        await stream.next("beat")
        with writing(other_process.engine) as conn:
            ringing = CallEvent(UUID(int=1), CallEventKind.RINGING, START, "0042", "19900000007", "12345")
            record(conn, other_process.cipher, [ringing], START)
        assert (await stream.next("call")).json()["kind"] == "ringing"


@pytest.fixture
def stumbling(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first look for a beginning meets a busy database, the first look for telephone events a defect."""

    def once(name: str, error: Exception) -> None:
        real, left = getattr(watch, name), [error]

        def stumbles(*given: Any) -> Any:
            if left:
                raise left.pop()
            return real(*given)

        monkeypatch.setattr(watch, name, stumbles)

    monkeypatch.setattr(watch, "LOOK_SECONDS", 0.05)
    once("tip", busy("locked"))
    once("events_after", ValueError("no such cipher"))


async def test_a_look_that_fails_is_followed_by_others(
    stumbling: None, seat: SeatClient, other_process: Centre
) -> None:
    await test_a_push_to_another_process_pokes_here(seat, other_process)
