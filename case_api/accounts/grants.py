"""Grants: the centre's signed word that an operator may work at a seat without a line, and how it is looked up later.

A mutation is judged by the newest grant that its operator had for its seat when it was made. Seats' clocks are not
to be relied on: one made before any grant was issued is judged by the first.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, distinct, func, insert, select, update
from uuid_utils import uuid7

from case_api.accounts.registry import Registry
from case_api.accounts.roles import listed, places_of_seat, roles_of
from case_api.identity import Device, GrantHistory, GrantState, Standing
from case_api.storage.tables_accounts import grants, rosters, users
from hotline.codes import Role
from hotline.context import Actor
from hotline.grants import Grant, SignedGrant, sign_grant


@dataclass(frozen=True, slots=True)
class _Issued:
    issued_at: datetime
    valid_until: datetime
    revoked_at: datetime | None
    roles: frozenset[Role]
    unit: str


def grant_history(conn: Connection, operator_id: str, seat: str) -> GrantHistory:
    """Return what an operator's grants for a seat say at any moment (the `GrantBook` of a centre)."""
    issued = [
        _Issued(row.issued_at, row.valid_until, row.revoked_at, roles_of(row.roles), row.unit)
        for row in conn.execute(_HISTORY, {"operator": operator_id, "seat": seat})
    ]
    return partial(_state, issued)


def _state(issued: list[_Issued], made_at: datetime) -> GrantState:
    if not issued:
        return GrantState(Standing.UNKNOWN)
    grant = next((each for each in reversed(issued) if each.issued_at <= made_at), issued[0])
    if grant.revoked_at is not None and grant.revoked_at <= made_at:
        return GrantState(Standing.REVOKED, grant.roles, grant.unit)
    if grant.valid_until < made_at:
        return GrantState(Standing.EXPIRED, grant.roles, grant.unit)
    return GrantState(Standing.OK, grant.roles, grant.unit)


def issue_grant(conn: Connection, registry: Registry, person: Any, seat: str) -> SignedGrant:
    """Return a grant for a person (a row of `users`) at a seat, a present one again while half of its life is left."""
    return _issue(conn, registry, person, seat, _present(conn, [person.operator_id], seat))


def grants_of_seat(conn: Connection, registry: Registry, seat: str, sub_centre: str) -> list[SignedGrant]:
    """Return a grant for everybody on a seat's roster, so that each of them can sign in there without a line."""
    wanted = (
        select(users)
        .where(
            users.c.disabled.is_(False),
            users.c.operator_id.in_(
                select(rosters.c.operator_id).where(rosters.c.place.in_(places_of_seat(seat, sub_centre)))
            ),
        )
        .order_by(users.c.operator_id)
    )
    people = conn.execute(wanted).all()
    present = _present(conn, [person.operator_id for person in people], seat)
    return [_issue(conn, registry, person, seat, present) for person in people]


def actor_by_grant(conn: Connection, grant_id: UUID, device: Device, now: datetime) -> Actor | None:
    """Return who has signed in at a device by a grant, without a line; None where it lets nobody ask any more.

    The device vouches that the password fitted. The rest is the centre's own word: the grant is for this seat, has not
    run out and was not taken back, and its person is not shut out and still on the roster here.
    """
    asked = {"grant": grant_id, "seat": device.seat, "now": now}
    row = conn.execute(_BY_GRANT, asked | {"places": places_of_seat(device.seat, device.sub_centre)}).first()
    if row is None:
        return None
    return Actor(row.operator_id, roles_of(row.granted) & roles_of(row.roles), device.seat, row.unit)


def revoke_grants(conn: Connection, operator_id: str, *, at: datetime, at_seats: Collection[str] | None = None) -> int:
    """Take back a person's grants, all or those for some seats, from now on; what was made under them stays good.

    Returns at how many seats one would still have let them in.
    """
    which = [grants.c.operator_id == operator_id, grants.c.revoked_at.is_(None)]
    if at_seats is not None:
        which.append(grants.c.seat.in_(at_seats))
    good = select(func.count(distinct(grants.c.seat))).where(*which, grants.c.valid_until > at)
    count = conn.scalar(good) or 0
    conn.execute(update(grants).where(*which).values(revoked_at=at))
    return count


def _present(conn: Connection, operators: list[str], seat: str) -> dict[str, Any]:
    wanted = select(grants).where(grants.c.seat == seat, grants.c.operator_id.in_(operators))
    newest = conn.execute(wanted.order_by(grants.c.issued_at, grants.c.grant_id)).all()
    return {row.operator_id: row for row in newest}


def _issue(conn: Connection, registry: Registry, person: Any, seat: str, present: dict[str, Any]) -> SignedGrant:
    now = registry.now()
    life = registry.settings.grant_life
    kept = present.get(person.operator_id)
    if kept is not None and kept.revoked_at is None and kept.valid_until - now > life / 2 and _says(kept, person):
        return SignedGrant(body=kept.body, signature=kept.signature)
    grant = Grant(
        grant_id=UUID(bytes=uuid7().bytes),
        operator_id=person.operator_id,
        name=person.name,
        roles=roles_of(person.roles),
        seat=seat,
        issued_at=now,
        valid_until=now + life,
        verifier=person.verifier,
        unit=person.unit,
    )
    signed = sign_grant(grant, registry.signing_key)
    conn.execute(
        insert(grants).values(
            grant_id=grant.grant_id,
            operator_id=grant.operator_id,
            seat=seat,
            roles=listed(grant.roles),
            unit=grant.unit,
            issued_at=now,
            valid_until=grant.valid_until,
            body=signed.body,
            signature=signed.signature,
        )
    )
    return signed


def _says(kept: Any, person: Any) -> bool:
    said = json.loads(kept.body)
    same_rights = roles_of(kept.roles) == roles_of(person.roles) and kept.unit == person.unit
    return same_rights and said["verifier"] == person.verifier and said["name"] == person.name


_HISTORY = (
    select(grants.c.issued_at, grants.c.valid_until, grants.c.revoked_at, grants.c.roles, grants.c.unit)
    .where(grants.c.operator_id == bindparam("operator"), grants.c.seat == bindparam("seat"))
    .order_by(grants.c.issued_at, grants.c.grant_id)
)
_BY_GRANT = (
    select(grants.c.operator_id, grants.c.roles.label("granted"), users.c.roles, grants.c.unit)
    .join(users, users.c.operator_id == grants.c.operator_id)
    .where(
        grants.c.grant_id == bindparam("grant"),
        grants.c.seat == bindparam("seat"),
        grants.c.revoked_at.is_(None),
        grants.c.valid_until > bindparam("now"),
        users.c.disabled.is_(False),
        users.c.operator_id.in_(
            select(rosters.c.operator_id).where(rosters.c.place.in_(bindparam("places", expanding=True)))
        ),
    )
)
