"""Opens a seat's database files with SQLCipher under the seat's raw data key.

A random key used raw opens a file in under a millisecond; a passphrase would cost a third of a second each time.
The file's salt is kept beside the key, so that a copy opens with the same words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2 as sqlcipher

if TYPE_CHECKING:
    from sqlite3 import Connection as Connection
else:
    Connection = sqlcipher.Connection

KEY_BYTES = 32
SALT_BYTES = 16
DatabaseError: type[Exception] = sqlcipher.DatabaseError
"""What SQLite raises for trouble with a file; every error below has `sqlite_errorcode`."""

_LOCKED = 5
_FULL = 13
_DAMAGED = frozenset({11, 26})  # SQLITE_CORRUPT, SQLITE_NOTADB
_DISK = frozenset({3, _LOCKED, 8, 10, 14, 15})  # PERM, BUSY, READONLY, IOERR, CANTOPEN, PROTOCOL
_PRIMARY = 0xFF


@dataclass(frozen=True, slots=True)
class FileSecret:
    """The 32-byte data key of the seat and the 16-byte salt of its files."""

    key: bytes = field(repr=False)
    salt: bytes

    def __post_init__(self) -> None:
        if len(self.key) != KEY_BYTES or len(self.salt) != SALT_BYTES:
            raise ValueError("a data key has 32 bytes and a salt 16")


def connect(path: Path, secret: FileSecret, *, read_only: bool = False, synchronous: str = "FULL") -> Connection:
    """Open a database file in WAL mode, in autocommit: transactions are begun by name.

    `synchronous` is FULL for what must outlive a power cut and NORMAL for what can be fetched again. The connection
    may be handed to another thread, but only one may use it at a time. Raises `DatabaseError` for a damaged file or
    a wrong key.
    """
    connection: Connection = sqlcipher.connect(path, isolation_level=None, check_same_thread=False, timeout=5.0)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")  # it would write into the middle of the screen
        connection.execute(f"PRAGMA key = \"x'{secret.key.hex()}{secret.salt.hex()}'\"")
        if read_only:
            connection.execute("PRAGMA query_only = ON")
            connection.execute("SELECT count(*) FROM sqlite_schema")
        else:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA synchronous = {synchronous}")
        connection.execute("PRAGMA cache_size = -1000")
    except BaseException:
        connection.close()
        raise
    return connection


def connect_both(work: Path, cache: Path, secret: FileSecret) -> Connection:
    """Open both files of a seat for reading on one connection; a table of both names is that of `work`."""
    connection = connect(work, secret, read_only=True)
    try:
        key = f"x'{secret.key.hex()}{secret.salt.hex()}'"
        connection.execute("ATTACH DATABASE ? AS cache KEY ?", (str(cache), key))
        connection.execute("PRAGMA cache.cache_size = -1000")
    except BaseException:
        connection.close()
        raise
    return connection


def is_full(error: BaseException) -> bool:
    """Say whether the disk (or the page limit) is full."""
    return _primary(error) == _FULL


def is_damaged(error: BaseException) -> bool:
    """Say whether the file itself is damaged, or does not open with this key."""
    return _primary(error) in _DAMAGED


def is_locked(error: BaseException) -> bool:
    """Say whether another program holds the file locked."""
    return _primary(error) == _LOCKED


def is_disk_trouble(error: BaseException) -> bool:
    """Say whether the disk or the system failed in another way; false for mistakes in a statement."""
    return _primary(error) in _DISK


def is_sound(connection: Connection) -> bool:
    """Say whether SQLite finds the file in order; every page of it is read."""
    try:
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except DatabaseError:
        return False


def copy(source: Path, target: Path, secret: FileSecret) -> None:
    """Copy a live database with SQLite's backup API, in one read transaction. Raises `DatabaseError`.

    The target is overwritten and left without a write-ahead log of its own.
    """
    reader = connect(source, secret, read_only=True)
    try:
        target.unlink(missing_ok=True)
        writer = connect(target, secret)
        try:
            reader.backup(writer)
            writer.execute("PRAGMA journal_mode = DELETE")
        finally:
            writer.close()
    finally:
        reader.close()


def _primary(error: BaseException) -> int:
    code = getattr(error, "sqlite_errorcode", None)
    return code & _PRIMARY if isinstance(code, int) else 0
