"""Lock-out: after some wrong passwords in a row nobody signs in under that name for a while.

Counted for names that nobody has, too, so that a lock tells nothing about who exists.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, Executable, bindparam, case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from case_api.settings import LockOut
from case_api.storage.metadata import Moment
from case_api.storage.tables_accounts import sign_in_failures as failures

_FORGOTTEN_AFTER = timedelta(days=1)


def locked_for(conn: Connection, operator_id: str, now: datetime) -> timedelta | None:
    """Return how much longer a name is locked, or None."""
    until: datetime | None = conn.scalar(select(failures.c.locked_until).where(failures.c.operator_id == operator_id))
    return until - now if until is not None and until > now else None


def count_failure(conn: Connection, operator_id: str, settings: LockOut, now: datetime) -> timedelta | None:
    """Count one wrong password and return how long the name is locked by it or by one before, or None.

    Many may try at once: the row is counted up by one statement and stays this transaction's until it ends.
    """
    conn.execute(delete(failures).where(failures.c.last_at < now - _FORGOTTEN_AFTER))
    row = conn.execute(_COUNT[conn.dialect.name], {"operator_id": operator_id, "now": now}).one()
    if row.locked_until is not None:
        still: timedelta = row.locked_until - now
        return still
    if row.failures < settings.failures:
        return None
    locked = timedelta(minutes=settings.minutes)
    conn.execute(update(failures).where(failures.c.operator_id == operator_id).values(locked_until=now + locked))
    return locked


def forget_failures(conn: Connection, operator_id: str) -> None:
    """Begin to count anew, after a right password or at an administrator's word."""
    conn.execute(delete(failures).where(failures.c.operator_id == operator_id))


def _counting(insert: sqlite.Insert | postgresql.Insert) -> Executable:
    now = bindparam("now", type_=Moment)
    first = insert.values(operator_id=bindparam("operator_id"), failures=1, last_at=now, locked_until=None)
    return first.on_conflict_do_update(
        index_elements=["operator_id"],
        set_={
            "failures": case((failures.c.locked_until <= now, 1), else_=failures.c.failures + 1),
            "last_at": now,
            "locked_until": case((failures.c.locked_until > now, failures.c.locked_until)),
        },
    ).returning(failures.c.failures, failures.c.locked_until)


_COUNT: dict[str, Executable] = {
    "sqlite": _counting(sqlite.insert(failures)),
    "postgresql": _counting(postgresql.insert(failures)),
}
