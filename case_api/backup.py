"""Backup and restore of the centre's database.

SQLite is copied page by page by its own backup API while work goes on. PostgreSQL is written out row by row from one
snapshot, as gzipped JSON lines; that form can be read back into either database, which is also the way from one
machine to several. Personal data stays enciphered in both: a backup is of use only with the centre's key file.

A restore always begins a new epoch of the feed. Seats notice that they know more than the centre and offer again what
it lost (sync.md, section 1, point 8); `moved_back` has what else follows.
"""

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from sqlalchemy import Engine, StaticPool

from case_api.cases.indexing import reindex
from case_api.cipher import Cipher
from case_api.moved_back import counts_of, go_on_from_less
from case_api.storage.dump import BackupError, dump_rows, load_rows
from case_api.storage.engine import reading, turn, writing
from case_api.storage.migrate import migrate
from case_api.whole_files import whole_file
from wording import mark

_LONG = 3600.0


def backup(engine: Engine, target: Path, *, replace: bool = False) -> None:
    """Write a backup to `target`, there only when it is whole.

    Raises `OSError` (`FileExistsError` unless told to replace what is there), `BackupError`, `ProblemError` (busy).
    """
    with whole_file(target, replace=replace) as file:
        (_copy_sqlite if engine.dialect.name == "sqlite" else dump_rows)(engine, file)


def restore(engine: Engine, cipher: Cipher, source: Path) -> str:
    """Put the database back to a backup, bring it to the present tables and begin a new epoch, which is returned.

    Everything that is in the database, which is migrated already, is lost; nobody else may use it meanwhile. A file of
    rows must come from the same version of the tables. Raises `OSError`, `BackupError` and, for one made with another
    key, `CipherError`.
    """
    with source.open("rb") as file:
        start = file.read(16)
    with reading(engine) as conn:
        known = counts_of(conn)
    if start == b"SQLite format 3\x00":
        if engine.dialect.name != "sqlite":
            raise BackupError(mark("that is a backup of SQLite, and this centre is on PostgreSQL"))
        _put_back_sqlite(engine, source)
        if not isinstance(engine.pool, StaticPool):
            engine.dispose()  # connections of before may still think of the old pages
        migrate(engine)
        with writing(engine) as conn:
            return go_on_from_less(conn, known)
    if not start.startswith(b"\x1f\x8b"):
        raise BackupError(mark("that file is no backup of case-api"))
    with writing(engine) as conn:
        load_rows(conn, source)
        reindex(conn, cipher)
        return go_on_from_less(conn, known)


def _copy_sqlite(engine: Engine, file: Path) -> None:
    copy = sqlcipher3.dbapi2.connect(str(file))
    try:
        with turn(engine, timeout=_LONG), engine.connect() as conn:
            conn.connection.driver_connection.backup(copy)  # type: ignore[union-attr]
        copy.execute("PRAGMA journal_mode=DELETE")
        _check_sqlite(copy)
    except sqlcipher3.dbapi2.DatabaseError as error:
        raise BackupError(mark("the copy cannot be made: see that the disk has room and is sound")) from error
    finally:
        copy.close()


def _put_back_sqlite(engine: Engine, source: Path) -> None:
    copy = sqlcipher3.dbapi2.connect(f"file:{source.resolve()}?mode=ro", uri=True)
    try:
        _check_sqlite(copy)
        with turn(engine, timeout=_LONG), engine.connect() as conn:
            copy.backup(conn.connection.driver_connection)
    finally:
        copy.close()


def _check_sqlite(connection: Any) -> None:
    try:
        found = connection.execute("PRAGMA quick_check").fetchone()[0]
    except sqlcipher3.dbapi2.DatabaseError as error:
        raise BackupError(mark("the backup cannot be read")) from error
    if found != "ok":
        raise BackupError(mark("the backup is damaged or cut off"))
