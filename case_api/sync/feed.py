"""The feed: which entity of which scope has changed, in the order in which the centre committed.

Every writer of synced tables appends here and nowhere else, as the last step of its transaction. On PostgreSQL an
advisory lock makes positions become visible in their order; without it a cursor silently loses 17-20 % of changes
under concurrent writers (sync.md, section 2.5). SQLite has one writer anyway.

Positions point at entities, they hold no copies: what a seat gets is the row as it is when it pulls.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, select, text

from case_api.storage.epoch import SELECT_EPOCH
from case_api.storage.rows import insert
from case_api.storage.tables_sync import centre_meta, change_log

Entity = Literal["case", "call", "alert"]

CHANNEL = "case_api_feed"
"""The PostgreSQL channel on which each commit is told: `{"scopes": [...] or null for too many, "pos": n}`."""

_LOCK = text("SELECT pg_advisory_xact_lock(12345, 2)")
_NOTIFY = text(f"SELECT pg_notify('{CHANNEL}', :news)")
_NOTIFY_BYTES = 7000
_TIP = select(func.coalesce(func.max(change_log.c.pos), 0))
MIN_POS = "feed_min_pos"
"""Key in `centre_meta` of the position before which a cursor is too old."""
_SELECT_MIN_POS = select(centre_meta.c.v).where(centre_meta.c.k == MIN_POS)


class Pointer(NamedTuple):
    """Says that something of an entity changed that the holders of a scope should look at."""

    scope: str
    entity: Entity
    entity_id: UUID


class Entry(NamedTuple):
    """A pointer at its position."""

    pos: int
    entity: Entity
    entity_id: UUID


def take_lock(conn: Connection) -> None:
    """Become the only writer of feed and audit until this transaction ends."""
    if conn.dialect.name == "postgresql":
        conn.execute(_LOCK)


def append(conn: Connection, pointers: Iterable[Pointer], at: datetime) -> int:
    """Append pointers without repeats and return the newest position. The last step of a writing transaction."""
    rows = [{**pointer._asdict(), "at": at} for pointer in dict.fromkeys(pointers)]
    take_lock(conn)
    insert(conn, change_log, rows)
    pos = tip(conn)
    if rows and conn.dialect.name == "postgresql":
        scopes = sorted({row["scope"] for row in rows})
        news = json.dumps({"scopes": scopes, "pos": pos})
        news = news if len(news) < _NOTIFY_BYTES else json.dumps({"scopes": None, "pos": pos})
        conn.execute(_NOTIFY, {"news": news})
    return pos


def tip(conn: Connection) -> int:
    """Return the newest position that the transaction of `conn` can see."""
    return int(conn.execute(_TIP).scalar_one())


def min_pos(conn: Connection) -> int:
    """Return the position before which a cursor is too old."""
    found = conn.execute(_SELECT_MIN_POS).scalar_one_or_none()
    return int(found or 0)


def standing(conn: Connection) -> tuple[str, int, int]:
    """Return the epoch, the newest position and the one before which a cursor is too old, by one statement."""
    epoch, pos, oldest = conn.execute(_STANDING).one()
    return epoch, pos, int(oldest or 0)


def entries(conn: Connection, scope: str, after: int, limit: int) -> list[Entry]:
    """Return at most `limit` entries of a scope that come after a position, oldest first."""
    found = conn.execute(_ENTRIES, {"scope": scope, "after": after, "limit": limit})
    return [Entry(pos, entity, entity_id) for pos, entity, entity_id in found]


_STANDING = select(
    SELECT_EPOCH.scalar_subquery(),
    _TIP.scalar_subquery(),
    _SELECT_MIN_POS.scalar_subquery(),
)
_ENTRIES = (
    select(change_log.c.pos, change_log.c.entity, change_log.c.entity_id)
    .where(change_log.c.scope == bindparam("scope"), change_log.c.pos > bindparam("after"))
    .order_by(change_log.c.pos)
    .limit(bindparam("limit"))
)
