"""Practice: results and appeals of trainees come in, and what a trainer has set and written goes out to them."""

from zoneinfo import ZoneInfo

from fastapi import APIRouter

from case_api.http.bodies import BodyRoute
from case_api.http.documented import PROBLEMS
from case_api.http.house import InHouse
from case_api.http.security import AskingPerson, needs_role
from case_api.practice.own import own_work
from case_api.practice.results import keep_result
from case_api.practice.words import keep_appeal
from case_api.problems import ProblemError
from case_api.storage.engine import reading, writing
from hotline.codes import Role
from hotline.context import Actor
from hotline.practice_doc import AssignedWork, Kept, PracticeAppeal, PracticeResult
from hotline.wire import Problem

router = APIRouter(prefix="/v1/practice", route_class=BodyRoute, tags=["practice"])


@router.post("/results", responses=PROBLEMS)
async def take_result(house: InHouse, asking: AskingPerson, result: PracticeResult) -> Kept:
    """Keep a result of the asking trainee; the same practice session again is the same one.

    It is no case: no row of feed, receipts or audit comes of it. Nobody's result is taken without the role trainee.
    """
    _own(asking, result.trainee)

    def take() -> Kept:
        with writing(house.centre.engine) as conn:
            keep_result(conn, result, ZoneInfo(house.centre.pack.time_zone), house.centre.now())
        return Kept(id=result.session)

    return await house.hands.write(take)


@router.post("/appeals", responses=PROBLEMS)
async def take_appeal(house: InHouse, asking: AskingPerson, appeal: PracticeAppeal) -> Kept:
    """Keep an appeal of the asking trainee against a mark of theirs; the same id again is the same one."""
    _own(asking, appeal.trainee)

    def take() -> Kept:
        with writing(house.centre.engine) as conn:
            keep_appeal(conn, appeal, house.centre.now())
        return Kept(id=appeal.appeal_id)

    return await house.hands.write(take)


@router.get("/own", responses=PROBLEMS)
async def give_own_work(house: InHouse, asking: AskingPerson) -> AssignedWork:
    """Give the asking trainee what they are to do, and the notes and answers of the last 90 days."""
    needs_role(asking, Role.TRAINEE)

    def look() -> AssignedWork:
        with reading(house.centre.engine) as conn:
            return own_work(conn, asking.operator, house.centre.now())

    return await house.hands.read(look)


def _own(asking: Actor, trainee: str) -> None:
    """Let only a trainee pass, with what is their own. Raises `ProblemError` (forbidden)."""
    needs_role(asking, Role.TRAINEE)
    if asking.operator != trainee:
        raise ProblemError(Problem.FORBIDDEN, 403, "This is another person's.", {"field": "trainee"})
