"""Puts a pull's answer into `cache.db`: rows, cursor and how far they speak, in the one transaction of the caller."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from hotline.wire import Cursor, PullAnswer, PulledScope, PullRequest
from local_cache.sync.files import Touched

if TYPE_CHECKING:
    from local_cache.encrypted import Connection

OLD_NEWS = -1
"""The `applied_seq` of a row that a snapshot under way has not brought again."""


def cursors(cache: Connection, scopes: Iterable[str]) -> dict[str, Cursor | None]:
    """Return where this seat stands in each of these scopes; None asks for a snapshot."""
    known = {
        scope: Cursor(epoch=epoch, pos=pos)
        for scope, epoch, pos in cache.execute("SELECT scope, epoch, pos FROM sync_state WHERE epoch != ''")
    }
    return {scope: known.get(scope) for scope in scopes}


def apply_answer(cache: Connection, request: PullRequest, answer: PullAnswer) -> Touched:
    """Apply every scope whose cursor is still the one that was asked with; a late duplicate changes nothing."""
    touched = Touched()
    for scope, pulled in timely(cache, request, answer).items():
        begin(cache, scope, str(request.client_id), reset=pulled.reset or request.scopes[scope] is None)
        touched |= put_rows(cache, scope, pulled, answer.last_seq)
        put_cursor(cache, scope, pulled, answer.last_seq)
    return touched | drop(cache, [scope for scope in answer.gone if scope in request.scopes])


def timely(cache: Connection, request: PullRequest, answer: PullAnswer) -> dict[str, PulledScope]:
    """Return the scopes of an answer whose cursor is still the one that was asked with; the others are old news."""
    standing = cursors(cache, request.scopes)
    return {
        scope: pulled
        for scope, pulled in answer.scopes.items()
        if scope in request.scopes and standing[scope] == request.scopes[scope]
    }


def begin(cache: Connection, scope: str, client: str, *, reset: bool) -> None:
    """Make a scope speak for this client id, and mark its rows as old news when a snapshot begins.

    Old news stays on screen until the snapshot is whole: a line cut in the middle must not empty the seat.
    """
    old = cache.execute("SELECT client_id FROM sync_state WHERE scope = ?", (scope,)).fetchone()
    if old is None or old[0] != client:
        cache.execute("UPDATE rows SET applied_seq = 0 WHERE scope = ? AND applied_seq > 0", (scope,))
    if reset:
        cache.execute("UPDATE rows SET applied_seq = ? WHERE scope = ?", (OLD_NEWS, scope))
    if old is None or old[0] != client or reset:
        cache.execute(
            "INSERT INTO sync_state (scope, epoch, pos, applied_seq, client_id) VALUES (?, '', 0, 0, ?)"
            " ON CONFLICT (scope) DO UPDATE SET applied_seq = 0, client_id = excluded.client_id",
            (scope, client),
        )


def put_rows(cache: Connection, scope: str, pulled: PulledScope, last_seq: int) -> Touched:
    """Store the rows of one scope; with the last page goes what a snapshot did not bring again."""
    for row in pulled.rows:
        key = (row.entity, str(row.id))
        if row.op == "put":
            cache.execute(
                "INSERT INTO rows (entity, id, scope, revision, doc, applied_seq) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (entity, id, scope) DO UPDATE SET revision = excluded.revision, doc = excluded.doc,"
                " applied_seq = excluded.applied_seq",
                (*key, scope, row.revision, json.dumps(row.doc, ensure_ascii=False, separators=(",", ":")), last_seq),
            )
        elif row.op == "del":
            cache.execute("DELETE FROM rows WHERE entity = ? AND id = ? AND scope = ?", (*key, scope))
        else:
            cache.execute("DELETE FROM rows WHERE entity = ? AND id = ?", key)
    touched = _touched((row.entity, row.id) for row in pulled.rows)
    return touched if pulled.more else touched | _delete(cache, "scope = ? AND applied_seq < 0", scope)


def put_newer(cache: Connection, case_id: UUID, revision: int, doc: dict[str, Any]) -> bool:
    """Store a case that the centre has just told apart from any scope, where an older one is held; say whether one was.

    How far its row speaks for this outbox stays as it was: what it holds beyond that is known by its revision.
    """
    text = json.dumps(doc, ensure_ascii=False, separators=(",", ":"))
    put = cache.execute(
        "UPDATE rows SET doc = ?, revision = ? WHERE entity = 'case' AND id = ? AND revision < ? RETURNING 1",
        (text, revision, str(case_id), revision),
    )
    return bool(put.fetchall())


def put_cursor(cache: Connection, scope: str, pulled: PulledScope, last_seq: int) -> None:
    """Store how far the scope has been read, and up to which of our mutations its rows speak.

    Between the pages of a long answer it is not yet known what is missing, so the scope speaks for no more than before.
    """
    cache.execute(
        "UPDATE sync_state SET applied_seq = CASE WHEN ? THEN applied_seq WHEN epoch = ? THEN max(applied_seq, ?)"
        " ELSE ? END, epoch = ?, pos = ? WHERE scope = ?",
        (pulled.more, pulled.cursor.epoch, last_seq, last_seq, pulled.cursor.epoch, pulled.cursor.pos, scope),
    )


def forget_cursors(cache: Connection, scopes: Iterable[str]) -> None:
    """Ask for snapshots of these scopes next; the old rows stay on screen until those come."""
    cache.executemany("UPDATE sync_state SET epoch = '', pos = 0 WHERE scope = ?", [(scope,) for scope in scopes])


def drop(cache: Connection, scopes: Iterable[str]) -> Touched:
    """Take scopes that this seat may no longer see out of the cache."""
    touched = Touched()
    for scope in scopes:
        touched |= _delete(cache, "scope = ?", scope)
        cache.execute("DELETE FROM sync_state WHERE scope = ?", (scope,))
    return touched


def unwanted(cache: Connection, wanted: Iterable[str]) -> list[str]:
    """Return the scopes in the cache that are no longer asked for, such as the alerts of a lead who signed out."""
    held = {row[0] for row in cache.execute("SELECT scope FROM sync_state")}
    return sorted(held.difference(wanted))


def applied_seq(cache: Connection, scope: str, client: str) -> int:
    """Return up to which mutation of this client a scope speaks."""
    return _lowest(cache, "scope = ? AND client_id = ?", (scope, client))


def all_applied_seq(cache: Connection, client: str) -> int:
    """Return up to which mutation of this client every scope speaks."""
    return _lowest(cache, "client_id = ?", (client,))


def _lowest(cache: Connection, where: str, values: tuple[str, ...]) -> int:
    return cache.execute(f"SELECT min(applied_seq) FROM sync_state WHERE {where}", values).fetchone()[0] or 0


def _delete(cache: Connection, where: str, scope: str) -> Touched:
    rows = cache.execute(f"DELETE FROM rows WHERE {where} RETURNING entity, id", (scope,)).fetchall()
    return _touched((entity, UUID(text)) for entity, text in rows)


def _touched(rows: Iterable[tuple[str, UUID]]) -> Touched:
    found: dict[str, set[UUID]] = {"case": set(), "call": set(), "alert": set()}
    for entity, row_id in rows:
        found[entity].add(row_id)
    return Touched(frozenset(found["case"]), frozenset(found["call"]), frozenset(found["alert"]))
