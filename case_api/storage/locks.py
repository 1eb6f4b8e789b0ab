"""Locks that the processes of a centre hold against each other, and that end with whoever holds them.

On PostgreSQL they are advisory locks. SQLite has none: there an empty database beside the real one is locked, which
every system does that SQLite runs on. A database in memory is one process's own and needs no lock.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

import sqlcipher3.dbapi2
from sqlalchemy import Engine, text

_ALONE = text("SELECT pg_try_advisory_lock(12345, :lock)")
_LET_GO = text("SELECT pg_advisory_unlock(12345, :lock)")


class Lock(IntEnum):
    """What is locked; the value is the second key of the advisory lock, of which 1 and 2 are taken elsewhere."""

    IN_USE = 3
    CHORES = 4


@contextmanager
def alone(engine: Engine, lock: Lock) -> Iterator[bool]:
    """Hold a lock until the block ends, without waiting for it; give False where somebody else holds it.

    Raises SQLAlchemy's `OperationalError` where the database cannot be reached.
    """
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            held = bool(conn.execute(_ALONE, {"lock": lock.value}).scalar_one())
            try:
                yield held
            finally:
                if held:
                    conn.execute(_LET_GO, {"lock": lock.value})
        return
    with _locked_file(engine, lock, "BEGIN EXCLUSIVE") as held:
        yield held


@contextmanager
def _locked_file(engine: Engine, lock: Lock, *statements: str) -> Iterator[bool]:
    name = engine.url.database
    if not name or name == ":memory:":
        yield True
        return
    beside = sqlcipher3.dbapi2.connect(f"{name}.{lock.name.lower()}", timeout=0, check_same_thread=False)
    beside.isolation_level = None
    try:
        yield _taken(beside, statements)
    finally:
        beside.close()


def _taken(beside: sqlcipher3.dbapi2.Connection, statements: tuple[str, ...]) -> bool:
    try:
        for statement in statements:
            beside.execute(statement).fetchall()
    except sqlcipher3.dbapi2.OperationalError as error:
        if "locked" not in str(error):
            raise
        return False
    return True
