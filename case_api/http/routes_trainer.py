"""What trainers set, read and write: groups, assignments, trainees, results, notes, appeals, the whole as a file."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated, Literal, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel
from sqlalchemy import Connection
from starlette.responses import Response

from case_api.http.acts import acted
from case_api.http.bodies import BodyRoute
from case_api.http.documented import PROBLEMS
from case_api.http.house import House, InHouse
from case_api.http.report_forms import FORMS, MEDIA_TYPES
from case_api.http.security import AskingPerson, AskingSignIn, needs_role
from case_api.practice import assignments, groups, words
from case_api.practice.result_lists import result_page
from case_api.practice.sum_pages import Part, Weeks, Whose, sum_page
from case_api.practice.trainees import trainees
from case_api.practice.written import practice_written
from case_api.problems import ProblemError
from case_api.storage.engine import reading
from hotline.codes import Role
from hotline.context import Actor
from hotline.practice_doc import ClassCode, ItemCode, OperatorId
from hotline.practice_trainer_doc import (
    Appeal,
    AppealList,
    AppealReply,
    AssignmentProgress,
    AssignRequest,
    Group,
    GroupList,
    GroupRequest,
    NoteRequest,
    PracticeAssignment,
    PracticeAssignments,
    ResultPage,
    SumPage,
    SumsBy,
    TraineeList,
    WholeResult,
)
from hotline.wire import Problem
from wording import speaking

router = APIRouter(prefix="/v1/practice", route_class=BodyRoute, tags=["practice"])
_MOST_DAYS = 400
_Answer = TypeVar("_Answer")
_Group = Annotated[UUID | None, Query(description="only who is in this group")]
_Limit = Annotated[int, Query(ge=1, le=500)]


async def _weeks(
    first: Annotated[date, Query(examples=["2026-09-01"], description="a day of the first week")],
    last: Annotated[date, Query(examples=["2026-11-23"], description="a day of the last week")],
) -> Weeks:
    if not 0 <= (last - first).days < _MOST_DAYS or last > date.max - timedelta(days=7):
        said = f"The last day is not before the first, and they are at most {_MOST_DAYS} days."
        raise ProblemError(Problem.INVALID, 422, said, {"field": "last"})
    return Weeks.around(first, last)


async def _whose(
    person: Annotated[OperatorId | None, Query(description="only of this person")] = None, group: _Group = None
) -> Whose:
    return Whose(person or "", group)


async def _part(
    item: Annotated[ItemCode | None, Query(description="of this item of the rubric")] = None,
    class_code: Annotated[ClassCode, Query(alias="class", description="of calls of this class")] = "",
) -> Part:
    return Part(item or "", class_code)


_Weeks = Annotated[Weeks, Depends(_weeks)]
_Whose = Annotated[Whose, Depends(_whose)]
_Part = Annotated[Part, Depends(_part)]


@router.get("/groups", responses=PROBLEMS)
async def give_groups(house: InHouse, asking: AskingPerson) -> GroupList:
    """Give the groups of trainees."""
    return await _read(house, asking, groups.groups)


@router.post("/groups", responses=PROBLEMS)
async def put_group(house: InHouse, sign_in: AskingSignIn, asked: GroupRequest) -> Group:
    """Make a group, or give it another name and other people: what it did is what its people of now did."""
    return await acted(house, sign_in, lambda act: groups.put_group(act, asked), Role.TRAINER)


@router.post("/groups/{group_id}/end", responses=PROBLEMS)
async def end_group(house: InHouse, sign_in: AskingSignIn, group_id: UUID) -> Group:
    """End a group."""
    return await acted(house, sign_in, lambda act: groups.end_group(act, group_id), Role.TRAINER)


@router.get("/assignments", responses=PROBLEMS)
async def give_assignments(house: InHouse, asking: AskingPerson) -> PracticeAssignments:
    """Give the assignments that go on, due first at the top, then the newest of those that have ended."""
    return await _read(house, asking, lambda conn: assignments.assignments(conn, _today(house)))


@router.post("/assignments", responses=PROBLEMS)
async def assign(house: InHouse, sign_in: AskingSignIn, asked: AssignRequest) -> PracticeAssignment:
    """Set scenarios to be done by people or a group until a day is over. The same id again is the same assignment."""
    return await acted(house, sign_in, lambda act: assignments.assign(act, asked, _today(house)), Role.TRAINER)


@router.get("/assignments/{assignment_id}", responses=PROBLEMS)
async def give_assignment(house: InHouse, asking: AskingPerson, assignment_id: UUID) -> AssignmentProgress:
    """Give one assignment, with how far everybody is with it."""
    return await _read(house, asking, lambda conn: assignments.progress(conn, assignment_id))


@router.post("/assignments/{assignment_id}/end", responses=PROBLEMS)
async def end_assignment(house: InHouse, sign_in: AskingSignIn, assignment_id: UUID) -> PracticeAssignment:
    """End an assignment: nobody is asked to do it any more. What was done for it stays."""
    return await acted(house, sign_in, lambda act: assignments.end_assignment(act, assignment_id), Role.TRAINER)


@router.get("/trainees", responses=PROBLEMS, response_model=TraineeList)
async def give_trainees(
    house: InHouse,
    asking: AskingPerson,
    weeks: _Weeks,
    group: _Group = None,
    cursor: Annotated[str, Query(max_length=64, description="`next` of the page before")] = "",
    limit: _Limit = 100,
) -> Response:
    """Give trainees: what they are at now, what they still have to do, and what they came to in these weeks."""
    today, now = _today(house), house.centre.now()
    return await _page(
        house, asking, lambda conn: trainees(conn, weeks, today, now, group_id=group, cursor=cursor, limit=limit)
    )


@router.get("/sums", responses=PROBLEMS, response_model=SumPage)
async def give_sums(
    house: InHouse,
    asking: AskingPerson,
    weeks: _Weeks,
    whose: _Whose,
    part: _Part,
    by: SumsBy = "item",
    cursor: Annotated[str, Query(max_length=64, description="`next` of the page before, of people")] = "",
    limit: _Limit = 100,
) -> Response:
    """Give results added up by person, item, class or week. Item or class narrow people and weeks down."""
    return await _page(house, asking, lambda conn: sum_page(conn, by, whose, part, weeks, cursor=cursor, limit=limit))


@router.get("/results", responses=PROBLEMS, response_model=ResultPage)
async def give_results(
    house: InHouse,
    asking: AskingPerson,
    whose: _Whose,
    part: _Part,
    cursor: Annotated[str, Query(max_length=120, description="`next` of the page before")] = "",
    limit: _Limit = 50,
) -> Response:
    """Give results call by call, newest first; with an item those that lost points on it."""
    return await _page(house, asking, lambda conn: result_page(conn, whose, part, cursor, limit))


@router.get("/results/{session}", responses=PROBLEMS)
async def give_result(house: InHouse, asking: AskingPerson, session: UUID) -> WholeResult:
    """Give one result with its notes and appeals."""
    return await _read(house, asking, lambda conn: words.whole_result(conn, session))


@router.post("/results/{session}/notes", responses=PROBLEMS)
async def write_note(house: InHouse, sign_in: AskingSignIn, session: UUID, asked: NoteRequest) -> WholeResult:
    """Write a note to the trainee under a mark. The same id again is the same note."""
    return await acted(house, sign_in, lambda act: words.write_note(act, session, asked), Role.TRAINER)


@router.get("/appeals", responses=PROBLEMS)
async def give_appeals(house: InHouse, asking: AskingPerson) -> AppealList:
    """Give the appeals that wait for an answer, oldest first, then the newest of those that have one."""
    return await _read(house, asking, words.appeals)


@router.post("/appeals/{appeal_id}/answer", responses=PROBLEMS)
async def answer_appeal(house: InHouse, sign_in: AskingSignIn, appeal_id: UUID, asked: AppealReply) -> Appeal:
    """Answer an appeal. Of two trainers the first one's answer stands, and the mark stays as it is."""
    return await acted(house, sign_in, lambda act: words.answer_appeal(act, appeal_id, asked), Role.TRAINER)


