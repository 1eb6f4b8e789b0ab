"""What a seat asks of the telephone switch about its own call."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path
from starlette.responses import Response

from case_api.http.bodies import BodyRoute
from case_api.http.documented import PROBLEMS
from case_api.http.house import InHouse
from case_api.http.security import AskingDevice
from case_api.problems import ProblemError
from case_api.storage.engine import writing
from case_api.telephony.reading import ask, is_live
from case_api.telephony.switch import CallAct
from hotline.wire import Problem

router = APIRouter(prefix="/v1/calls", route_class=BodyRoute, tags=["calls"])


@router.post("/{call_id}/{act}", responses=PROBLEMS, status_code=204, response_class=Response)
async def act_on_call(house: InHouse, device: AskingDevice, call_id: UUID, act: Annotated[CallAct, Path()]) -> Response:
    """Answer, hold, resume or hang up. What came of it arrives as an event, as from any switch."""

    def take() -> None:
        with writing(house.centre.engine) as conn:
            if not is_live(conn, call_id, device.seat):
                raise ProblemError(Problem.NOT_FOUND, 404, "This seat has no such call.")
            ask(conn, call_id, act, house.centre.now())

    await house.hands.write(take)
    house.wake_worker()
    return Response(status_code=204)
