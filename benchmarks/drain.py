"""`drain`: 10,000 cases of 2 KB through HTTP in batches of 50, against executemany of the rows that they became.

The centre is a real `case-api serve` in a process of its own, the seat's side its real HTTP transport. The baseline
writes the same rows into the same tables of a second database, 50 cases a transaction, by the bare driver.
"""

import math
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol
from uuid import UUID

import psycopg
from uuid_utils import uuid7

from benchmarks.centre import OPERATOR, SEAT, TABLES, ServedCentre
from benchmarks.corpus import tangshan, tell
from benchmarks.postgres import for_sqlalchemy, new_database, postgres
from benchmarks.report import Figure, ratio_at_least
from benchmarks.seats import draw
from hotline.commands import SCHEMA, FileCase, payload_of
from hotline.order_number import OrderNumber
from hotline.wire import MAX_BATCH, Mutation, MutationOutcome, PushRequest
from hotline.work_order import Intake

_CASES = 10_000
_BATCHES_A_TURN = 40
_CONTENT = 560
"""Han characters of a narrative; with the other fields a mutation of about 2 KB."""


def measure() -> list[Figure]:
    """Return cases a second through the centre against the bare rows a second, on either engine."""
    with TemporaryDirectory(prefix="seat-bench-") as root:
        figures = [_on_sqlite(Path(root))]
    with TemporaryDirectory(prefix="seat-bench-") as root, postgres() as server:
        figures.append(_on_postgres(Path(root), server))
    return figures


Rows = dict[str, list[Any]]


class Tables(Protocol):
    """The tables of one database by its bare driver."""

    def clear(self) -> None:
        """Delete all rows."""

    def counts(self) -> dict[str, int]:
        """Return how many rows each table has."""

    def rows_after(self, counts: dict[str, int]) -> Rows:
        """Return what has been written since each table had so many rows, in that order."""

    def insert(self, rows: Rows) -> None:
        """Write rows as one transaction."""


def _on_sqlite(root: Path) -> Figure:
    with ServedCentre(root / "centre") as centre:
        ServedCentre(root / "bare").make()
        files = (root / name / "centre.db" for name in ("centre", "bare"))
        with closing(_Sqlite(next(files))) as drained, closing(_Sqlite(next(files))) as bare:
            return _figure("drain_sqlite", centre, drained, bare)


def _on_postgres(root: Path, server: str) -> Figure:
    addresses = [new_database(server, name) for name in ("drained", "bare")]
    with ServedCentre(root / "centre", database=for_sqlalchemy(addresses[0])) as centre:
        ServedCentre(root / "bare", database=for_sqlalchemy(addresses[1])).make()
        with closing(_Postgres(addresses[0])) as drained, closing(_Postgres(addresses[1])) as bare:
            return _figure("drain_postgresql", centre, drained, bare)


def _figure(name: str, centre: ServedCentre, drained: Tables, bare: Tables) -> Figure:
    """Push and write the same rows bare by turns, so that both meet the same hours of the machine."""
    transport, batches = centre.transport(), list(_batches(centre.serial))
    bare.clear()
    pushed_s = bare_s = 0.0
    for first in range(0, len(batches), _BATCHES_A_TURN):
        before, start = drained.counts(), time.perf_counter()
        for batch in batches[first : first + _BATCHES_A_TURN]:
            answer = transport.push(batch)
            assert {result.outcome for result in answer.results} == {MutationOutcome.APPLIED}
        pushed_s += time.perf_counter() - start
        parts = list(_in_transactions(drained.rows_after(before)))
        start = time.perf_counter()
        for part in parts:
            bare.insert(part)
        bare_s += time.perf_counter() - start
    return ratio_at_least(name, _CASES / pushed_s, _CASES / bare_s, "cases/s", 0.12)


def _batches(serial: int) -> Iterator[PushRequest]:
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
            command = FileCase(number=str(OrderNumber(SEAT, serial, seq)), intake=intake, pack_version=version)
            mutations.append(
                Mutation(
                    seq=seq,
                    mutation_id=UUID(str(uuid7())),
                    op=command.op,
                    schema_=SCHEMA,
                    case_id=UUID(str(uuid7())),
                    operator_id=OPERATOR,
                    session_id="bench",
                    made_at=datetime.now(UTC),
                    payload=payload_of(command),
                )
            )
        yield PushRequest(client_id=client, app_version="bench", sent_at=datetime.now(UTC), mutations=tuple(mutations))


class _Sqlite:
    def __init__(self, file: Path) -> None:
        self._database = sqlite3.connect(file, isolation_level=None)
        self._database.execute("PRAGMA synchronous = FULL")

    def close(self) -> None:
        self._database.close()

    def clear(self) -> None:
        for name in TABLES:
            self._database.execute(f"DELETE FROM {name}")

    def counts(self) -> dict[str, int]:
        return {name: self._database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TABLES}

    def rows_after(self, counts: dict[str, int]) -> Rows:
        return {
            name: self._database.execute(
                f"SELECT * FROM {name} ORDER BY {TABLES[name]} LIMIT -1 OFFSET ?", (count,)
            ).fetchall()
            for name, count in counts.items()
        }

    def insert(self, rows: Rows) -> None:
        self._database.execute("BEGIN IMMEDIATE")
        for name, some in rows.items():
            self._database.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(some[0]))})", some)
        self._database.execute("COMMIT")


class _Postgres:
    def __init__(self, address: str) -> None:
        self._database = psycopg.connect(address)
        self._columns = {name: _columns(self._database, name) for name in TABLES}

    def close(self) -> None:
        self._database.close()

    def clear(self) -> None:
        for name in TABLES:
            self._database.execute(f"DELETE FROM {name}")
        self._database.commit()

    def counts(self) -> dict[str, int]:
        return {name: self._all(f"SELECT count(*) FROM {name}")[0][0] for name in TABLES}

    def rows_after(self, counts: dict[str, int]) -> Rows:
        found: Rows = {}
        for name, count in counts.items():
            as_text = ", ".join(f"{column}::text" for column, _ in self._columns[name])
            found[name] = self._all(f"SELECT {as_text} FROM {name} ORDER BY {TABLES[name]} OFFSET {count}")
        return found

    def insert(self, rows: Rows) -> None:
        with self._database.cursor() as cursor:
            for name, some in rows.items():
                columns = ", ".join(column for column, _ in self._columns[name])
                values = ", ".join(f"%s::text::{kind}" for _, kind in self._columns[name])
                cursor.executemany(f"INSERT INTO {name} ({columns}) OVERRIDING SYSTEM VALUE VALUES ({values})", some)
        self._database.commit()

    def _all(self, select: str) -> list[Any]:
        rows = self._database.execute(select).fetchall()
        self._database.commit()
        return rows


def _columns(database: psycopg.Connection[Any], name: str) -> list[tuple[str, str]]:
    found = database.execute(
        "SELECT column_name, udt_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position",
        (name,),
    )
    return list(found.fetchall())


def _in_transactions(rows: Rows) -> Iterator[Rows]:
    """Yield what belongs to each 50 cases, in the order in which it was written."""
    parts = math.ceil(len(rows["cases"]) / MAX_BATCH)
    for place in range(parts):
        part = {}
        for name, all_rows in rows.items():
            size = math.ceil(len(all_rows) / parts)
            part[name] = all_rows[place * size : (place + 1) * size]
        yield {name: some for name, some in part.items() if some}
