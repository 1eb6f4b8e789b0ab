"""Backup and restore of the centre's database.

SQLite is copied page by page by its own backup API while work goes on. PostgreSQL is written out row by row from one
snapshot, as gzipped JSON lines; that form can be read back into either database, which is also the way from one
machine to several. Personal data stays enciphered in both: a backup is of use only with the centre's key file.

A restore always begins a new epoch of the feed. Seats notice that they know more than the centre and offer again what
it lost (sync.md, section 1, point 8); `moved_back` has what else follows.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlcipher3.dbapi2
from sqlalchemy import Engine, StaticPool

from case_api.cases.indexing import reindex
from case_api.cipher import Cipher
from case_api.moved_back import counts_of, go_on_from_less
from case_api.storage.dump import BackupError, Standing, dump_rows, load_rows, standing_of_rows
from case_api.storage.engine import reading, turn, writing
from case_api.storage.migrate import SchemaTooNewError, known_revisions, migrate
from case_api.storage.owner import OWNER, mark_owner, owned
from case_api.whole_files import whole_file
from wording import mark

_LONG = 3600.0


def backup(engine: Engine, target: Path, *, replace: bool = False) -> None:
    """Write a backup to `target`, there only when it is whole.

    Raises `OSError` (`FileExistsError` unless told to replace what is there), `BackupError`, `ProblemError` (busy).
    """
    with whole_file(target, replace=replace) as file:
        (_copy_sqlite if engine.dialect.name == "sqlite" else dump_rows)(engine, file)


def look_at(engine: Engine, cipher: Cipher, source: Path) -> Standing:
    """Return how far a backup goes, once it is known that it can be put in place of this database.

    Raises `OSError`, `BackupError`, `SchemaTooNewError` and, for a copy of another centre, `OtherOwnerError`;
    rows are read to their end only by `restore`, which changes nothing if they are damaged.
    """
    if not _is_sqlite(source):
        return standing_of_rows(source, cipher)
    if engine.dialect.name != "sqlite":
        raise BackupError(mark("that is a backup of SQLite, and this centre is on PostgreSQL"))
    if engine.url.database and Path(engine.url.database).exists() and source.samefile(engine.url.database):
        raise BackupError(mark("that is the centre's database itself, and no copy of it"))
    with _reading_copy(source) as copy:
        revision = _first(copy, "SELECT version_num FROM alembic_version")
        if revision not in known_revisions():
            raise SchemaTooNewError(mark("the backup was made by a newer version of case-api"))
        marked = _first(copy, f"SELECT max(v) FROM centre_meta WHERE k = '{OWNER}'")
        sealed = _first(copy, "SELECT max(sealed) FROM (SELECT sealed FROM persons ORDER BY case_id LIMIT 1)")
        of_case = _first(copy, "SELECT min(case_id) FROM persons")
        owned_here = owned(cipher, marked, sealed, UUID(of_case).bytes if of_case else b"")
        rows = int(_first(copy, "SELECT count(*) FROM case_events"))
        newest = _first(copy, "SELECT max(received_at) FROM case_events")
    return Standing(rows, datetime.fromisoformat(newest).replace(tzinfo=UTC) if newest else None, owned_here)


def restore(engine: Engine, cipher: Cipher, source: Path) -> str:
    """Put the database back to a backup, bring it to the present tables and begin a new epoch, which is returned.

    Everything that is in the database, which is migrated already, is lost; nobody else may use it meanwhile. A file of
    rows must come from the same version of the tables. Raises what `look_at` raises.
    """
    look_at(engine, cipher, source)
    with reading(engine) as conn:
        known = counts_of(conn)
    if _is_sqlite(source):
        with _reading_copy(source) as copy, turn(engine, timeout=_LONG), engine.connect() as conn:
            copy.backup(conn.connection.driver_connection)
        if not isinstance(engine.pool, StaticPool):
            engine.dispose()  # connections of before may still think of the old pages
        migrate(engine)
        with writing(engine) as conn:
            mark_owner(conn, cipher)
            return go_on_from_less(conn, known)
    with writing(engine) as conn:
        load_rows(conn, source)
        mark_owner(conn, cipher)
        reindex(conn, cipher)
        return go_on_from_less(conn, known)


def _is_sqlite(source: Path) -> bool:
    with source.open("rb") as file:
        start = file.read(16)
    if start != b"SQLite format 3\x00" and not start.startswith(b"\x1f\x8b"):
        raise BackupError(mark("that file is no backup of case-api"))
    return start == b"SQLite format 3\x00"


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


@contextmanager
def _reading_copy(source: Path) -> Iterator[Any]:
    copy = sqlcipher3.dbapi2.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)
    try:
        _check_sqlite(copy)
        yield copy
    finally:
        copy.close()


def _first(copy: Any, query: str) -> Any:
    try:
        return copy.execute(query).fetchone()[0]
    except (sqlcipher3.dbapi2.DatabaseError, TypeError) as error:
        raise BackupError(mark("that file is no backup of case-api")) from error


def _check_sqlite(connection: Any) -> None:
    try:
        found = connection.execute("PRAGMA quick_check").fetchone()[0]
    except sqlcipher3.dbapi2.DatabaseError as error:
        raise BackupError(mark("the backup cannot be read")) from error
    if found != "ok":
        raise BackupError(mark("the backup is damaged or cut off"))
