"""Signing in and out, and an administrator's end to all sessions of a person."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from case_api.accounts.sessions import end_session, sign_in
from case_api.accounts.users import Ended, UnknownUserError, end_everywhere
from case_api.http.bodies import BodyRoute
from case_api.http.documented import PROBLEMS, UNSIGNED
from case_api.http.house import InHouse
from case_api.http.models import AskingAnswer, EndedAnswer, OperatorOut, SignInAnswer, SignInRequest
from case_api.http.security import AskingPerson, AskingSession, DeviceOrNobody, needs_role
from case_api.problems import ProblemError
from case_api.storage.engine import writing
from hotline.codes import Role
from hotline.texts import unkeepable
from hotline.wire import Problem

router = APIRouter(prefix="/v1", route_class=BodyRoute, tags=["sessions"])


@router.post("/sessions", responses=UNSIGNED)
async def begin_session(house: InHouse, device: DeviceOrNobody, asked: SignInRequest) -> SignInAnswer:
    """Sign in: at a seat with its device token, without a seat with none."""
    begun = await house.hands.hash(sign_in, house.registry, asked.operator_id, asked.password, device)
    house.watch_now(people=True)
    session = begun.session
    return SignInAnswer(
        session_id=session.session_id,
        token=begun.token,
        expires_at=begun.expires_at,
        operator=OperatorOut(
            operator_id=session.operator_id, name=session.name, roles=session.roles, unit=session.unit
        ),
        grant=begun.grant,
    )


@router.get("/sessions/current", responses=PROBLEMS)
async def say_who_asks(person: AskingPerson) -> AskingAnswer:
    """Say who asks, for a seat that wants to know whether its operator's sign-in still holds here."""
    return AskingAnswer(operator_id=person.operator, roles=person.roles, unit=person.unit)


@router.delete("/sessions/current", responses=PROBLEMS, status_code=204, response_class=Response)
async def end_own_session(house: InHouse, session: AskingSession) -> Response:
    """Sign out."""

    def end() -> None:
        with writing(house.centre.engine) as conn:
            end_session(conn, session.session_id, at=house.registry.now())

    await house.hands.write(end)
    house.watch_now(people=True)
    return Response(status_code=204)


@router.delete("/users/{operator_id}/sessions", responses=PROBLEMS)
async def end_all_sessions(
    house: InHouse, session: AskingSession, operator_id: Annotated[str, Path(max_length=64, examples=["op-088"])]
) -> EndedAnswer:
    """End every session and every grant of a person; what they make later without a line is held."""
    needs_role(session, Role.ADMIN)

    def end() -> Ended:
        with writing(house.centre.engine) as conn:
            return end_everywhere(conn, operator_id, at=house.registry.now())

    try:
        if unkeepable(operator_id):
            raise UnknownUserError
        ended = await house.hands.write(end)
    except UnknownUserError as error:
        raise ProblemError(Problem.NOT_FOUND, 404, "There is nobody of that name.") from error
    house.watch_now(people=True)
    return EndedAnswer(ended=ended.sessions, seats=ended.seats)
