"""Locks that the processes of a centre hold against each other, and that end with whoever holds them.

On PostgreSQL they are advisory locks. SQLite has none: there an empty database beside the real one is locked, which
every system does that SQLite runs on. A database in memory is one process's own and needs no lock.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import Any

import sqlcipher3.dbapi2
from sqlalchemy import Engine, event, text

from case_api.problems import ProblemError
from case_api.storage.engine import reading
from hotline.wire import Problem
from wording import mark

_SHARED = "SELECT pg_try_advisory_lock_shared(12345, %s)"
_ALONE = text("SELECT pg_try_advisory_lock(12345, :lock)")
_LET_GO = text("SELECT pg_advisory_unlock(12345, :lock)")


class Lock(IntEnum):
    """What is locked; the value is the second key of the advisory lock, of which 1 and 2 are taken elsewhere.

    `IN_USE` is shared by all who serve or fill the database, and held alone by who puts another in its place.
    """

    IN_USE = 3
    CHORES = 4
    IMPORT = 5


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
def in_use(engine: Engine) -> Iterator[bool]:
    """Share the lock `IN_USE` until the block ends; give False where a backup is being put in place.

    On PostgreSQL each connection holds it, so that one which comes back after a break can write nothing into a
    database that is being replaced, and a break leaves no hold behind. Raises `ProblemError` (busy).
    """
    if engine.dialect.name != "postgresql":
        with _locked_file(engine, Lock.IN_USE, "BEGIN", "SELECT count(*) FROM sqlite_master") as shared:
            yield shared
        return
    engine.dispose()
    event.listen(engine, "connect", _share)
    try:
        yield _can_connect(engine)
    finally:
        event.remove(engine, "connect", _share)
        engine.dispose()


def _can_connect(engine: Engine) -> bool:
    try:
        with reading(engine):
            return True
    except _ReplacedError:
        return False


class _ReplacedError(ProblemError):
    """Somebody is putting a backup in place of the database."""


def _share(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        shared = cursor.execute(_SHARED, [Lock.IN_USE.value]).fetchone()[0]
    connection.rollback()  # the lock is the session's and stays
    if not shared:
        raise _ReplacedError(Problem.BUSY, 503, mark("a backup is being put in place of the database"))


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
