"""Work lists: what each role has to do next."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from case_api.cases.work_list_page import work_list_page
from case_api.http.bodies import BodyRoute
from case_api.http.documented import PROBLEMS
from case_api.http.house import InHouse
from case_api.http.security import AskingPerson
from hotline.queue_doc import QueueName, QueuePage

router = APIRouter(prefix="/v1/queues", route_class=BodyRoute, tags=["queues"])


@router.get("/{queue}", responses=PROBLEMS, response_model=QueuePage)
async def give_queue(
    house: InHouse,
    asking: AskingPerson,
    queue: QueueName,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str, Query(max_length=200, description="`next` of the page before")] = "",
) -> Response:
    """Give a page of a work list, masked, what goes red first at its top, with how many wait in all of it.

    `dispatch` is for dispatchers and leads, `lead` for leads, `unit` for people of a unit and shows them their own,
    `callback` for the call-back desk, `supervision` for supervisors, leads and leaders. Of that `extension` is what
    a supervisor or a lead is to decide on, `naming` what a leader is to. `exclusion` is what a reviewer is to decide
    on, `caller_note` what a lead is to decide on of callers.
    """

    def look() -> Response:
        page = work_list_page(house.centre, queue, asking, cursor=cursor, limit=limit)
        return Response(page.model_dump_json(), media_type="application/json")

    return await house.hands.read(look)
