"""Which API processes are alive: what one that is gone had heard of seats is as old as its last sign of life."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from case_api.board.counter import next_n
from case_api.board.presence import SILENT_AFTER
from case_api.storage.tables_board import api_processes, seat_presence


def note_alive(conn: Connection, process: UUID, now: datetime) -> bool:
    """Note that a process is alive and clear up after those that are not; say whether boards have news of that.

    Seats that a process heard which is gone are silent since it was last alive, until another one hears them.
    """
    conn.execute(_ALIVE[conn.dialect.name], {"process": process, "alive_at": now})
    living = select(api_processes.c.process).where(api_processes.c.alive_at >= now - SILENT_AFTER)
    left = conn.execute(
        select(seat_presence.c.seat, seat_presence.c.process, seat_presence.c.heard_at, api_processes.c.alive_at)
        .outerjoin(api_processes, api_processes.c.process == seat_presence.c.process)
        .where(seat_presence.c.silent.is_(False), seat_presence.c.process.not_in(living))
    ).all()
    if left:
        board_n = next_n(conn, telephony=False)
        silences = [
            {
                "of_seat": row.seat,
                "of_process": row.process,
                "at": max(row.alive_at or row.heard_at, row.heard_at),
                "told": board_n,
            }
            for row in left
        ]
        conn.execute(_SILENT_WITH_IT, silences)
    conn.execute(delete(api_processes).where(api_processes.c.process.not_in(living)))
    return bool(left)


def _alive(into: Any) -> Any:
    return into.on_conflict_do_update(index_elements=["process"], set_={"alive_at": into.excluded.alive_at})


_ALIVE = {"sqlite": _alive(sqlite_insert(api_processes)), "postgresql": _alive(postgres_insert(api_processes))}
_SILENT_WITH_IT = (
    update(seat_presence)
    .where(
        seat_presence.c.seat == bindparam("of_seat"),
        seat_presence.c.process == bindparam("of_process"),
        seat_presence.c.silent.is_(False),
    )
    .values(silent=True, heard_at=bindparam("at"), board_n=bindparam("told"))
)
