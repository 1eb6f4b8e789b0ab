"""Keeps the feed in bounds: what is older than the window leaves the territories, and old entries are dropped."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Column, Connection, Label, delete, func, literal, select

from case_api.cases.keeping import scopes_of_row
from case_api.centre import Centre
from case_api.storage.engine import take_time, writing
from case_api.storage.rows import insert
from case_api.storage.tables_cases import alerts, cases, other_calls
from case_api.storage.tables_sync import centre_meta, change_log
from case_api.sync import feed
from case_api.sync.feed import Entity, Pointer
from hotline.codes import LIVE

_AGED_TO = "aged_to"


def age_out(centre: Centre) -> int:
    """Let seats hear of the cases, calls and alerts whose 90 days ended since the last time; return how many.

    Pulling then answers `del` for them. The worker does this once an hour or so.
    """
    now = centre.now()
    cut = now - centre.rules.window
    with writing(centre.engine) as conn:
        take_time(conn)  # the first time after a long pause there is much, and it is read before it is written
        before = _meta(conn, _AGED_TO)
        since = datetime.fromisoformat(before) if before else cut
        pointers = [
            Pointer(scope, entity, row.id)
            for entity, columns in _AGEING.items()
            for row in conn.execute(select(*columns).where(columns.at >= since, columns.at < cut))
            for scope in sorted(_scopes(entity, row))
        ]
        _set_meta(conn, _AGED_TO, max(since, cut).isoformat())
        pos = feed.append(conn, pointers, now)
    if pointers:
        centre.told(frozenset(pointer.scope for pointer in pointers), pos)
    return len({(pointer.entity, pointer.entity_id) for pointer in pointers})


class _Ageing(NamedTuple):
    """The columns that say to which scopes a row belongs, and from when on its days count."""

    id: Column[UUID]
    sub_centre: Column[str]
    seats: Column[str] | Label[str]
    at: Column[datetime]


_AGEING: dict[Entity, _Ageing] = {
    "case": _Ageing(cases.c.id, cases.c.sub_centre, cases.c.seats, cases.c.created_at),
    "call": _Ageing(other_calls.c.id, other_calls.c.sub_centre, other_calls.c.seat.label("seats"), other_calls.c.at),
    "alert": _Ageing(alerts.c.id, alerts.c.sub_centre, literal("").label("seats"), alerts.c.at),
}


def _scopes(entity: Entity, row: Any) -> set[str]:
    return {f"leads:{row.sub_centre}"} if entity == "alert" else scopes_of_row(row.seats, row.sub_centre)


def compact(centre: Centre) -> int:
    """Drop entries of the feed that nobody needs any more; return how many.

    Repeats older than the window go without anybody noticing. Entries of what no scope holds any more go too; a
    cursor from before them is then too old, which is a seat that was away for longer than the window. The newest entry
    stays whatever it is of: it is where the feed has come to, and a cursor beyond that would run out at once for ever.
    """
    cut = centre.now() - centre.rules.window
    newest = select(func.max(change_log.c.pos)).group_by(
        change_log.c.scope, change_log.c.entity, change_log.c.entity_id
    )
    over = select(cases.c.id).where(cases.c.created_at < cut, cases.c.state.not_in([state.value for state in LIVE]))
    aged = (change_log.c.entity != "case") | change_log.c.entity_id.in_(over)
    nobodys = (change_log.c.at < cut) & aged & (change_log.c.pos < select(func.max(change_log.c.pos)).scalar_subquery())
    with writing(centre.engine) as conn:
        take_time(conn)
        feed.take_lock(conn)
        repeats = conn.execute(delete(change_log).where(change_log.c.at < cut, change_log.c.pos.not_in(newest)))
        highest = conn.execute(select(func.max(change_log.c.pos)).where(nobodys)).scalar_one()
        gone = conn.execute(delete(change_log).where(nobodys))
        if highest is not None:
            _set_meta(conn, feed.MIN_POS, str(max(highest, feed.min_pos(conn))))
    return repeats.rowcount + gone.rowcount


def _meta(conn: Connection, key: str) -> str | None:
    found: str | None = conn.execute(select(centre_meta.c.v).where(centre_meta.c.k == key)).scalar_one_or_none()
    return found


def _set_meta(conn: Connection, key: str, value: str) -> None:
    changed = conn.execute(centre_meta.update().where(centre_meta.c.k == key).values(v=value))
    if not changed.rowcount:
        insert(conn, centre_meta, [{"k": key, "v": value}])
