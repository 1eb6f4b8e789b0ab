"""A database written out row by row as gzipped JSON lines, and read back into either kind of database.

Rows are read through a cursor of the server and written one by one, so that memory does not grow with the tables.
"""

import base64
import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Connection, Date, Engine, LargeBinary, Table, Uuid, func, select

from case_api.cipher import Cipher
from case_api.storage.all_tables import metadata
from case_api.storage.engine import reading, take_time
from case_api.storage.metadata import Moment
from case_api.storage.migrate import revision_of
from case_api.storage.owner import SELECT_OWNER, owned
from case_api.storage.rows import insert
from case_api.storage.tables_audit import case_events
from case_api.storage.tables_cases import persons
from wording import mark

_FORMAT = "case-api rows 1"
_AT_ONCE = 500


_AUDIT = select(func.count(), func.max(case_events.c.received_at)).select_from(case_events)


class BackupError(RuntimeError):
    """A file that is no backup of this program, one that is damaged, or one that cannot be written.

    The message is an id for `tr`.
    """


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the write audit of a copy goes: its rows, and when the newest came in; None where it does not say.

    `owned`: it is sure that the copy is of this centre.
    """

    rows: int | None
    newest: datetime | None
    owned: bool = True

    def lacks_of(self, there: "Standing") -> bool:
        """Say whether a database goes further than this copy of one, or may do so."""
        if self.rows is None or there.rows is None:
            return there.rows != 0
        newer = self.newest is None or (there.newest is not None and there.newest > self.newest)
        return there.rows > self.rows or (there.rows > 0 and newer)


def dump_rows(engine: Engine, file: Path) -> None:
    """Write every row of one snapshot to a file. Raises `OSError`, `ProblemError` (busy)."""
    with reading(engine) as conn, gzip.open(file, "wt", encoding="utf-8") as out:
        take_time(conn)
        rows, newest = conn.execute(_AUDIT).one()
        header = {
            "format": _FORMAT,
            "revision": revision_of(conn),
            "audit_rows": rows,
            "audit_newest": _to_json(newest),
        }
        owner = conn.execute(SELECT_OWNER).scalar_one_or_none()
        out.write(json.dumps({**header, "owner": owner}) + "\n")
        count = 0
        for table in metadata.sorted_tables:
            for row in conn.execute(select(table), execution_options={"yield_per": _AT_ONCE}).mappings():
                out.write(json.dumps([table.name, {name: _to_json(value) for name, value in row.items()}]) + "\n")
                count += 1
        out.write(json.dumps({"rows": count}) + "\n")


def standing_of(conn: Connection) -> Standing:
    """Return how far a database goes."""
    rows, newest = conn.execute(_AUDIT).one()
    return Standing(rows, newest)


def standing_of_rows(file: Path, cipher: Cipher) -> Standing:
    """Return what the first line of a file of rows says, and whether it is of the centre with this key.

    Raises `OSError`, `BackupError`, `OtherOwnerError`.
    """
    try:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            header = json.loads(next(lines))
            sealed, about = (None, b"") if header.get("owner") else _a_person(lines)
        newest = header.get("audit_newest")
        owned_here = owned(cipher, header.get("owner"), sealed, about)
        return Standing(header.get("audit_rows"), datetime.fromisoformat(newest) if newest else None, owned_here)
    except (EOFError, ValueError, AttributeError, LookupError, StopIteration, gzip.BadGzipFile, zlib.error) as error:
        raise BackupError(mark("the backup is damaged or cut off")) from error


def _a_person(lines: Iterator[str]) -> tuple[bytes | None, bytes]:
    """Return a person as they are enciphered, and what is bound to that, of rows that do not say whose they are."""
    for line in lines:
        entry = json.loads(line)
        if isinstance(entry, list) and entry[0] == persons.name:
            return base64.b64decode(entry[1]["sealed"]), UUID(hex=entry[1]["case_id"]).bytes
    return None, b""


def load_rows(conn: Connection, file: Path) -> None:
    """Put the rows of a file in place of all that is there, in the transaction of `conn`.

    Raises `OSError`, and `BackupError` where the file is cut off or of another version of the tables.
    """
    take_time(conn)
    for table in reversed(metadata.sorted_tables):
        conn.execute(table.delete())
    for table, rows in _batches(file, revision_of(conn)):
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
    except (OSError, EOFError, ValueError, KeyError, StopIteration, zlib.error) as error:
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
    if isinstance(value, date):  # a moment is one too
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes | memoryview) else value


def _from_json(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, Uuid):
        return UUID(hex=value)
    if isinstance(column.type, Moment):
        return datetime.fromisoformat(value)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    return base64.b64decode(value) if isinstance(column.type, LargeBinary) else value
