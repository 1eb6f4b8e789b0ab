"""How a seat becomes one and stays one: authority, enrolment, device tokens, grants, the city pack."""

import base64
from typing import Annotated

from fastapi import APIRouter, Header, Path
from starlette.responses import Response

from case_api.accounts.devices import device_token, enrol
from case_api.accounts.grants import grants_of_seat
from case_api.http.bodies import BodyRoute
from case_api.http.documented import PROBLEMS, UNSIGNED
from case_api.http.house import InHouse
from case_api.http.models import EnrolAnswer, EnrolRequest, GrantsAnswer, TokenAnswer, TokenRequest
from case_api.http.security import AskingDevice, DeviceOrSession
from case_api.problems import ProblemError
from case_api.storage.engine import writing
from hotline.grants import SignedGrant
from hotline.wire import Problem

router = APIRouter(prefix="/v1", route_class=BodyRoute, tags=["seats"])


@router.get("/ca", responses=UNSIGNED, response_class=Response)
async def authority(house: InHouse) -> Response:
    """Give the certificate authority (PEM) that a seat checks against its enrolment code and then pins."""
    if house.ca_pem is None:
        raise ProblemError(Problem.NOT_FOUND, 404, "This centre serves plain HTTP on loopback.")
    return Response(house.ca_pem, media_type="application/x-pem-file")


@router.post("/enrol", responses=UNSIGNED)
async def enrol_seat(house: InHouse, asked: EnrolRequest) -> EnrolAnswer:
    """Make a device of the seat that a one-time code is for."""
    registry, centre = house.registry, house.centre
    enrolled = await house.hands.write(
        enrol, registry, asked.code, asked.device_public_key, asked.device_name, asked.app_version
    )
    return EnrolAnswer(
        device_id=enrolled.device_id,
        seat=enrolled.seat,
        serial=enrolled.serial,
        sub_centre=enrolled.sub_centre,
        centre=registry.settings.name,
        city=centre.pack.city,
        phone_hash_key=base64.b64encode(centre.cipher.phone_hash_key).decode(),
        grant_key=base64.b64encode(registry.grant_public_key).decode(),
        pack_version=centre.pack.version,
    )


@router.post("/devices/token", responses=UNSIGNED)
async def give_token(house: InHouse, asked: TokenRequest) -> TokenAnswer:
    """Give a device a short token against a fresh signature of its key."""
    token, expires_at = await house.hands.write(
        device_token, house.registry, asked.device_id, asked.at, asked.nonce, asked.signature
    )
    return TokenAnswer(token=token, expires_at=expires_at)


@router.get("/grants", responses=PROBLEMS)
async def give_grants(house: InHouse, device: AskingDevice) -> GrantsAnswer:
    """Give grants for everybody on the roster of the asking seat."""

    def issue() -> list[SignedGrant]:
        with writing(house.centre.engine) as conn:
            return grants_of_seat(conn, house.registry, device.seat, device.sub_centre)

    return GrantsAnswer(grants=tuple(await house.hands.write(issue)))


@router.get("/packs/{city}", responses=PROBLEMS, response_class=Response)
async def give_pack(
    house: InHouse,
    _asking: DeviceOrSession,
    city: Annotated[str, Path(max_length=64, examples=["tangshan"])],
    if_none_match: Annotated[str, Header(max_length=1000)] = "",
) -> Response:
    """Give the compiled city pack, or 304 to whoever has it."""
    if city != house.centre.pack.city:
        raise ProblemError(Problem.NOT_FOUND, 404, "This centre serves another city.")
    headers = {"ETag": house.pack.etag, "Cache-Control": "private, no-cache"}
    known = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    if house.pack.etag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(house.pack.content, media_type="application/octet-stream", headers=headers)
