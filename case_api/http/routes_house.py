"""How the centre is: health for everybody, meters for this machine alone."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from case_api.audit.shifts import late_head
from case_api.http.bodies import BodyRoute
from case_api.http.documented import UNSIGNED
from case_api.http.house import InHouse
from case_api.http.models import Health, Trouble
from case_api.problems import ProblemError
from case_api.settings import is_loopback
from case_api.storage.demo_mark import is_demo
from case_api.storage.engine import reading
from case_api.storage.epoch import epoch_of
from case_api.version import VERSION
from hotline.shifts import Shifts
from hotline.wire import Problem

router = APIRouter(route_class=BodyRoute, tags=["house"])


@router.get("/v1/health", responses=UNSIGNED)
async def health(house: InHouse) -> Health:
    """Say that the centre is there and its database answers, and what is amiss with it."""
    now = house.centre.now()
    shifts = Shifts.of(house.centre.pack.time_zone, house.registry.settings.shift_ends)

    def look() -> tuple[str, bool, bool]:
        with reading(house.centre.engine) as conn:
            return epoch_of(conn), late_head(conn, shifts, now) is not None, is_demo(conn)

    epoch, late, demo = await house.hands.read(look)
    troubles: list[Trouble] = ["audit_heads_late"] if late else []
    if house.certificate_ends_soon():
        troubles.append("certificate_ends_soon")
    return Health(
        status="trouble" if troubles else "ok",
        troubles=tuple(troubles),
        version=VERSION,
        epoch=epoch,
        now=now,
        centre=house.registry.settings.name,
        city=house.centre.pack.city,
        demo=demo,
    )


@router.get("/metrics", include_in_schema=False)
async def metrics(house: InHouse, request: Request) -> Response:
    """Give the meters in Prometheus' text form, to this machine only."""
    if request.client is None or not is_loopback(request.client.host):
        raise ProblemError(Problem.NOT_FOUND, 404, "There is nothing here.")
    house.meters.in_flight.set(house.places.taken)
    house.meters.streams.set(house.news.streams())
    return Response(house.meters.text(), media_type="text/plain; version=0.0.4; charset=utf-8")
