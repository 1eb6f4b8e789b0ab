"""`presence_cost`: how many seats one core of the centre carries, measured with 2,000 of them, on either engine.

Each beats every two seconds and goes into another state every minute; the centre keeps its live picture meanwhile. The
centre is a real `case-api serve` in a process of its own, and so are the seats.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import psutil
from sqlalchemy import func, insert, select

from benchmarks.centre import ServedCentre
from benchmarks.engines import on_each_engine
from benchmarks.report import Figure, at_least
from case_api.accounts.tokens import new_token, token_hash
from case_api.storage.engine import open_engine, reading, writing
from case_api.storage.tables_accounts import device_tokens, devices, seats
from case_api.storage.tables_board import seat_presence

SEATS = 2000
_SECONDS = 30.0
_FIRST = 5000
"""The numbers of the seats, which nobody in the demo has."""


def measure() -> Iterator[Figure]:
    """Yield the seats that a core carries, for each engine."""
    return on_each_engine(_figures)


def _figures(engine: str, root: Path, database: str) -> Iterator[Figure]:
    with ServedCentre(root / "centre", database=database) as centre:
        url = database or f"sqlite:///{root / 'centre' / 'centre.db'}"
        tokens = root / "tokens"
        tokens.write_text("\n".join(_enrolled(url)))
        command = [sys.executable, "-m", "benchmarks.beating_seats", centre.address, str(tokens), str(_SECONDS + 15)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as load:
            assert load.stdout is not None
            assert load.stdout.readline() == "begun\n"
            time.sleep(5)  # the picture has settled
            spent = _cpu_seconds(centre.pid)
            began = time.perf_counter()
            time.sleep(_SECONDS)
            share = (_cpu_seconds(centre.pid) - spent) / (time.perf_counter() - began)
            assert load.stdout.readline() == "0\n", "some beats were not taken"
        assert _heard(url) == SEATS
    yield at_least(f"presence_cost_{engine}", SEATS / share, "seats a core", 4000)


def _enrolled(url: str) -> list[str]:
    """Make seats, each with a device and a token, and return the tokens."""
    now, tokens = datetime.now(UTC), [new_token() for _ in range(SEATS)]
    engine = open_engine(url)
    names = [f"{_FIRST + number:04}" for number in range(SEATS)]
    with writing(engine) as conn:
        sub_centre = conn.scalar(select(seats.c.sub_centre).limit(1))
        conn.execute(
            insert(seats),
            [{"seat": name, "sub_centre": sub_centre, "last_serial": 1, "created_at": now} for name in names],
        )
        conn.execute(
            insert(devices),
            [
                {"device_id": UUID(int=number + 1), "seat": name, "serial": 1, "public_key": "", "name": "bench",
                 "app_version": "0", "enrolled_at": now}
                for number, name in enumerate(names)
            ],
        )  # fmt: skip
        conn.execute(
            insert(device_tokens),
            [
                {"token_hash": token_hash(token), "device_id": UUID(int=number + 1),
                 "expires_at": now + timedelta(hours=1)}
                for number, token in enumerate(tokens)
            ],
        )  # fmt: skip
    engine.dispose()
    return tokens


def _heard(url: str) -> int:
    engine = open_engine(url)
    with reading(engine) as conn:
        heard = conn.scalar(select(func.count()).where(seat_presence.c.silent.is_(False), seat_presence.c.state != ""))
    engine.dispose()
    return heard or 0


def _cpu_seconds(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)
