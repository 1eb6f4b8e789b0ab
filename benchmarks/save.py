"""`save`: command in to "on this seat", the writer's hop included, against two plain rows in plain SQLite."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.corpus import tell
from benchmarks.report import Figure, at_most, quantile, ratio_at_most
from benchmarks.seats import SESSION, city_seat, draw
from hotline.commands import Command, FileCase
from hotline.work_order import Intake
from local_cache.seat import Seat

_SAVES = 1000
_NARRATIVE = 600


def measure() -> list[Figure]:
    """Return median and 99th percentile of saves, taken in turn with the baseline's transactions."""
    chance = draw(17)
    ours, plain = [], []
    with (
        city_seat(20_000) as (seat, _),
        TemporaryDirectory(prefix="seat-bench-") as root,
        closing(_plain(Path(root) / "plain.db")) as baseline,
    ):
        for index in range(_SAVES):
            told = tell(chance)
            intake = Intake(
                case_type="QZ", class_code=told.class_code, area_code=told.area_code,
                content=(told.content * 40)[:_NARRATIVE], address_text=told.spot,
                caller_name=told.name, caller_phone=told.phone,
            )  # fmt: skip
            ours.append(_save(seat, intake))
            plain.append(_two_rows(baseline, index, intake.model_dump_json()))
    return [
        ratio_at_most("save", quantile(ours, 0.5), quantile(plain, 0.5), "ms p50", 4),
        at_most("save_p99", quantile(ours, 0.99), "ms p99", 10),
    ]


def _save(seat: Seat, intake: Intake) -> float:
    version = seat.pack().result().version

    def command(number: str) -> Command:
        return FileCase(number=number, intake=intake, pack_version=version)

    start = time.perf_counter()
    seat.save(command, session=SESSION).result()
    return (time.perf_counter() - start) * 1000


def _plain(path: Path) -> sqlite3.Connection:
    baseline = sqlite3.connect(path, isolation_level=None)
    baseline.execute("PRAGMA journal_mode = WAL")
    baseline.execute("PRAGMA synchronous = FULL")
    baseline.execute("CREATE TABLE cases (id TEXT PRIMARY KEY, doc TEXT)")
    baseline.execute("CREATE TABLE outbox (seq INTEGER PRIMARY KEY, payload TEXT)")
    return baseline


def _two_rows(baseline: sqlite3.Connection, index: int, doc: str) -> float:
    start = time.perf_counter()
    baseline.execute("BEGIN IMMEDIATE")
    baseline.execute("INSERT INTO cases VALUES (?, ?)", (str(index), doc))
    baseline.execute("INSERT INTO outbox VALUES (?, ?)", (index, doc))
    baseline.execute("COMMIT")
    return (time.perf_counter() - start) * 1000
