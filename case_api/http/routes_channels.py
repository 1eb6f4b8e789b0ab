"""Cases from the other channels, and the cases that may be the same matter."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from case_api.cases.channels import file_from_channel
from case_api.cases.likely import likely
from case_api.http.bodies import BodyRoute
from case_api.http.documented import PROBLEMS
from case_api.http.house import InHouse
from case_api.http.models import ChannelCase, FiledAnswer
from case_api.http.security import AskingPerson, AskingSession, actor_of
from case_api.problems import ProblemError
from hotline.likely_doc import LikelyCases
from hotline.wire import Problem

router = APIRouter(prefix="/v1", route_class=BodyRoute, tags=["cases"])


@router.post("/cases", responses=PROBLEMS, status_code=201)
async def file_case_of_channel(
    house: InHouse, session: AskingSession, asked: ChannelCase, response: Response
) -> FiledAnswer:
    """File a case that came in by another channel; it enters the same queue as those of the telephone.

    The same outside number of the same channel is the same case: sent again it answers 200 with what is there.
    """
    filed = await house.hands.write(
        file_from_channel, house.centre, asked.intake, actor_of(session), str(session.session_id)
    )
    if filed.known:
        response.status_code = 200
    return FiledAnswer(case_id=filed.case_id, number=filed.number, state=filed.state, known=filed.known)


@router.get("/cases/{case_id}/likely", responses=PROBLEMS)
async def give_likely_cases(house: InHouse, asking: AskingPerson, case_id: UUID) -> LikelyCases:
    """Give the live cases that may be the same matter, for a dispatcher who thinks of merging."""
    found: LikelyCases | None = await house.hands.read(likely, house.centre, case_id, asking)
    if found is None:
        raise ProblemError(Problem.NOT_FOUND, 404, "There is no such case.")
    return found
