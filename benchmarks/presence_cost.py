"""`presence_cost`: how many seats one core of the centre carries, measured with 2,000 of them, on either engine.

Each beats every two seconds and goes into another state every minute; the centre keeps its live picture meanwhile. The
centre is a real `case-api serve` in a process of its own, and so are the seats.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
from sqlalchemy import func, select

from benchmarks.centre import ServedCentre
from benchmarks.engines import on_each_engine
from benchmarks.enrolled_seats import enrolled
from benchmarks.report import Figure, at_least
from case_api.storage.engine import open_engine, reading
from case_api.storage.tables_board import seat_presence

SEATS = 2000
_SECONDS = 30.0


def measure() -> Iterator[Figure]:
    """Yield the seats that a core carries, for each engine."""
    return on_each_engine(_figures)


def _figures(engine: str, root: Path, database: str) -> Iterator[Figure]:
    with ServedCentre(root / "centre", database=database) as centre:
        url = database or f"sqlite:///{root / 'centre' / 'centre.db'}"
        places = root / "places"
        tokens = enrolled(url, SEATS)
        places.write_text("\n".join(f"{seat} {centre.address} {token}" for seat, token in tokens.items()))
        command = [sys.executable, "-m", "benchmarks.beating_seats", str(places), str(_SECONDS + 15)]
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


def _heard(url: str) -> int:
    engine = open_engine(url)
    with reading(engine) as conn:
        heard = conn.scalar(select(func.count()).where(seat_presence.c.silent.is_(False), seat_presence.c.state != ""))
    engine.dispose()
    return heard or 0


def _cpu_seconds(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)