@router.get(
    "/whole",
    responses={**PROBLEMS, 200: {"content": {kind: {"schema": {"type": "string"}} for kind in MEDIA_TYPES.values()}}},
    response_class=Response,
)
async def give_whole_practice(
    house: InHouse,
    asking: AskingPerson,
    weeks: _Weeks,
    group: _Group = None,
    form: Annotated[Literal["text", "html", "xlsx"], Query(description="for a terminal, a printer, Excel")] = "text",
    language: Literal["zh", "en"] = "zh",
) -> Response:
    """Give the results of these weeks of all or of a group, by person, item, class and week, as one file."""

    def look(conn: Connection) -> Response:
        with speaking(language):
            name = house.registry.settings.name
            report = practice_written(conn, house.centre.pack, name, weeks, group, house.centre.now())
            return Response(FORMS[form](report), media_type=MEDIA_TYPES[form])

    return await _read(house, asking, look)


def _today(house: House) -> date:
    return house.centre.now().astimezone(ZoneInfo(house.centre.pack.time_zone)).date()


async def _page(house: House, asking: Actor, look: Callable[[Connection], BaseModel]) -> Response:
    """Give a long list as it was made: to look through it once more takes longer than to make it."""
    return await _read(
        house, asking, lambda conn: Response(look(conn).model_dump_json(), media_type="application/json")
    )


async def _read(house: House, asking: Actor, look: Callable[[Connection], _Answer]) -> _Answer:
    needs_role(asking, Role.TRAINER)

    def read() -> _Answer:
        with reading(house.centre.engine) as conn:
            return look(conn)

    return await house.hands.read(read)
