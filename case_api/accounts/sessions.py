"""Sessions: who is signed in, at a seat or without one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update
from uuid_utils import uuid7

from case_api.accounts.grants import issue_grant
from case_api.accounts.lock_out import count_failure, forget_failures, locked_for
from case_api.accounts.registry import Registry
from case_api.accounts.roles import places_of_seat, roles_of
from case_api.accounts.tokens import new_token, token_hash
from case_api.identity import Device
from case_api.problems import ProblemError
from case_api.storage.engine import reading, writing
from case_api.storage.tables_accounts import devices, grants, rosters, seats, sessions, users
from hotline.codes import Role
from hotline.grants import SignedGrant, grant_of_session
from hotline.names import sign_in_name
from hotline.wire import Problem


@dataclass(frozen=True, slots=True)
class Session:
    """A live session. `device_id`, `seat` and `sub_centre` are empty for people without a seat.

    `unit` is empty for people of the hotline itself.
    """

    session_id: UUID
    operator_id: str
    name: str
    roles: frozenset[Role]
    device_id: UUID | None
    seat: str
    sub_centre: str
    unit: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session just begun with the token for it, and a grant where it is at a seat."""

    session: Session
    token: str
    expires_at: datetime
    grant: SignedGrant | None


def sign_in(registry: Registry, operator_id: str, password: str, device: Device | None) -> SignedIn:
    """Begin a session. A session that is still open at the same seat ends. Full-width digits count as half-width ones.

    Checking the password takes a tenth of a second and holds no transaction.
    Raises `ProblemError`: auth-required for a wrong name or password, locked-out, forbidden for another seat's people.
    """
    operator_id = sign_in_name(operator_id)
    with reading(registry.engine) as conn:
        locked = locked_for(conn, operator_id, registry.now())
        kept = conn.scalar(select(users.c.password_hash).where(users.c.operator_id == operator_id))
    if locked:
        raise _locked_out(locked.total_seconds())
    right = registry.passwords.fits(password, kept) and kept is not None
    with writing(registry.engine) as conn:
        person = conn.execute(select(users).where(users.c.operator_id == operator_id)).first()
        if right and person is not None and not person.disabled and person.password_hash == kept:
            if device is not None and not _on_roster(conn, operator_id, device):
                raise ProblemError(Problem.FORBIDDEN, 403, "You are not on the roster of this seat.")
            forget_failures(conn, operator_id)
            return _begin(conn, registry, person, device)
        locked = count_failure(conn, operator_id, registry.settings.lock_out, registry.now())
    if locked:
        raise _locked_out(locked.total_seconds())
    raise ProblemError(Problem.AUTH_REQUIRED, 401, "The name or the password is wrong.")


def session_of(conn: Connection, token: str, now: datetime) -> Session | None:
    """Return the live session that a token stands for, or None."""
    row = conn.execute(_OF_TOKEN, {"token": token_hash(token), "now": now}).first()
    if row is None:
        return None
    return Session(
        session_id=row.session_id,
        operator_id=row.operator_id,
        name=row.name,
        roles=roles_of(row.roles),
        device_id=row.device_id,
        seat=row.seat or "",
        sub_centre=row.sub_centre or "",
        unit=row.unit,
    )


def seat_of_session(conn: Connection, operator_id: str, session_id: str) -> str | None:
    """Return the seat at which an operator signed in (the `SessionBook` of a centre).

    Without a line a grant stands for it; one with a line is forgotten after its time, and its seat with it.
    """
    grant_id = grant_of_session(session_id)
    if grant_id is not None:
        found = conn.execute(_SEAT_OF_GRANT, {"operator": operator_id, "grant": grant_id})
    else:
        try:
            asked = UUID(session_id)
        except ValueError:
            return None
        found = conn.execute(_SEAT_OF_SESSION, {"operator": operator_id, "session": asked})
    return found.scalar_one_or_none()


def lead_devices(conn: Connection, now: datetime) -> frozenset[UUID]:
    """Return the devices at which a lead is signed in; those may see alerts."""
    wanted = (
        select(sessions.c.device_id, users.c.roles)
        .join(users, users.c.operator_id == sessions.c.operator_id)
        .where(sessions.c.device_id.is_not(None), sessions.c.ended_at.is_(None), sessions.c.expires_at > now)
    )
    return frozenset(row.device_id for row in conn.execute(wanted) if Role.LEAD in roles_of(row.roles))


