"""Handing a shift over: its journal, explanations in it, both signatures, and the journals of before."""

from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import APIRouter, Path, Query
from pydantic import AwareDatetime
from sqlalchemy import Connection, select

from case_api.http.acts import acted
from case_api.http.bodies import BodyRoute
from case_api.http.documented import PROBLEMS
from case_api.http.house import House, InHouse
from case_api.http.security import AskingPerson, AskingSignIn, needs_role
from case_api.moments import in_utc
from case_api.shifts.handovers import Handovers
from case_api.shifts.shift_in_question import may_sign
from case_api.shifts.signed_handovers import signed_handovers
from case_api.storage.engine import reading
from case_api.storage.tables_accounts import seats
from hotline.codes import Role
from hotline.context import Actor
from hotline.handover_doc import Explain, Handover, HandoverList, HandoverPlaces, SignHandover

router = APIRouter(prefix="/v1/board/handovers", route_class=BodyRoute, tags=["board"])
_Answer = TypeVar("_Answer")
_Place = Annotated[str, Path(max_length=64, examples=["north"], description="Code of a sub-centre")]


@router.get("", responses=PROBLEMS)
async def give_handover_places(house: InHouse, person: AskingPerson) -> HandoverPlaces:
    """Name the sub-centres for which the asking lead may sign, that of their seat first."""
    needs_role(person, Role.LEAD)
    return await _read(house, lambda conn: _places(conn, person))


@router.get("/{sub_centre}", responses=PROBLEMS)
async def give_handover(
    house: InHouse,
    person: AskingPerson,
    sub_centre: _Place,
    begins: Annotated[AwareDatetime | None, Query(description="Of the shift; left out: the one that is due")] = None,
) -> Handover:
    """Give the handover that leads of a sub-centre work on, with all that is open now; or one of before, as signed."""
    needs_role(person, Role.LEAD)
    handovers, now = _handovers(house), house.centre.now()
    if begins is None:
        return await _read(house, lambda conn: handovers.now(conn, sub_centre, now))
    return await _read(house, lambda conn: handovers.of_shift(conn, sub_centre, in_utc(begins), now))


@router.get("/{sub_centre}/signed", responses=PROBLEMS)
async def give_signed_handovers(
    house: InHouse,
    person: AskingPerson,
    sub_centre: _Place,
    before: Annotated[AwareDatetime | None, Query(description="`before` of the page before")] = None,
) -> HandoverList:
    """Give the signed handovers of a sub-centre, newest first."""
    needs_role(person, Role.LEAD)
    handovers = _handovers(house)

    def look(conn: Connection) -> HandoverList:
        handovers.check_place(conn, sub_centre)
        return signed_handovers(conn, sub_centre, in_utc(before) if before else None)

    return await _read(house, look)


@router.post("/{sub_centre}/explanations", responses=PROBLEMS)
async def explain_items(house: InHouse, sign_in: AskingSignIn, sub_centre: _Place, asked: Explain) -> Handover:
    """Explain items of the journal. Whoever writes second about something is told, and overwrites nothing."""
    return await acted(house, sign_in, lambda act: _handovers(house).explain(act, sub_centre, asked), Role.LEAD)


@router.post("/{sub_centre}/handed", responses=PROBLEMS)
async def hand_over(house: InHouse, sign_in: AskingSignIn, sub_centre: _Place, asked: SignHandover) -> Handover:
    """Sign as the lead who goes: in the last half hour of the shift, and not while a red has no explanation."""
    handovers = _handovers(house)
    return await acted(house, sign_in, lambda act: handovers.hand_over(act, sub_centre, asked.begins), Role.LEAD)


@router.post("/{sub_centre}/taken", responses=PROBLEMS)
async def take_over(house: InHouse, sign_in: AskingSignIn, sub_centre: _Place, asked: SignHandover) -> Handover:
    """Sign as the lead who comes: another one than who goes, in a session of their own."""
    handovers = _handovers(house)
    return await acted(house, sign_in, lambda act: handovers.take_over(act, sub_centre, asked.begins), Role.LEAD)


def _handovers(house: House) -> Handovers:
    return Handovers(house.centre.pack, house.shifts)


def _places(conn: Connection, person: Actor) -> HandoverPlaces:
    own = conn.scalar(select(seats.c.sub_centre).where(seats.c.seat == person.seat))
    found = may_sign(conn, person.operator)
    return HandoverPlaces(sub_centres=tuple(sorted(found, key=lambda code: (code != own, code))))


async def _read(house: House, look: Callable[[Connection], _Answer]) -> _Answer:
    def read() -> _Answer:
        with reading(house.centre.engine) as conn:
            return look(conn)

    return await house.hands.read(read)
