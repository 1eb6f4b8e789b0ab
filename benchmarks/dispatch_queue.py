"""`dispatch_queue`: the next page of the dispatcher's list over HTTP, with 300 and 5,000 that wait, on either engine.

The centre is a real `case-api serve` in a process of its own. `BENCH_CITY=10000,100000` measures smaller cities only.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from benchmarks.centre import PASSWORD, ServedCentre
from benchmarks.city_years import SIZES, CityYears
from benchmarks.engines import on_each_engine
from benchmarks.report import Figure, at_most, quantile, ratio_at_most
from case_api.demo_people import DISPATCHER
from case_api.storage.engine import open_engine

_WAITING = (300, 5000)
_PAGES = 600
_WARM_UP = 20


def measure() -> Iterator[Figure]:
    """Yield the time of a page for each engine, size and length of the list, and the largest against the smallest."""
    return on_each_engine(_figures)


def _figures(engine: str, root: Path, database: str) -> Iterator[Figure]:
    with ServedCentre(root / "centre", database=database) as centre:
        opened = open_engine(database or f"sqlite:///{root / 'centre' / 'centre.db'}")
        city = CityYears(opened)
        with httpx.Client(base_url=centre.address, timeout=60) as client:
            spent = {}
            for size in SIZES:
                city.grow(size, max(_WAITING))
                for waiting in _WAITING:
                    city.let_wait(waiting)
                    spent[size, waiting] = quantile(_pages(client, waiting), 0.99)
        opened.dispose()
    for (size, waiting), p99 in spent.items():
        yield at_most(f"dispatch_queue_{engine}_{size}_{waiting}", p99, "ms p99", 50)
    for waiting in _WAITING if len(SIZES) > 1 else ():
        name = f"dispatch_queue_{engine}_growth_{waiting}"
        yield ratio_at_most(name, spent[max(SIZES), waiting], spent[min(SIZES), waiting], "ms p99", 2)


def _pages(client: httpx.Client, waiting: int) -> list[float]:
    """Ask for page after page and return what each took, in milliseconds."""
    person = {"operator_id": DISPATCHER, "password": PASSWORD}
    headers = {"Authorization": f"Bearer {client.post('/v1/sessions', json=person).json()['token']}"}
    spent: list[float] = []
    cursor, seen = "", 0
    while len(spent) < _WARM_UP + _PAGES:
        start = time.perf_counter()
        answer = client.get("/v1/queues/dispatch", params={"cursor": cursor}, headers=headers)
        spent.append((time.perf_counter() - start) * 1000)
        page = answer.raise_for_status().json()
        seen += len(page["lines"])
        cursor = page["next"] or ""
        if not cursor:
            assert seen == page["counts"]["waiting"] == waiting, "a page left cases out or gave them twice"
            seen = 0
    return spent[_WARM_UP:]
