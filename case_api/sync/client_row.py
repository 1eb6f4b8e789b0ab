"""Where a client stands: one row for each incarnation of an outbox, locked while its push is stored."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from case_api.problems import ProblemError
from case_api.storage.rows import update
from case_api.storage.tables_sync import clients
from case_api.sync.verdict import Source
from hotline.wire import Problem


@dataclass(slots=True)
class ClientRow:
    """The last mutation of a client that was stored; 0 and None for a new client."""

    client_id: UUID
    last_seq: int
    last_mutation_id: UUID | None

    def copy(self) -> "ClientRow":
        """Return where the client stands, to come back to."""
        return replace(self)

    def restore(self, before: "ClientRow") -> None:
        """Come back to where the client stood."""
        self.last_seq, self.last_mutation_id = before.last_seq, before.last_mutation_id


def lock_client(conn: Connection, source: Source) -> ClientRow:
    """Return the client's row, locked until the transaction ends; a new client gets one.

    Raises `ProblemError` (`client-forked`) for a client of another seat: the seat must begin a new one.
    """
    row = conn.execute(_LOCK, {"id": source.client_id}).one_or_none()
    if row is None:
        insert = sqlite_insert if conn.dialect.name == "sqlite" else postgres_insert
        conn.execute(insert(clients).on_conflict_do_nothing(), _fields(source) | {"last_seq": 0})
        row = conn.execute(_LOCK, {"id": source.client_id}).one()
    if row.seat != source.seat:
        raise ProblemError(Problem.CLIENT_FORKED, 409, "this client belongs to another seat")
    return ClientRow(source.client_id, row.last_seq, row.last_mutation_id)


def note_client(conn: Connection, client: ClientRow, source: Source) -> None:
    """Write down where the client stands now, and how its device is."""
    fields = _fields(source)
    del fields["client_id"]
    stands = {"last_seq": client.last_seq, "last_mutation_id": client.last_mutation_id}
    update(conn, _NOTE, [{**fields, **stands, "id": client.client_id}])


def _fields(source: Source) -> dict[str, object]:
    return {
        "client_id": source.client_id,
        "device_id": source.device_id,
        "seat": source.seat,
        "app_version": source.app_version,
        "skew_ms": source.skew_ms,
        "last_seen_at": source.received,
    }


_LOCK = (
    select(clients.c.seat, clients.c.last_seq, clients.c.last_mutation_id)
    .where(clients.c.client_id == bindparam("id"))
    .with_for_update()
)
_NOTE = (
    clients.update()
    .where(clients.c.client_id == bindparam("id"))
    .values(
        {
            name: bindparam(name)
            for name in (
                "device_id", "seat", "app_version", "skew_ms", "last_seen_at", "last_seq", "last_mutation_id",
            )
        }
    )
)  # fmt: skip
