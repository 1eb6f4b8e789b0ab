"""The shift lead's board: what it shows, and the list behind each of its numbers."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Path, Query
from pydantic import AwareDatetime
from sqlalchemy import Connection
from starlette.responses import Response

from case_api.board.call_lists import LONGEST, CallTile, called_back, page_of, seat_states, stays_of_call
from case_api.board.calls_of_day import SpanName
from case_api.board.case_counts import cases_behind_tile, cases_of_call
from case_api.board.seat_names import is_seat
from case_api.http.bodies import BodyRoute
from case_api.http.documented import PROBLEMS
from case_api.http.house import House, InHouse
from case_api.http.security import AskingPerson, needs_role
from case_api.moments import in_utc
from case_api.problems import ProblemError
from case_api.storage.engine import reading
from hotline.board_doc import BoardAnswer, BoardCasePage, CallPage, SeatStates, TimesPage
from hotline.codes import Role
from hotline.spans import Span, day_span
from hotline.wire import Problem

router = APIRouter(prefix="/v1/board", route_class=BodyRoute, tags=["board"])
_Answer = TypeVar("_Answer")
_Limit = Annotated[int, Query(ge=1, le=200)]
_Cursor = Annotated[str, Query(max_length=200, description="`next` of the page before")]


@router.get("", responses=PROBLEMS, response_model=BoardAnswer)
async def give_board(
    house: InHouse,
    person: AskingPerson,
    after: Annotated[int, Query(ge=0, le=2**62, description="`n` of the answer before")] = 0,
    epoch: Annotated[str, Query(max_length=100, description="`epoch` of the answer before")] = "",
) -> Response:
    """Give a lead the board, or what is different since the answer before; an answer of another epoch is whole."""
    needs_role(person, Role.LEAD)

    def look() -> Response:
        answer = house.board.picture.answer(after, epoch, house.epoch)
        return Response(answer.model_dump_json(), media_type="application/json")

    await house.board.asked(after)
    async with house.places.turn_of_a_board:
        return await house.hands.read(look)


@router.get("/calls", responses=PROBLEMS)
async def give_calls(
    house: InHouse,
    person: AskingPerson,
    tile: Annotated[CallTile | None, Query(description="Left out: with `call`")] = None,
    span: SpanName = "day",
    queue: Annotated[str, Query(max_length=64)] = "",
    call: Annotated[UUID | None, Query(description="All stays of this one call, instead of a tile")] = None,
    cursor: _Cursor = "",
    limit: _Limit = 50,
) -> CallPage:
    """Give the calls behind a tile, newest first; `total` is the number on it."""
    needs_role(person, Role.LEAD)
    pack, now, board = house.centre.pack, house.centre.now(), house.board
    await board.asked(board.picture.n)

    def look(conn: Connection) -> CallPage:
        if call is not None:
            return stays_of_call(conn, call, now)
        if tile is None:
            raise _neither()
        if tile == "called_back":
            return page_of(conn, called_back(conn, pack, now, queue), now, cursor, limit)
        return page_of(conn, board.picture.calls_behind(tile, span, queue), now, cursor, limit)

    return await _read(house, look)


@router.get("/cases", responses=PROBLEMS)
async def give_cases(
    house: InHouse,
    person: AskingPerson,
    tile: Annotated[str | None, Query(max_length=64, description="Left out: with `call`")] = None,
    call: Annotated[UUID | None, Query(description="All cases that came from this call, instead of a tile")] = None,
    cursor: _Cursor = "",
    limit: _Limit = 50,
) -> BoardCasePage:
    """Give the cases behind a tile, newest first, without a word of what they say; `total` is the number on it."""
    needs_role(person, Role.LEAD)
    centre = house.centre

    def look(conn: Connection) -> BoardCasePage:
        if call is not None:
            return cases_of_call(conn, call)
        if tile is None:
            raise _neither()
        return cases_behind_tile(conn, centre.pack, tile, centre.now(), cursor, limit)

    return await _read(house, look)


@router.get("/seats/{seat}/states", responses=PROBLEMS)
async def give_seat_states(
    house: InHouse,
    person: AskingPerson,
    seat: Annotated[str, Path(max_length=4, examples=["0042"])],
    since: Annotated[AwareDatetime | None, Query(alias="from", description="Left out: when today began")] = None,
    until: Annotated[AwareDatetime | None, Query(alias="to", description="Left out: now")] = None,
) -> SeatStates:
    """Give what a seat was doing in at most a week, newest first: one state ends where the next one begins."""
    needs_role(person, Role.LEAD)
    now = house.centre.now()
    span = _span(house, since, until, now)

    def look(conn: Connection) -> SeatStates:
        if not is_seat(conn, seat):
            raise ProblemError(Problem.NOT_FOUND, 404, "There is no such seat.")
        return seat_states(conn, seat, span, now)

    return await _read(house, look)


@router.get("/times", responses=PROBLEMS)
async def give_times(
    house: InHouse,
    person: AskingPerson,
    sub_centre: Annotated[str, Query(max_length=64, description="Its seats one by one; left out: all")] = "",
) -> TimesPage:
    """Give how long seats were in each state today, the whole in the first line and its parts in the others.

    The answer is at most ten seconds old.
    """
    needs_role(person, Role.LEAD)
    return await house.times.of(sub_centre)


def _neither() -> ProblemError:
    return ProblemError(Problem.INVALID, 422, "Name a tile or a call.", {"field": "tile"})


def _span(house: House, since: datetime | None, until: datetime | None, now: datetime) -> Span:
    zone = ZoneInfo(house.centre.pack.time_zone)
    first = in_utc(since) if since else day_span(now.astimezone(zone).date(), zone).since
    last = in_utc(until) if until else now
    if not first <= last <= first + LONGEST:
        raise ProblemError(Problem.INVALID, 422, "From a moment to a later one, a week at most.", {"field": "from"})
    return Span(first, last)


async def _read(house: House, look: Callable[[Connection], _Answer]) -> _Answer:
    def read() -> _Answer:
        with reading(house.centre.engine) as conn:
            return look(conn)

    return await house.hands.read(read)
