"""Pull: what is new in the scopes of a seat, with its own `last_seq`, all of one snapshot (sync.md, section 2.4).

The feed names entities; what is sent is the row as it is now, once, however often it changed. An entity that no
longer belongs to the scope, because its place was mended or its 90 days are over, is sent as `del`, one that was
erased as `purge`.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, select

from case_api.cases.keeping import seats_of
from case_api.centre import Centre
from case_api.identity import Device
from case_api.problems import ProblemError
from case_api.storage.engine import reading
from case_api.storage.tables_cases import alerts, cases, other_calls, purged
from case_api.storage.tables_sync import clients
from case_api.sync import feed
from case_api.sync.feed import Entity, Entry
from case_api.sync.render import check_schema, render
from hotline.codes import LIVE
from hotline.wire import Cursor, Problem, PullAnswer, PulledRow, PulledScope, PullRequest

_AT_ONCE = 500
_Key = tuple[Entity, UUID]


def pull(centre: Centre, request: PullRequest, device: Device) -> PullAnswer:
    """Return what is new for a seat. Never waits: who answers a long poll calls this when there is news.

    Raises `ProblemError`: `cursor-expired` (410, `scopes`), `upgrade-required` (409), `busy` (503).
    """
    check_schema(request.schema_)
    allowed = device.scopes()
    with reading(centre.engine) as conn:
        epoch, tip, oldest = feed.standing(conn)
        wanted = {scope: cursor for scope, cursor in request.scopes.items() if scope in allowed}
        expired = [
            scope
            for scope, cursor in wanted.items()
            if cursor and not (cursor.epoch == epoch and oldest <= cursor.pos <= tip)
        ]
        if expired:
            raise ProblemError(
                Problem.CURSOR_EXPIRED, 410, "the feed has moved on; take a new snapshot", {"scopes": expired}
            )
        client = conn.execute(_CLIENT, {"id": request.client_id, "seat": device.seat}).one_or_none()
        entries = {
            scope: feed.entries(conn, scope, cursor.pos if cursor else 0, request.limit)
            for scope, cursor in wanted.items()
        }
        held = _Held.read(conn, {(each.entity, each.entity_id) for named in entries.values() for each in named})
    oldest_row = centre.now() - centre.rules.window
    scopes = {
        scope: _scope(
            cursor, Cursor(epoch=epoch, pos=tip), entries[scope], request.limit,
            [held.row(scope, *each, request.schema_, oldest_row) for each in _newest_last(entries[scope])],
        )
        for scope, cursor in wanted.items()
    }  # fmt: skip
    return PullAnswer(
        epoch=epoch,
        last_seq=client.last_seq if client else 0,
        last_mutation_id=client.last_mutation_id if client else None,
        server_time=centre.now(),
        scopes=scopes,
        gone=tuple(scope for scope in request.scopes if scope not in allowed),
    )


def _newest_last(entries: Sequence[Entry]) -> list[_Key]:
    """Return each entity once, where it was named last."""
    last_of_each = {(entry.entity, entry.entity_id): None for entry in reversed(entries)}
    return list(reversed(last_of_each))


def _scope(
    cursor: Cursor | None, tip: Cursor, entries: Sequence[Entry], limit: int, rows: Iterable[PulledRow]
) -> PulledScope:
    more = len(entries) == limit
    if cursor is None:
        rows = [row for row in rows if row.op != "del"]  # a seat that begins anew has nothing to take out
    at = Cursor(epoch=tip.epoch, pos=entries[-1].pos) if more else tip
    return PulledScope(reset=cursor is None, more=more, cursor=at, rows=tuple(rows))


@dataclass(slots=True)
class _Held:
    """What the centre has of the entities that a pull names. Mostly one is named in two scopes: it is read once."""

    found: dict[_Key, Row[Any]]
    erased: set[UUID]
    rendered: dict[_Key, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def read(cls, conn: Connection, wanted: Collection[_Key]) -> "_Held":
        """Read all that is named, by one statement for each kind."""
        found: dict[_Key, Row[Any]] = {}
        for entity, statement in _SELECTS.items():
            ids = sorted(entity_id for kind, entity_id in wanted if kind == entity)
            found |= {(entity, row.id): row for row in _in_parts(conn, statement, ids)}
        gone = sorted(
            entity_id for entity, entity_id in wanted if entity == "case" and (entity, entity_id) not in found
        )
        return cls(found, {row.case_id for row in _in_parts(conn, _PURGED, gone)})

    def row(self, scope: str, entity: Entity, entity_id: UUID, schema: int, oldest: datetime) -> PulledRow:
        """Return what a scope is told of an entity."""
        key = (entity, entity_id)
        row = self.found.get(key)
        if row is None or not _belongs(scope, entity, row, oldest):
            return PulledRow(entity=entity, id=entity_id, op="purge" if entity_id in self.erased else "del")
        if key not in self.rendered:
            self.rendered[key] = render(entity, json.loads(row.doc), schema)
        revision = getattr(row, "revision", 0)
        return PulledRow(entity=entity, id=entity_id, op="put", revision=revision, doc=self.rendered[key])


def _in_parts(conn: Connection, wanted: Any, ids: Sequence[UUID]) -> Iterable[Row[Any]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield from conn.execute(wanted, {"ids": ids[start : start + _AT_ONCE]})


def _belongs(scope: str, entity: Entity, row: Row[Any], oldest: datetime) -> bool:
    kind, _, name = scope.partition(":")
    if entity == "case":
        recent: bool = row.created_at >= oldest
        if kind == "seat":
            return name in seats_of(row.seats) and (recent or row.state in LIVE)
        return bool(kind == "area" and row.sub_centre == name and recent)
    if row.at < oldest:
        return False
    if entity == "call" and kind == "seat":
        return bool(row.seat == name)
    return bool(row.sub_centre == name)


def _by_ids(table: Any, *columns: str) -> Any:
    return select(*(table.c[column] for column in ("id", "doc", *columns))).where(
        table.c.id.in_(bindparam("ids", expanding=True))
    )


_SELECTS: dict[Entity, Any] = {
    "case": _by_ids(cases, "revision", "state", "seats", "sub_centre", "created_at"),
    "call": _by_ids(other_calls, "seat", "sub_centre", "at"),
    "alert": _by_ids(alerts, "sub_centre", "at"),
}
_PURGED = select(purged.c.case_id).where(purged.c.case_id.in_(bindparam("ids", expanding=True)))
_CLIENT = select(clients.c.last_seq, clients.c.last_mutation_id).where(
    clients.c.client_id == bindparam("id"), clients.c.seat == bindparam("seat")
)
