"""Whether the centre hears its telephone switch, as boards and desks are to know it."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from case_api.board.counter import next_n
from case_api.storage.tables_calls import switch_line


class SwitchLine(NamedTuple):
    """Whether there is a line to the switch, and since when that is so."""

    up: bool
    since: datetime


def note_switch(conn: Connection, *, up: bool, since: datetime) -> None:
    """Keep that the worker has a line to its switch, or has none, unless that is known."""
    before = switch_as_told(conn)
    if before is not None and before.up == up:
        return
    values = {"up": up, "since": since, "board_n": next_n(conn)}
    if before is None:
        conn.execute(insert(switch_line).values(id=1, **values))
    else:
        conn.execute(update(switch_line).values(**values))


def forget_switch(conn: Connection) -> None:
    """Keep that this centre has no switch: none was ever heard, as far as anybody is told."""
    if conn.execute(delete(switch_line)).rowcount:
        next_n(conn)


def switch_as_told(conn: Connection) -> SwitchLine | None:
    """Return what the worker said last, None where the centre has none."""
    row = conn.execute(select(switch_line.c.up, switch_line.c.since)).first()
    return SwitchLine(row.up, row.since) if row else None
