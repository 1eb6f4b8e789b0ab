"""Who asks: a device by its token, a person by a session token; told apart by looking both up.

Cases are given to people only. One who has signed in at a seat without a line has no session: their seat asks with
its device token and names the grant by which it let them in.
"""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from case_api.accounts.devices import as_of_now
from case_api.accounts.grants import actor_by_grant
from case_api.accounts.sessions import Session, session_of
from case_api.http.house import House, InHouse
from case_api.identity import Device, SignIn
from case_api.problems import ProblemError
from case_api.storage.engine import looking_up
from hotline.codes import Role
from hotline.context import Actor
from hotline.grants import session_by_grant
from hotline.wire import Problem

_device_bearer = HTTPBearer(auto_error=False, scheme_name="device token", description="From POST /v1/devices/token")
_session_bearer = HTTPBearer(auto_error=False, scheme_name="session token", description="From POST /v1/sessions")

_DeviceCredentials = Annotated[HTTPAuthorizationCredentials | None, Security(_device_bearer)]
_SessionCredentials = Annotated[HTTPAuthorizationCredentials | None, Security(_session_bearer)]


async def _device(house: InHouse, credentials: _DeviceCredentials) -> Device:
    found = await _find_device(house, credentials.credentials if credentials else None)
    if found is None:
        raise who_are_you("a device token")
    return found


async def _device_or_nobody(house: InHouse, credentials: _DeviceCredentials) -> Device | None:
    if credentials is None:
        return None
    return await _device(house, credentials)


async def _session(house: InHouse, credentials: _SessionCredentials) -> Session:
    found = await _find_session(house, credentials.credentials if credentials else None)
    if found is None:
        raise who_are_you("a session token")
    return found


AskingSession = Annotated[Session, Depends(_session)]


async def _device_of_session(
    house: InHouse, session: AskingSession, x_device_token: Annotated[str | None, Header(max_length=200)] = None
) -> Device | None:
    if session.device_id is None and x_device_token is None:
        return None
    found = await _find_device(house, x_device_token)
    if found is None:
        raise who_are_you("a device token in X-Device-Token")
    if session.device_id != found.device_id:
        raise ProblemError(Problem.FORBIDDEN, 403, "The session is not of this device.")
    return found


async def _device_or_session(
    house: InHouse, device: _DeviceCredentials, session: _SessionCredentials
) -> Device | Session:
    credentials = device or session
    token = credentials.credentials if credentials else None
    found = await _find_device(house, token) or await _find_session(house, token)
    if found is None:
        raise who_are_you("a device token or a session token")
    return found


async def _sign_in(
    house: InHouse,
    device: _DeviceCredentials,
    session: _SessionCredentials,
    x_grant_id: Annotated[
        UUID | None, Header(description="With a device token: the grant its operator works by")
    ] = None,
) -> SignIn:
    credentials = device or session
    token = credentials.credentials if credentials else None
    if x_grant_id is None:
        begun = await _find_session(house, token)
        found = SignIn(actor_of(begun), str(begun.session_id)) if begun else None
    else:
        at = await _find_device(house, token)
        person = await _find_by_grant(house, at, x_grant_id) if at else None
        found = SignIn(person, session_by_grant(x_grant_id, "")) if person else None
    if found is None:
        raise who_are_you("a session token, or a device token and in X-Grant-Id a grant of its seat,")
    return found


AskingSignIn = Annotated[SignIn, Depends(_sign_in)]


async def _person(sign_in: AskingSignIn) -> Actor:
    return sign_in.person


AskingPerson = Annotated[Actor, Depends(_person)]
"""A person by their session, or by the grant by which they have signed in at the asking seat without a line."""
AskingDevice = Annotated[Device, Depends(_device)]
DeviceOrNobody = Annotated[Device | None, Depends(_device_or_nobody)]
DeviceOfSession = Annotated[Device | None, Depends(_device_of_session)]
"""The device of a session at a seat, which has to show its token too; None for people without a seat."""
DeviceOrSession = Annotated[Device | Session, Depends(_device_or_session)]


async def still_asking(house: House, device: Device) -> Device:
    """Return a device that has waited, with the rights that it has by now. Raises `ProblemError` (device-revoked)."""

    def look() -> Device:
        with looking_up(house.centre.engine) as conn:
            return as_of_now(conn, device, house.registry.now())

    return await house.hands.read(look)


def needs_role(person: Session | Actor, *roles: Role) -> None:
    """Let only people pass who have one of these roles. Raises `ProblemError` (forbidden)."""
    if person.roles.isdisjoint(roles):
        raise ProblemError(Problem.FORBIDDEN, 403, f"This is for people with the role {' or '.join(roles)}.")


def actor_of(session: Session) -> Actor:
    """Return the person of a session as the rulebook knows people."""
    return Actor(session.operator_id, session.roles, session.seat, session.unit)


async def _find_device(house: House, token: str | None) -> Device | None:
    return await house.device_of(token) if token else None


async def _find_session(house: House, token: str | None) -> Session | None:
    if not token:
        return None

    def look() -> Session | None:
        with looking_up(house.centre.engine) as conn:
            return session_of(conn, token, house.registry.now())

    return await house.hands.read(look)


async def _find_by_grant(house: House, device: Device, grant_id: UUID) -> Actor | None:
    def look() -> Actor | None:
        with looking_up(house.centre.engine) as conn:
            return actor_by_grant(conn, grant_id, device, house.registry.now())

    return await house.hands.read(look)


def who_are_you(needed: str) -> ProblemError:
    """Return what somebody is told who named no token that holds; `needed` says which one is."""
    return ProblemError(Problem.AUTH_REQUIRED, 401, f"This needs {needed} that is still good.")
