"""Lock-out: after some wrong passwords in a row nobody signs in under that name for a while.

Counted for names that nobody has, too, so that a lock tells nothing about who exists.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from case_api.settings import LockOut
from case_api.storage.tables_accounts import sign_in_failures as failures

_FORGOTTEN_AFTER = timedelta(days=1)


def locked_for(conn: Connection, operator_id: str, now: datetime) -> timedelta | None:
    """Return how much longer a name is locked, or None."""
    until: datetime | None = conn.scalar(select(failures.c.locked_until).where(failures.c.operator_id == operator_id))
    return until - now if until is not None and until > now else None


def count_failure(conn: Connection, operator_id: str, settings: LockOut, now: datetime) -> timedelta | None:
    """Count one wrong password and return how long the name is locked by it, or None."""
    conn.execute(delete(failures).where(failures.c.last_at < now - _FORGOTTEN_AFTER))
    row = conn.execute(select(failures).where(failures.c.operator_id == operator_id)).first()
    if row is not None and row.locked_until is not None and row.locked_until > now:
        still: timedelta = row.locked_until - now
        return still  # another try ran beside the one that locked it
    counted = 1 if row is None or row.locked_until is not None else row.failures + 1
    locked = timedelta(minutes=settings.minutes) if counted >= settings.failures else None
    values = {"failures": counted, "last_at": now, "locked_until": now + locked if locked else None}
    if row is None:
        conn.execute(insert(failures).values(operator_id=operator_id, **values))
    else:
        conn.execute(update(failures).where(failures.c.operator_id == operator_id).values(**values))
    return locked


def forget_failures(conn: Connection, operator_id: str) -> None:
    """Begin to count anew, after a right password or at an administrator's word."""
    conn.execute(delete(failures).where(failures.c.operator_id == operator_id))
