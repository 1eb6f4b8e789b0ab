"""The sync protocol over HTTP: push, pull and long poll, events, reconcile."""

import asyncio
from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Header, Query
from pydantic import BaseModel
from starlette.responses import Response

from case_api.http.bodies import BodyRoute
from case_api.http.documented import PROBLEMS
from case_api.http.events import HEADERS, EventStream, stream
from case_api.http.house import InHouse
from case_api.http.models import PULL_EXAMPLE, PUSH_EXAMPLE
from case_api.http.news import Ear
from case_api.http.security import AskingDevice, still_asking
from case_api.identity import Device
from case_api.sync.pull import pull
from case_api.sync.push import push
from case_api.sync.reconcile import reconcile
from hotline.wire import PullAnswer, PullRequest, PushAnswer, PushRequest, ReconcileAnswer

router = APIRouter(prefix="/v1/sync", route_class=BodyRoute, tags=["sync"])

_PUSHED = Body(openapi_examples={"a case": {"value": PUSH_EXAMPLE}})
_PULLED = Body(openapi_examples={"one scope known, one new": {"value": PULL_EXAMPLE}})


@router.post("/push", responses=PROBLEMS, response_model=PushAnswer)
async def push_mutations(house: InHouse, device: AskingDevice, asked: Annotated[PushRequest, _PUSHED]) -> Response:
    """Take at most 50 mutations of one client, 256 KiB before compression; gzip is welcome.

    An answer of 200 names the outcome of each: applied, conflict, duplicate, parked or held. None of them is to be
    sent again.
    """

    def take() -> tuple[PushAnswer, Response]:
        answer = push(house.centre, asked, device)
        return answer, _json(answer)

    answer, response = await house.hands.write(take)
    for result in answer.results:
        house.meters.mutations.labels("replayed" if result.replayed else result.outcome.value).inc()
    return response


@router.post("/pull", responses=PROBLEMS, response_model=PullAnswer)
async def pull_rows(house: InHouse, device: AskingDevice, asked: Annotated[PullRequest, _PULLED]) -> Response:
    """Give what is new in each scope; with `wait_s` wait so long for something to be new."""

    def look(asking: Device) -> tuple[bool, Response]:
        answer = pull(house.centre, asked, asking)
        empty = not answer.gone and not any(scope.rows or scope.reset for scope in answer.scopes.values())
        return empty, _json(answer)

    if not asked.wait_s:
        return (await house.hands.read(look, device))[1]
    ear = Ear(device, asked.scopes.keys())
    with house.news.listening(ear):
        empty, response = await house.hands.read(look, device)
        if not empty or not await _woken(house.places.set_down, ear, asked.wait_s):
            return response
    return (await house.hands.read(look, await still_asking(house, device)))[1]


@router.get("/events", responses=PROBLEMS, response_class=EventStream)
async def follow_events(
    house: InHouse, device: AskingDevice, last_event_id: Annotated[str, Header(max_length=100)] = ""
) -> EventStream:
    """Follow the events of the asking seat (server-sent events).

    `beat` comes every two seconds with `now` and `keeps`: false while the centre's database takes nothing; `poke` names
    `scopes` to pull and carries an id for `Last-Event-ID`; `call` is a telephone event; `calls` names those that are
    `live` at the seat as the stream begins, after their events: any other is over; `line` is what the seat's queue is
    like (`DeskLine`), at the beginning and whenever it is another one. The centre may end a stream at any time; open it
    again.
    """
    return EventStream(stream(house, device, last_event_id), headers=HEADERS)


@router.get("/reconcile", responses=PROBLEMS, response_model=ReconcileAnswer)
async def reconcile_client(house: InHouse, device: AskingDevice, client_id: Annotated[UUID, Query()]) -> Response:
    """Say what the centre has of a client, in windows of 500 mutations, to be compared at the end of a shift."""

    def look() -> Response:
        return _json(reconcile(house.centre, client_id, device))

    return await house.hands.read(look)


async def _woken(set_down: Callable[[], Any], ear: Ear, seconds: float) -> bool:
    with set_down():
        try:
            async with asyncio.timeout(seconds):
                await ear.wake.wait()
        except TimeoutError:
            return False
    return True


def _json(answer: BaseModel) -> Response:
    """Return an answer as JSON; made in the thread that read it, since a snapshot is long."""
    return Response(answer.model_dump_json(by_alias=True), media_type="application/json")
