"""Backup and restore of the centre's database.

SQLite is copied page by page by its own backup API while work goes on. PostgreSQL is written out row by row from one
snapshot, as gzipped JSON lines; that form can be read back into either database, which is also the way from one
machine to several. Personal data stays enciphered in both: a backup is of use only with the centre's key file.

A restore always begins a new epoch of the feed. Seats notice that they know more than the centre and offer again what
it lost (sync.md, section 1, point 8); `moved_back` has what else follows.
"""

import base64
import gzip
import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlcipher3.dbapi2
from alembic.migration import MigrationContext
from sqlalchemy import Column, Connection, Engine, LargeBinary, StaticPool, Table, Uuid, func, select

from case_api.cases.indexing import reindex
from case_api.cipher import Cipher
from case_api.moved_back import go_on_from_less
from case_api.storage.all_tables import metadata
from case_api.storage.engine import reading, take_time, turn, writing
from case_api.storage.metadata import Moment
from case_api.storage.migrate import migrate
from case_api.storage.rows import insert
from wording import mark

_FORMAT = "case-api rows 1"
_AT_ONCE = 500
_LONG = 3600.0


class BackupError(RuntimeError):
    """A file that is no backup of this program, or one that is damaged; the message is an id for `tr`."""


def backup(engine: Engine, target: Path) -> None:
    """Write a backup to `target` (replaced only by a whole one). Raises `OSError`, `BackupError`, `ProblemError`."""
    new = target.with_name(f"{target.name}.new")
    new.unlink(missing_ok=True)
    os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    if engine.dialect.name == "sqlite":
        _copy_sqlite(engine, new)
    else:
        _dump_rows(engine, new)
    new.replace(target)


def restore(engine: Engine, cipher: Cipher, source: Path) -> str:
    """Put the database back to a backup, bring it to the present tables and begin a new epoch, which is returned.

    Everything that is in the database is lost; nobody else may use it meanwhile. A file of rows must come from the
    same version of the tables. Raises `OSError`, `BackupError`, `CipherError` (made with another key).
    """
    with source.open("rb") as file:
        start = file.read(16)
    if start == b"SQLite format 3\x00":
        if engine.dialect.name != "sqlite":
            raise BackupError(mark("that is a backup of SQLite, and this centre is on PostgreSQL"))
        _put_back_sqlite(engine, source)
        if not isinstance(engine.pool, StaticPool):
            engine.dispose()  # connections of before may still think of the old pages
        migrate(engine)
        with writing(engine) as conn:
            return go_on_from_less(conn)
    if not start.startswith(b"\x1f\x8b"):
        raise BackupError(mark("that file is no backup of case-api"))
    migrate(engine)
    with writing(engine) as conn:
        _load_rows(conn, source)
        reindex(conn, cipher)
        return go_on_from_less(conn)


def _copy_sqlite(engine: Engine, file: Path) -> None:
    copy = sqlcipher3.dbapi2.connect(str(file))
    try:
        with turn(engine, timeout=_LONG), engine.connect() as conn:
            conn.connection.driver_connection.backup(copy)  # type: ignore[union-attr]
        copy.execute("PRAGMA journal_mode=DELETE")
        _check_sqlite(copy)
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


def _dump_rows(engine: Engine, file: Path) -> None:
    with reading(engine) as conn, gzip.open(file, "wt", encoding="utf-8") as out:
        take_time(conn)
        out.write(json.dumps({"format": _FORMAT, "revision": _revision(conn)}) + "\n")
        count = 0
        for table in metadata.sorted_tables:
            for row in conn.execute(select(table)).mappings():
                out.write(json.dumps([table.name, {name: _to_json(value) for name, value in row.items()}]) + "\n")
                count += 1
        out.write(json.dumps({"rows": count}) + "\n")
    with file.open("rb") as written:
        os.fsync(written.fileno())


def _load_rows(conn: Connection, file: Path) -> None:
    take_time(conn)
    for table in reversed(metadata.sorted_tables):
        conn.execute(table.delete())
    for table, rows in _batches(file, _revision(conn)):
        insert(conn, table, rows)
    if conn.dialect.name == "postgresql":
        for table in metadata.sorted_tables:
            for column in table.columns:
                if column.identity is not None:
                    _go_on_counting(conn, column)


def _go_on_counting(conn: Connection, column: Column[Any]) -> None:
    highest = conn.execute(select(func.coalesce(func.max(column), 0))).scalar_one()
    sequence = func.pg_get_serial_sequence(column.table.name, column.name)
    conn.execute(select(func.setval(sequence, highest + 1, False)))


def _batches(file: Path, revision: str | None) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    """Yield rows table by table. Raises `BackupError` where the file is cut off or of another version."""
    try:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            header = json.loads(next(lines))
            if header.get("format") != _FORMAT:
                raise BackupError(mark("that file is no backup of case-api"))
            if header.get("revision") != revision:
                raise BackupError(mark("the backup is of another version: restore it with that one, then upgrade"))
            yield from _read_batches(lines)
    except (OSError, EOFError, ValueError, KeyError, StopIteration) as error:
        raise BackupError(mark("the backup is damaged or cut off")) from error


def _read_batches(lines: Iterator[str]) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    table: Table | None = None
    rows: list[dict[str, Any]] = []
    for count, line in enumerate(lines):
        entry = json.loads(line)
        if isinstance(entry, dict):
            if table is not None:
                yield table, rows
            if entry["rows"] != count:
                raise ValueError("rows are missing")
            return
        name, row = entry
        if table is not None and (name != table.name or len(rows) == _AT_ONCE):
            yield table, rows
            rows = []
        table = metadata.tables[name]
        rows.append({column: _from_json(table.c[column], value) for column, value in row.items()})
    raise ValueError("the last line is missing")


def _to_json(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes | memoryview) else value


def _from_json(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, Uuid):
        return UUID(hex=value)
    if isinstance(column.type, Moment):
        return datetime.fromisoformat(value)
    return base64.b64decode(value) if isinstance(column.type, LargeBinary) else value


def _revision(conn: Connection) -> str | None:
    return MigrationContext.configure(conn).get_current_revision()
