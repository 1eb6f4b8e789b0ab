"""Cases at the centre: search, one case, commands of people without a seat, and reveals."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Header
from starlette.responses import Response

from case_api.cases.query import CasePage, CaseQuery
from case_api.cases.reading import case_doc
from case_api.cases.reveal import revealed
from case_api.cases.search import search
from case_api.http.bodies import BodyRoute
from case_api.http.documented import PROBLEMS
from case_api.http.house import InHouse
from case_api.http.models import SEARCH_EXAMPLE, CommandRequest, RevealAnswer, RevealRequest
from case_api.http.security import (
    AskingPerson,
    AskingSession,
    AskingSignIn,
    DeviceOfSession,
)
from case_api.problems import ProblemError
from case_api.sync.give import give_command
from hotline.case_doc import CaseDoc
from hotline.wire import MutationResult, Problem

router = APIRouter(prefix="/v1", route_class=BodyRoute, tags=["cases"])

_QUERY = Body(openapi_examples={"street lights of a district": {"value": SEARCH_EXAMPLE}})


@router.post("/cases/search", responses=PROBLEMS, response_model=CasePage)
async def search_cases(house: InHouse, asking: AskingPerson, query: Annotated[CaseQuery, _QUERY]) -> Response:
    """Find masked cases, newest first. What is looked for never stands in an address."""

    def look() -> Response:
        return _json(search(house.centre, query, asking).model_dump_json())

    return await house.hands.read(look)


@router.get("/cases/{case_id}", responses=PROBLEMS, response_model=CaseDoc)
async def give_case(house: InHouse, asking: AskingPerson, case_id: UUID) -> Response:
    """Give one masked case with its timeline."""
    doc = await house.hands.read(case_doc, house.centre, case_id, asking)
    if doc is None:
        raise ProblemError(Problem.NOT_FOUND, 404, "There is no such case.")
    return _json(doc.model_dump_json())


@router.post("/cases/{case_id}/commands", responses=PROBLEMS, response_model=MutationResult)
async def command_case(
    house: InHouse,
    sign_in: AskingSignIn,
    case_id: UUID,
    asked: CommandRequest,
    idempotency_key: Annotated[UUID, Header(description="Id of the command; the same again gives the same answer")],
) -> Response:
    """Give a command to a case; what the rulebook does not allow is refused with its reason."""
    given = await house.hands.write(
        give_command,
        house.centre,
        case_id,
        idempotency_key,
        asked.op,
        asked.schema_,
        asked.payload,
        sign_in.person,
        base_revision=asked.base_revision,
        session_id=sign_in.session_id,
    )
    return _json(given.model_dump_json())


@router.post("/reveals", responses=PROBLEMS)
async def reveal(house: InHouse, session: AskingSession, device: DeviceOfSession, asked: RevealRequest) -> RevealAnswer:
    """Give one personal field in the clear, for a `reveal` of the same person that is five minutes old at most.

    At a seat it is one that its device has pushed, and the device shows its token in `X-Device-Token`; people without
    a seat have given it as a command.
    """
    field, value = await house.hands.read(revealed, house.centre, asked.mutation_id, session.operator_id, device)
    return RevealAnswer(field=field, value=value)


def _json(text: str) -> Response:
    return Response(text, media_type="application/json")