def leads_at_seats(conn: Connection, now: datetime) -> frozenset[tuple[str, str]]:
    """Return the seats at which leads are signed in: pairs of a seat and the lead's name of sign-in."""
    wanted = (
        select(devices.c.seat, users.c.operator_id, users.c.roles)
        .join(sessions, sessions.c.device_id == devices.c.device_id)
        .join(users, users.c.operator_id == sessions.c.operator_id)
        .where(sessions.c.ended_at.is_(None), sessions.c.expires_at > now)
    )
    return frozenset((row.seat, row.operator_id) for row in conn.execute(wanted) if Role.LEAD in roles_of(row.roles))


def is_lead_device(conn: Connection, device_id: UUID, now: datetime) -> bool:
    """Say whether a lead is signed in at this device."""
    return any(Role.LEAD in roles_of(roles) for roles in conn.scalars(_ROLES_AT, {"device": device_id, "now": now}))


def end_session(conn: Connection, session_id: UUID, *, at: datetime) -> None:
    """End one session."""
    conn.execute(
        update(sessions).where(sessions.c.session_id == session_id, sessions.c.ended_at.is_(None)).values(ended_at=at)
    )


def end_sessions_of(
    conn: Connection, operator_id: str, *, at: datetime, at_seats: Collection[str] | None = None
) -> int:
    """End a person's sessions, all or those at some seats, and return how many there were."""
    open_ones = update(sessions).where(
        sessions.c.operator_id == operator_id, sessions.c.ended_at.is_(None), sessions.c.expires_at > at
    )
    if at_seats is not None:
        there = select(devices.c.device_id).where(devices.c.seat.in_(at_seats))
        open_ones = open_ones.where(sessions.c.device_id.in_(there))
    return conn.execute(open_ones.values(ended_at=at)).rowcount


def forget_old_sessions(conn: Connection, before: datetime) -> None:
    """Take out sessions that ran out before a moment."""
    conn.execute(delete(sessions).where(sessions.c.expires_at < before))


def _begin(conn: Connection, registry: Registry, person: Row[Any], device: Device | None) -> SignedIn:
    now = registry.now()
    expires_at = now + registry.settings.session_life
    token = new_token()
    session = Session(
        session_id=UUID(bytes=uuid7().bytes),
        operator_id=person.operator_id,
        name=person.name,
        roles=roles_of(person.roles),
        device_id=device.device_id if device else None,
        seat=device.seat if device else "",
        sub_centre=device.sub_centre if device else "",
        unit=person.unit,
    )
    if device is not None:
        conn.execute(
            update(sessions)
            .where(sessions.c.device_id == device.device_id, sessions.c.ended_at.is_(None))
            .values(ended_at=now)
        )
    conn.execute(
        insert(sessions).values(
            session_id=session.session_id,
            token_hash=token_hash(token),
            operator_id=session.operator_id,
            device_id=session.device_id,
            created_at=now,
            expires_at=expires_at,
        )
    )
    grant = issue_grant(conn, registry, person, device.seat) if device else None
    return SignedIn(session, token, expires_at, grant)


def _on_roster(conn: Connection, operator_id: str, device: Device) -> bool:
    places = places_of_seat(device.seat, device.sub_centre)
    wanted = select(rosters.c.place).where(rosters.c.operator_id == operator_id, rosters.c.place.in_(places))
    return conn.execute(wanted).first() is not None


def _locked_out(seconds: float) -> ProblemError:
    return ProblemError(
        Problem.LOCKED_OUT, 429, "Too many wrong passwords. Wait, or ask an administrator.",
        {"retry_after": ceil(seconds)},
    )  # fmt: skip


_ROLES_AT = (
    select(users.c.roles)
    .join(sessions, users.c.operator_id == sessions.c.operator_id)
    .where(
        sessions.c.device_id == bindparam("device"),
        sessions.c.ended_at.is_(None),
        sessions.c.expires_at > bindparam("now"),
    )
)
_OF_TOKEN = (
    select(sessions, users.c.name, users.c.roles, users.c.unit, seats.c.seat, seats.c.sub_centre)
    .join(users, users.c.operator_id == sessions.c.operator_id)
    .outerjoin(devices, devices.c.device_id == sessions.c.device_id)
    .outerjoin(seats, seats.c.seat == devices.c.seat)
    .where(
        sessions.c.token_hash == bindparam("token"),
        sessions.c.ended_at.is_(None),
        sessions.c.expires_at > bindparam("now"),
        users.c.disabled.is_(False),
        devices.c.revoked_at.is_(None),  # so it is where there is no device
    )
)
"""Made once: every request asks it."""
_SEAT_OF_GRANT = select(grants.c.seat).where(
    grants.c.grant_id == bindparam("grant"), grants.c.operator_id == bindparam("operator")
)
_SEAT_OF_SESSION = (
    select(devices.c.seat)
    .join(sessions, sessions.c.device_id == devices.c.device_id)
    .where(sessions.c.session_id == bindparam("session"), sessions.c.operator_id == bindparam("operator"))
)
