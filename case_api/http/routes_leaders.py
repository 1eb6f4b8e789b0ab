"""The days on which leaders answer calls, as leads and leaders read them."""

from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query

from case_api.http.bodies import BodyRoute
from case_api.http.documented import PROBLEMS
from case_api.http.house import InHouse
from case_api.http.security import AskingPerson, needs_role
from case_api.problems import ProblemError
from case_api.shifts.leader_days import days_between
from case_api.storage.engine import reading
from hotline.leader_doc import LeaderDays
from hotline.leader_readers import READS_LEADER_DAYS
from hotline.spans import Span, day_span
from hotline.wire import Problem

router = APIRouter(prefix="/v1/leader-days", route_class=BodyRoute, tags=["board"])
_MOST_DAYS = 400
_Day = Annotated[date, Query(examples=["2026-11-23"])]


@router.get("", responses=PROBLEMS)
async def give_leader_days(house: InHouse, asking: AskingPerson, first: _Day, last: _Day) -> LeaderDays:
    """Give the leaders' days from a first to a last day of the city's clock, newest first, with what came of each."""
    needs_role(asking, *READS_LEADER_DAYS)
    if not 0 <= (last - first).days < _MOST_DAYS:
        words = f"The last day is not before the first, and they are at most {_MOST_DAYS} days."
        raise ProblemError(Problem.INVALID, 422, words, {"field": "last"})
    zone = ZoneInfo(house.centre.pack.time_zone)

    def look() -> LeaderDays:
        now = house.centre.now()
        span = Span(day_span(first, zone).since, day_span(last, zone).until)
        with reading(house.centre.engine) as conn:
            return LeaderDays(now=now, days=days_between(conn, span, now))

    return await house.hands.read(look)
