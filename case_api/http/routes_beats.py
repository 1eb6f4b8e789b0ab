"""Beats of consoles, and what each desk is told."""

from fastapi import APIRouter

from case_api.http.documented import PROBLEMS
from case_api.http.house import InHouse
from case_api.http.limiter import BEAT, DESK
from case_api.http.security import AskingDevice
from case_api.http.thin_routes import ThinRoute
from hotline.desk_doc import Beat, BeatAnswer, DeskNews

router = APIRouter(route_class=ThinRoute, tags=["board"])


@router.post(BEAT, responses=PROBLEMS)
async def take_beat(house: InHouse, device: AskingDevice, asked: Beat) -> BeatAnswer:
    """Take a sign of life of a console, every two seconds, with the states that it went into.

    A state is sent until the answer names its number or a later one; 50 of them in one beat.
    """
    return BeatAnswer(states_up_to=await house.seats.hear(device, asked))


@router.get(DESK, responses=PROBLEMS)
async def give_desk_news(house: InHouse, device: AskingDevice) -> DeskNews:
    """Give all that the centre wants to be seen at the asking desk now.

    The stream names `desk` when what concerns the seat alone is another, and brings what concerns its queue itself.
    """
    return await house.desks.news_of(device.seat)
