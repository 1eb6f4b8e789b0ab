"""Who may work at this seat: grants signed by the centre, and a password checked against one when there is no line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from secrets import token_hex
from typing import TYPE_CHECKING

from hotline.codes import Role
from hotline.context import Actor
from local_cache import meta
from local_cache.encrypted import Connection
from local_cache.enrolment import Enrolment
from local_cache.errors import SignInFailed, WhyNot
from local_cache.model import SessionInfo
from local_cache.sessions import LiveSession

if TYPE_CHECKING:
    from hotline.grants import Grant, SignedGrant
    from local_cache.sync.transport import SignedIn, Transport, TransportProblem

TRIES = 5
"""Wrong passwords without a line before the seat makes an operator wait."""
WAIT = timedelta(minutes=15)
_FAILURES = "sign_in_failures"


def put_grants(connection: Connection, grants: Iterable[SignedGrant]) -> None:
    """Keep the grants of this seat's roster in place of all others; who is not among them has none any more."""
    connection.execute("DELETE FROM grants")
    for signed in grants:
        put_grant(connection, signed)


def put_grant(connection: Connection, signed: SignedGrant) -> None:
    """Keep one operator's grant. Whether it is to be believed is judged each time it is used."""
    operator_id = str(json.loads(signed.body)["operator_id"])
    connection.execute("INSERT OR REPLACE INTO grants VALUES (?, ?)", (operator_id, signed.model_dump_json()))


def granted(connection: Connection, enrolment: Enrolment) -> dict[str, Grant]:
    """Return the grants that this seat believes, by operator."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from hotline.grants import GrantError, SignedGrant, read_grant

    key = Ed25519PublicKey.from_public_bytes(enrolment.grant_key)
    found: dict[str, Grant] = {}
    for operator_id, text in connection.execute("SELECT operator_id, signed FROM grants").fetchall():
        try:
            found[operator_id] = read_grant(SignedGrant.model_validate_json(text), key, enrolment.seat)
        except GrantError:
            continue
    return found


def actors(grants: dict[str, Grant]) -> dict[str, Actor]:
    """Return what each operator of this seat may do, and for which unit."""
    return {who: Actor(who, grant.roles, grant.seat, grant.unit) for who, grant in grants.items()}


def begun_online(answer: SignedIn) -> LiveSession:
    """Return the session that the centre has opened. The grant outlives the token, and with it the work."""
    valid_until = answer.expires_at
    if answer.grant is not None:
        granted_until = datetime.fromisoformat(json.loads(answer.grant.body)["valid_until"])
        valid_until = max(valid_until, granted_until)
    roles = frozenset(Role(role) for role in answer.roles if role in set(Role))
    info = SessionInfo(answer.operator_id, answer.name, roles, answer.session_id, True, valid_until, answer.unit)
    return LiveSession(info, answer.token)


def ask_centre(transport: Transport, operator_id: str, password: str) -> SignedIn | None:
    """Sign in at the centre; None when it does not answer, so that the grant decides. Raises `SignInFailed`."""
    from local_cache.sync.transport import TransportDown, TransportProblem

    try:
        return transport.sign_in(operator_id, password)
    except TransportDown:
        return None
    except TransportProblem as problem:
        failed = turned_down(problem)
        if failed is not None:
            raise failed from None
        return None  # busy, or in trouble of its own


def turned_down(problem: TransportProblem) -> SignInFailed | None:
    """Return why the centre lets nobody in, None where it has not said so."""
    from hotline.wire import Problem

    if problem.problem is Problem.LOCKED_OUT or problem.status == 423:
        return SignInFailed(WhyNot.LOCKED_OUT, problem.retry_after)
    if problem.problem is Problem.DEVICE_REVOKED:
        return SignInFailed(WhyNot.SEAT_TURNED_AWAY)
    if problem.problem is Problem.FORBIDDEN:
        return SignInFailed(WhyNot.NOT_AT_THIS_SEAT)
    if problem.status == 401 or problem.status == 422:
        return SignInFailed(WhyNot.WRONG_PASSWORD)
    return None


def check_grant(grant: Grant | None, password: str, now: datetime) -> LiveSession:
    """Open a session on the strength of a grant. Raises `SignInFailed`. Takes a third of a second, by design."""
    from argon2 import PasswordHasher
    from argon2.exceptions import Argon2Error, InvalidHashError

    from hotline.grants import session_by_grant

    if grant is None:
        raise SignInFailed(WhyNot.UNKNOWN_HERE)
    try:
        PasswordHasher().verify(grant.verifier, password)
    except (Argon2Error, InvalidHashError):
        raise SignInFailed(WhyNot.WRONG_PASSWORD) from None
    if now >= grant.valid_until:
        raise SignInFailed(WhyNot.EXPIRED)
    session_id = session_by_grant(grant.grant_id, token_hex(8))
    info = SessionInfo(grant.operator_id, grant.name, grant.roles, session_id, False, grant.valid_until, grant.unit)
    return LiveSession(info, grant_id=str(grant.grant_id))


def locked_for(connection: Connection, operator_id: str, now: datetime) -> float | None:
    """Return for how many seconds an operator has to wait after too many wrong passwords, or None."""
    count, last = _failures(connection).get(operator_id, (0, ""))
    if count < TRIES:
        return None
    left = datetime.fromisoformat(last) + WAIT - now
    # A clock set back must lock nobody out for years.
    return left.total_seconds() if timedelta() < left <= WAIT else None


def note_try(connection: Connection, operator_id: str, now: datetime, *, good: bool) -> None:
    """Count a wrong password, or forget the count after a right one."""
    failures = _failures(connection)
    count, last = failures.get(operator_id, (0, ""))
    if good:
        failures.pop(operator_id, None)
    else:
        stale = count >= TRIES and datetime.fromisoformat(last) + WAIT <= now
        failures[operator_id] = (1 if stale else count + 1, now.isoformat())
    meta.put(connection, _FAILURES, json.dumps(failures))


def _failures(connection: Connection) -> dict[str, tuple[int, str]]:
    text = meta.get(connection, _FAILURES)
    return {key: (value[0], value[1]) for key, value in json.loads(text).items()} if text else {}
