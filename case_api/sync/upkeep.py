"""Keeps the feed in bounds: what is older than the window leaves the territories, and old entries are dropped."""

from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from case_api.cases.keeping import scopes_of_row
from case_api.centre import Centre
from case_api.storage.engine import writing
from case_api.storage.tables_cases import cases
from case_api.storage.tables_sync import centre_meta, change_log
from case_api.sync import feed
from case_api.sync.feed import Pointer
from hotline.codes import LIVE

_AGED_TO = "aged_to"


def age_out(centre: Centre) -> int:
    """Let seats hear of the cases whose 90 days ended since the last time; return how many.

    Pulling then answers `del` for them. The worker does this once an hour or so.
    """
    now = centre.now()
    cut = now - centre.rules.window
    with writing(centre.engine) as conn:
        before = _meta(conn, _AGED_TO)
        since = datetime.fromisoformat(before) if before else cut
        aged = conn.execute(
            select(cases.c.id, cases.c.seats, cases.c.sub_centre).where(
                cases.c.created_at >= since, cases.c.created_at < cut
            )
        ).all()
        _set_meta(conn, _AGED_TO, max(since, cut).isoformat())
        pointers = [
            Pointer(scope, "case", row.id) for row in aged for scope in sorted(scopes_of_row(row.seats, row.sub_centre))
        ]
        pos = feed.append(conn, pointers, now)
    if pointers:
        centre.told(frozenset(pointer.scope for pointer in pointers), pos)
    return len(aged)


def compact(centre: Centre) -> int:
    """Drop entries of the feed that nobody needs any more; return how many.

    Repeats older than the window go without anybody noticing. Entries of what no scope holds any more go too; a
    cursor from before them is then too old, which is a seat that was away for longer than the window.
    """
    cut = centre.now() - centre.rules.window
    newest = select(func.max(change_log.c.pos)).group_by(
        change_log.c.scope, change_log.c.entity, change_log.c.entity_id
    )
    over = select(cases.c.id).where(cases.c.created_at < cut, cases.c.state.not_in([state.value for state in LIVE]))
    nobodys = (change_log.c.at < cut) & ((change_log.c.entity != "case") | change_log.c.entity_id.in_(over))
    with writing(centre.engine) as conn:
        if conn.dialect.name == "postgresql":
            conn.exec_driver_sql("SET LOCAL statement_timeout = 0")
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
        conn.execute(centre_meta.insert(), {"k": key, "v": value})
