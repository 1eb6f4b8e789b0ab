"""`rates_report`: the rates of a month by unit over HTTP, with their change, beside the bare SQL, on either engine.

A report says what changed against the month before, so that the bare aggregate is taken of both months too.

The centre is a real `case-api serve` in a process of its own, with the settled cases of Tangshan's three years.
`BENCH_CITY=100000` measures a smaller city only.
"""

import random
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from datetime import time as clock_time
from itertools import count
from pathlib import Path
from statistics import median
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx
from sqlalchemy import Engine, text

from benchmarks.centre import PASSWORD, ServedCentre
from benchmarks.city_years import SIZES, take_time_outside
from benchmarks.corpus import END, tangshan
from benchmarks.engines import on_each_engine
from benchmarks.report import Figure, at_most, quantile, ratio_at_most
from case_api.demo_people import SUPERVISOR
from case_api.reports.settling import settled_row
from case_api.storage.engine import open_engine, take_time, writing
from case_api.storage.rows import Row, insert
from case_api.storage.tables_reports import settled_cases
from hotline.codes import Channel, Satisfaction, Solved
from hotline.periods import Period, month, month_of
from hotline.rates import SettledCase

_ROUNDS = 101
_TANGSHAN = 1_100_000
_AT_ONCE = 10_000
_YEARS = 3 * 365
_BARE = """
    SELECT unit, excluded, count(*), count(solved),
        sum(CASE WHEN must_contact THEN 1 ELSE 0 END), sum(CASE WHEN contacted THEN 1 ELSE 0 END),
        sum(CASE WHEN solved = 'solved' THEN 1 ELSE 0 END), sum(CASE WHEN solved = 'mostly' THEN 1 ELSE 0 END),
        sum(CASE WHEN satisfied = 'satisfied' THEN 1 ELSE 0 END), sum(CASE WHEN satisfied = 'mostly' THEN 1 ELSE 0 END)
    FROM settled_cases WHERE day BETWEEN :since AND :until GROUP BY unit, excluded
"""
"""What the three rates of one month ask of the database at the least, raw and adjusted."""


def measure() -> Iterator[Figure]:
    """Yield the time of a month's report on each engine, and its ratio to the bare aggregate of both months."""
    return on_each_engine(_figures)


def _figures(engine: str, root: Path, database: str) -> Iterator[Figure]:
    size = max(SIZES)
    with ServedCentre(root / "centre", database=database) as centre:
        opened = open_engine(database or f"sqlite:///{root / 'centre' / 'centre.db'}")
        try:
            _fill(opened, size)
            whole = month(month_of(END.date() - timedelta(days=40)))
            with httpx.Client(base_url=centre.address, timeout=60) as client:
                person = {"operator_id": SUPERVISOR, "password": PASSWORD}
                token = client.post("/v1/sessions", json=person).raise_for_status().json()["token"]
                client.headers["Authorization"] = f"Bearer {token}"
                served, bare = [], []
                for _ in range(_ROUNDS):
                    bare.append(_bare(opened, whole) + _bare(opened, whole.before()))
                    served.append(_served(client, whole))
        finally:
            opened.dispose()
    yield at_most(f"rates_report_{engine}_{size}", quantile(served[1:], 0.99), "s p99", 1)
    if size < _TANGSHAN:  # there is little to add up, and the ratio would be that of HTTP
        return
    yield ratio_at_most(f"rates_report_{engine}_{size}_sql", median(served) * 1e3, median(bare) * 1e3, "ms median", 3)


def _served(client: httpx.Client, period: Period) -> float:
    start = time.perf_counter()
    answer = client.get("/v1/reports/rates", params={"from": str(period.since), "to": str(period.until), "by": "unit"})
    spent = time.perf_counter() - start
    assert answer.raise_for_status().json()["total"]["raw"]["settled"] > 0
    return spent


def _bare(engine: Engine, period: Period) -> float:
    with closing(engine.raw_connection()) as pooled:
        cursor = pooled.cursor()
        days = {"since": str(period.since), "until": str(period.until)}
        statement = _BARE
        if engine.dialect.name == "postgresql":
            statement = _BARE.replace(":since", "%(since)s").replace(":until", "%(until)s")
        start = time.perf_counter()
        cursor.execute(statement, days)
        rows = cursor.fetchall()
        spent = time.perf_counter() - start
        assert rows
        pooled.rollback()
    return spent


def _fill(engine: Engine, size: int) -> None:
    rows = _rows(size)
    while batch := [row for _, row in zip(range(_AT_ONCE), rows, strict=False)]:
        with writing(engine) as conn:
            take_time(conn)
            insert(conn, settled_cases, batch)
    if engine.dialect.name == "postgresql":  # what it does by itself after a while
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            take_time_outside(conn)
            conn.execute(text("VACUUM ANALYZE settled_cases"))


def _rows(size: int) -> Iterator[Row]:
    """Yield settled cases of three years, in the order in which they were called back."""
    draw, pack = random.Random(1203), tangshan()
    zone = ZoneInfo(pack.time_zone)
    units, classes = sorted(pack.units), sorted(each.code for each in pack.leaf_classes())
    areas = sorted(area.code for area in pack.areas.values() if area.level == 4)
    first = datetime.combine(END.date() - timedelta(days=_YEARS), clock_time(9), zone)
    for index in count():
        if index == size:
            return
        valid, sent = draw.random() < 0.9, draw.random() < 0.9
        case = SettledCase(
            unit=units[int(len(units) * draw.random() ** 2)] if sent else "",
            class_code=draw.choice(classes),
            area_code=draw.choice(areas),
            channel=Channel.PHONE,
            closed_at=first + timedelta(days=_YEARS * index / size),
            must_contact=sent,
            contacted=sent and draw.random() < 0.97,
            must_reply=sent,
            replied=sent and draw.random() < 0.98,
            solved=draw.choices(list(Solved), (8, 1, 1))[0] if valid else None,
            satisfied=draw.choices(list(Satisfaction), (8, 1, 1))[0] if valid else None,
            redone=draw.random() < 0.05,
            excluded=draw.random() < 0.05,
        )
        yield settled_row(UUID(int=(0x0190 << 112) | draw.getrandbits(100)), case, zone)
