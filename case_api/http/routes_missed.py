"""The callers who gave up, and who calls them back."""

from uuid import UUID

from fastapi import APIRouter

from case_api.board import missed
from case_api.http.acts import acted
from case_api.http.bodies import BodyRoute
from case_api.http.documented import PROBLEMS
from case_api.http.house import InHouse
from case_api.http.security import AskingPerson, AskingSignIn, needs_role
from case_api.storage.engine import reading
from hotline.codes import Role
from hotline.desk_doc import MissedCaller
from hotline.lead_acts_doc import ClaimRequest, MissedCallers, Tried

router = APIRouter(prefix="/v1/missed-callers", route_class=BodyRoute, tags=["missed callers"])

_CALL_BACK = (Role.OPERATOR, Role.SPECIALIST, Role.LEAD)


@router.get("", responses=PROBLEMS)
async def give_missed_callers(house: InHouse, asking: AskingPerson) -> MissedCallers:
    """Give the callers who gave up and whom nobody has reached, who gave up first at the top. No number is in it.

    A lead has all of them; an operator those that the own seat has claimed, and those that it may claim.
    """
    needs_role(asking, *_CALL_BACK)

    def look() -> MissedCallers:
        with reading(house.centre.engine) as conn:
            return missed.open_callers(conn, asking)

    return await house.hands.read(look)


@router.post("/{call_id}/claim", responses=PROBLEMS)
async def claim(house: InHouse, sign_in: AskingSignIn, call_id: UUID, asked: ClaimRequest) -> MissedCaller:
    """Claim a caller for the own seat, which is given the number, or as a lead for another.

    Each giving of a number is a row of the read audit.
    """
    return await acted(
        house, sign_in, lambda act: missed.claim(act, house.centre.cipher, call_id, asked.seat), *_CALL_BACK
    )


@router.post("/{call_id}/release", responses=PROBLEMS)
async def release(house: InHouse, sign_in: AskingSignIn, call_id: UUID) -> MissedCaller:
    """Give a claim of the own seat back, or as a lead that of a seat that is silent or has not taken the caller."""
    return await acted(house, sign_in, lambda act: missed.release(act, call_id), *_CALL_BACK)


@router.post("/{call_id}/tried", responses=PROBLEMS)
async def tried(house: InHouse, sign_in: AskingSignIn, call_id: UUID, asked: Tried) -> MissedCaller:
    """Say whether a caller was reached whom the own seat has claimed.

    Who was not can be claimed again, as often as the city pack has it (`callback_tries`).
    """
    most = int(house.centre.pack.number("callback_tries"))
    return await acted(
        house, sign_in, lambda act: missed.tried(act, call_id, reached=asked.reached, most_tries=most), *_CALL_BACK
    )
