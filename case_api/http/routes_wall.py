"""The wall, for display tokens alone; they open nothing else, and no session or device token opens it."""

import asyncio
from collections.abc import AsyncIterator

from fastapi import APIRouter
from starlette.responses import Response

from case_api.http.bodies import BodyRoute
from case_api.http.display_token import DisplayToken, still_shown
from case_api.http.documented import PROBLEMS
from case_api.http.events import HEADERS, EventStream, beat, event
from case_api.http.house import House, InHouse
from case_api.problems import ProblemError
from hotline.wall_doc import WallAnswer
from hotline.wire import BEAT_SECONDS, Problem

PACE_SECONDS = 0.5
"""A wall is poked no more often than this."""
LOOK_SECONDS = 0.25
"""So often it is looked whether there is something to poke it for."""
WALL_SCOPE = "wall"
_STILL_SHOWN_EVERY = 5
"""Beats after which it is looked whether the display was revoked."""
_ANSWERED_WITHIN_SECONDS = 1.0

router = APIRouter(prefix="/v1/wall", route_class=BodyRoute, tags=["wall"])


@router.get("", responses=PROBLEMS, response_model=WallAnswer)
async def give_wall(house: InHouse, _token: DisplayToken) -> Response:
    """Give what a wall shows: today's calls, as of when, and what each district handled in time this month."""

    def look() -> Response:
        return Response(house.wall.answer().model_dump_json(), media_type="application/json")

    return await house.hands.read(look)


@router.get("/events", responses=PROBLEMS, response_class=EventStream)
async def follow_wall(house: InHouse, token: DisplayToken) -> EventStream:
    """Follow the news of the wall (server-sent events).

    `beat` comes every two seconds with `now` and `keeps`: false while the centre's database takes nothing; `poke` says
    that the wall has news, at most twice a second. The centre may end a stream at any time; open it again.
    """
    return EventStream(_stream(house, token), headers=HEADERS)


async def _stream(house: House, token: str) -> AsyncIterator[bytes]:
    """Yield beats and pokes until the client goes, the display is revoked or the centre ends."""
    loop = asyncio.get_running_loop()
    known, beats, due, poked_at = house.wall.calls_n(), 0, loop.time(), float("-inf")
    while not house.news.closed:
        if loop.time() >= due:
            if beats and beats % _STILL_SHOWN_EVERY == 0 and not await _may_go_on(house, token):
                return
            yield beat(house)
            beats, due = beats + 1, due + BEAT_SECONDS
        newest = house.wall.calls_n()
        if newest != known and loop.time() - poked_at >= PACE_SECONDS:
            known, poked_at = newest, loop.time()
            yield event("poke", {"scopes": [WALL_SCOPE]})
        await asyncio.sleep(min(LOOK_SECONDS, BEAT_SECONDS))


async def _may_go_on(house: House, token: str) -> bool:
    """Say whether the display was not revoked; as long as the database cannot say it is no less shown than before."""
    try:
        async with asyncio.timeout(_ANSWERED_WITHIN_SECONDS):  # beats wait for it
            await still_shown(house, token)
    except ProblemError as problem:
        return problem.problem is Problem.BUSY
    except TimeoutError:
        pass
    return True
