"""Opens the centre's database and gives out its transactions, on SQLite and on PostgreSQL alike.

SQLite comes from sqlcipher3 (opened without a key, so the file is plain): it brings a SQLite in which the WAL-reset
defect is mended, where Python 3.11 often carries one with it (sync.md, section 1, point 3).
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

import sqlcipher3.dbapi2
from sqlalchemy import Connection, Engine, StaticPool, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from case_api.problems import busy
from wording import mark

BUSY_SECONDS = 5.0
"""How long a writer waits for its turn before the centre says that it is busy."""

_POSTGRES_OPTIONS = (
    "-c lock_timeout=2s -c statement_timeout=10s -c idle_in_transaction_session_timeout=5s -c timezone=UTC"
    " -c max_parallel_workers_per_gather=0"
)
"""No statement starts processes of its own: that takes longer than a page of a list, and hundreds of seats ask."""
POSTGRES_LINE: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
"""Libpq's words for when a server that is gone without a word is given up: 11 s after it went, where without them a
connection waits a quarter of an hour for it, and the centre with it. What a statement takes is not limited by them."""
_PASSING = ("locked", "full", "disk I/O", "unable to open", "readonly")
"""What SQLite says when the database, and not the statement, is at fault; the driver passes on no codes."""

_turns: WeakKeyDictionary[Engine, threading.RLock] = WeakKeyDictionary()


def open_engine(url: str) -> Engine:
    """Return an engine for `sqlite:///FILE`, `sqlite://` (in memory, for tests) or `postgresql+psycopg://…`.

    The tables are made by `migrate`.
    """
    if make_url(url).get_backend_name() != "sqlite":
        line = {"options": _POSTGRES_OPTIONS, **POSTGRES_LINE}
        return create_engine(url, pool_size=16, max_overflow=48, pool_pre_ping=True, connect_args=line)
    in_memory = make_url(url).database in (None, "", ":memory:")
    pool: dict[str, Any] = {"poolclass": StaticPool} if in_memory else {"pool_size": 16, "max_overflow": 48}
    engine = create_engine(url, module=sqlcipher3.dbapi2, connect_args={"check_same_thread": False}, **pool)
    _turns[engine] = threading.RLock()
    event.listen(engine, "connect", _set_up_sqlite)
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a transaction that may write: `BEGIN IMMEDIATE` on SQLite, one writer at a time and in turn.

    Commits at the end, rolls back on an exception. Raises `ProblemError` (busy) where the database is locked, full
    or gone; nothing is stored then.
    """
    with _unavailable_is_busy(), turn(engine), engine.begin() as conn:
        _begin_sqlite(conn, "BEGIN IMMEDIATE")
        yield conn


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a transaction that only reads and sees one snapshot from its first statement to its last.

    Raises `ProblemError` (busy) as `writing` does.
    """
    with _connected(engine) as conn:
        if engine.dialect.name == "postgresql":
            conn = conn.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with conn.begin():
            _begin_sqlite(conn, "BEGIN")
            yield conn


@contextmanager
def looking_up(engine: Engine) -> Iterator[Connection]:
    """Give a connection for one thing to be read: each statement sees a snapshot of its own, and no transaction is
    begun or ended around it, as every request would have to before it is known who asks.

    Raises `ProblemError` (busy) as `writing` does.
    """
    with _connected(engine) as conn:
        yield conn.execution_options(isolation_level="AUTOCOMMIT") if engine.dialect.name == "postgresql" else conn


def take_time(conn: Connection) -> None:
    """Lift PostgreSQL's limits from this transaction: a chore over whole tables, and what is done with each of their
    rows in between, takes as long as they are."""
    if conn.dialect.name == "postgresql":
        conn.exec_driver_sql("SET LOCAL statement_timeout = 0")
        conn.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver leaves BEGIN to us
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",  # what a caller said is in rows, and gone with them
        f"busy_timeout={int(BUSY_SECONDS * 1e3)}",
    ):
        connection.execute(f"PRAGMA {pragma}").fetchall()


def _begin_sqlite(conn: Connection, statement: str) -> None:
    """Begin what the driver was told not to; a listener for it would cost every statement its share."""
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql(statement)


@contextmanager
def turn(engine: Engine, *, needed: bool = True, timeout: float | None = None) -> Iterator[None]:
    """Let writers of this process go one after another, since SQLite's own wait is a race that somebody loses.

    Raises `ProblemError` (busy) after `timeout` seconds (`BUSY_SECONDS`). On PostgreSQL everybody goes at once.
    """
    lock = _turns.get(engine) if needed else None
    if lock is None:
        yield
        return
    if not lock.acquire(timeout=BUSY_SECONDS if timeout is None else timeout):
        raise busy(mark("the centre is writing something long"))
    try:
        yield
    finally:
        lock.release()


def is_unavailable(error: Exception) -> bool:
    """Say whether the database is at fault (locked, full, gone), and not what was asked of it."""
    if isinstance(error, OperationalError):
        own = isinstance(error.orig, sqlcipher3.dbapi2.Error)
        return not own or any(word in str(error.orig) for word in _PASSING)
    return isinstance(error, InterfaceError | PoolTimeoutError)


@contextmanager
def _connected(engine: Engine) -> Iterator[Connection]:
    """Give a connection to read by; to a database in memory there is one only, and it goes from hand to hand."""
    one_connection = isinstance(engine.pool, StaticPool)
    with _unavailable_is_busy(), turn(engine, needed=one_connection), engine.connect() as conn:
        yield conn


@contextmanager
def _unavailable_is_busy() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if not is_unavailable(error):
            raise
        raise busy(mark("the centre's database cannot take it now")) from error
    except (InterfaceError, PoolTimeoutError) as error:
        raise busy(mark("the centre's database cannot be reached")) from error
