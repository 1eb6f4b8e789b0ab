"""The live session of a seat, in `meta` of `work.db`: who is signed in, until when, and the centre's token; whether
it is locked, and when it was last touched, so that a program that was killed opens as it was left.

Read on the start path, so the standard library has to do.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hotline.codes import Role
from local_cache import meta
from local_cache.encrypted import Connection
from local_cache.model import SessionInfo


@dataclass(frozen=True, slots=True)
class LiveSession:
    """A session and the centre's token for it; a sign-in without a line has no token, but the id of its grant."""

    info: SessionInfo
    token: str = field(default="", repr=False)
    grant_id: str = ""


def put(connection: Connection, session: LiveSession) -> None:
    """Keep the session, in place of any other; it is not locked."""
    info = session.info
    text = json.dumps(
        {
            "operator_id": info.operator_id,
            "name": info.name,
            "roles": sorted(info.roles),
            "session_id": info.session_id,
            "online": info.online,
            "valid_until": info.valid_until.isoformat(),
            "unit": info.unit,
            "token": session.token,
            "grant_id": session.grant_id,
        }
    )
    meta.put(connection, meta.SESSION, text)
    meta.drop(connection, meta.LOCKED)


def get(connection: Connection, now: datetime) -> LiveSession | None:
    """Return the session if it is still valid."""
    text = meta.get(connection, meta.SESSION)
    if text is None:
        return None
    held = json.loads(text)
    token, grant_id = held.pop("token"), held.pop("grant_id", "")
    held["valid_until"] = datetime.fromisoformat(held["valid_until"])
    held["roles"] = frozenset(Role(role) for role in held["roles"])
    session = LiveSession(SessionInfo(**held), token, grant_id)
    return session if now < session.info.valid_until else None


def drop(connection: Connection) -> None:
    """Forget the session and all that is known of it."""
    for key in (meta.SESSION, meta.LOCKED, meta.TOUCHED, meta.READ_OUT):
        meta.drop(connection, key)


def lock(connection: Connection) -> None:
    """Keep that the session is locked until somebody signs in again."""
    meta.put(connection, meta.LOCKED, "1")


def is_locked(connection: Connection) -> bool:
    """Say whether the session is locked."""
    return meta.get(connection, meta.LOCKED) is not None


def is_left(touched: datetime | None, now: datetime, lock_after: timedelta) -> bool:
    """Say whether a session counts as locked because nobody has touched it for the time that locks a seat."""
    return touched is not None and now - touched >= lock_after


def touch(connection: Connection, at: datetime) -> None:
    """Keep when the operator last did something."""
    meta.put(connection, meta.TOUCHED, at.isoformat())


def touched_at(connection: Connection) -> datetime | None:
    """Return when the operator last did something, as far as it was kept."""
    text = meta.get(connection, meta.TOUCHED)
    return datetime.fromisoformat(text) if text else None
