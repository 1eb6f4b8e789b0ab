"""`stats_day`: every tile recomputed from a stored day of 20,000 calls at 120 seats, on either engine.

Measured is all of it: reading the calls and the work after them from the tables, the figures of each queue and of all,
every rate and average. The day before, the day after and the same day of last week lie in the tables too.
"""

import gc
import random
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, text

from benchmarks.city_years import take_time_outside
from benchmarks.corpus import END, tangshan
from benchmarks.engines import on_each_engine
from benchmarks.report import Figure, at_most, quantile
from case_api.board.stored_day import calls_in, wrap_ups_in
from case_api.storage.engine import open_engine, reading, take_time, writing
from case_api.storage.migrate import migrate
from case_api.storage.rows import Row, insert
from case_api.storage.tables_accounts import seats
from case_api.storage.tables_board import seat_states
from case_api.storage.tables_calls import call_legs, call_visits, calls
from hotline.call_figures import CallRate, Figures, added_up, all_queues
from hotline.codes import AgentState, CallQueue, LegEnd, VisitEnd
from hotline.spans import Span, day_span
from hotline.stays import FigureSettings

_CALLS = 20_000
_SEATS = 120
_ROUNDS = 21
_SETTINGS = FigureSettings(service_level_s=15, short_abandon_s=5)


def measure() -> Iterator[Figure]:
    """Yield the time of recomputing a whole day on each engine."""
    return on_each_engine(_figures)


def _figures(engine: str, root: Path, database: str) -> Iterator[Figure]:
    opened = open_engine(database or f"sqlite:///{root / 'centre.db'}")
    try:
        migrate(opened)
        zone = ZoneInfo(tangshan().time_zone)
        today = END.date() - timedelta(days=1)
        for number, days_off in enumerate((-7, -1, 0, 1)):
            _fill(opened, day_span(today + timedelta(days=days_off), zone), number)
        if database:  # what PostgreSQL does by itself after a while
            with opened.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
                take_time_outside(conn)
                conn.execute(text("VACUUM ANALYZE"))
        gc.collect()
        gc.freeze()  # as a centre that serves does with what stays
        spent = [_recomputed(opened, day_span(today, zone)) for _ in range(_ROUNDS)]
    finally:
        gc.unfreeze()
        opened.dispose()
    yield at_most(f"stats_day_{engine}", quantile(spent[1:], 0.99), "s p99", 1)


def _recomputed(engine: Engine, day: Span) -> float:
    start = time.perf_counter()
    with reading(engine) as conn:
        wrapped = wrap_ups_in(conn, day, day.until + timedelta(hours=1))
        by_queue = added_up(calls_in(conn, day), _SETTINGS, day, wrapped)
    everything = all_queues(by_queue)
    shown = [_shown(figures) for figures in (everything, *by_queue.values())]
    spent = time.perf_counter() - start
    assert everything.offered >= _CALLS
    assert everything.wrap_ups > _CALLS * 0.8
    assert len(shown) == 1 + len(CallQueue)
    return spent


def _shown(figures: Figures) -> tuple[float | None, ...]:
    averages = (figures.average_wait_s, figures.average_talk_s, figures.average_wrap_up_s, figures.average_handling_s)
    return *map(figures.share, CallRate), *averages


def _fill(engine: Engine, day: Span, number: int) -> None:
    rows = _DayRows(random.Random(number), day, number)
    with writing(engine) as conn:
        take_time(conn)
        if number == 0:
            insert(conn, seats, [_seat_row(seat, day.since) for seat in range(1, _SEATS + 1)])
        rows.write(conn)


def _seat_row(seat: int, at: datetime) -> Row:
    return {"seat": f"{seat:04}", "sub_centre": "north", "queue": "general", "last_serial": 0, "created_at": at}


class _DayRows:
    """A day of calls as the worker writes it, and of the states that 120 consoles tell of it."""

    def __init__(self, draw: random.Random, day: Span, number: int) -> None:
        self._draw, self._day, self._number = draw, day, number
        self._calls: list[Row] = []
        self._visits: list[Row] = []
        self._legs: list[Row] = []
        self._states: list[Row] = []
        for n in range(_CALLS):
            self._call(UUID(int=(0x0190 << 112) | draw.getrandbits(100)), day.since + day.length * n / _CALLS)
        for seat in range(1, _SEATS + 1):
            self._paused(f"{seat:04}")

    def write(self, conn: Connection) -> None:
        """Write all of it."""
        order = sorted(self._states, key=lambda row: row["since"])
        rows = [row | {"seq": self._number * 1_000_000 + place} for place, row in enumerate(order, 1)]
        for table, each in (
            (calls, self._calls), (call_visits, self._visits), (call_legs, self._legs), (seat_states, rows),
        ):  # fmt: skip
            insert(conn, table, each)

    def _call(self, call_id: UUID, offered: datetime) -> None:
        draw = self._draw
        queue = draw.choices(list(CallQueue), (8, 2, 1))[0]
        seat = f"{draw.randrange(1, _SEATS + 1):04}"
        rang = offered + timedelta(seconds=draw.expovariate(1 / 6))
        left = rang + timedelta(seconds=2 + draw.expovariate(1 / 3))
        answered = draw.random() < 0.95
        ended = left + timedelta(seconds=20 + draw.expovariate(1 / 150)) if answered else left
        end = VisitEnd.ANSWERED if answered else VisitEnd.ABANDONED
        self._calls.append(
            {
                "call_id": call_id, "seat": seat, "queue": queue.value, "line": "12345", "number": b"",
                "state": "ended", "began_at": offered, "ended_at": ended, "board_n": 1,
            }
        )  # fmt: skip
        self._visits.append(
            {
                "call_id": call_id, "visit": 0, "queue": queue.value, "offered_at": offered, "left_at": left,
                "ended": end.value, "handed_on": False,
            }
        )  # fmt: skip
        leg_end = LegEnd.HUNG_UP if answered else LegEnd.ABANDONED
        self._legs.append(
            {
                "call_id": call_id, "visit": 0, "leg": 0, "seat": seat, "rang_at": rang,
                "answered_at": left if answered else None, "ended_at": ended, "ended": leg_end.value,
                "held_s": 12.5 if answered and draw.random() < 0.2 else 0.0, "held_at": None,
            }
        )  # fmt: skip
        if answered:
            wrapped = ended + timedelta(seconds=5 + draw.expovariate(1 / 30))
            self._state(seat, AgentState.RINGING, rang, call_id)
            self._state(seat, AgentState.TALKING, left, call_id)
            self._state(seat, AgentState.WRAP_UP, ended, call_id)
            self._state(seat, AgentState.READY, wrapped)

    def _paused(self, seat: str) -> None:
        for _ in range(6):
            since = self._day.since + self._day.length * self._draw.random()
            self._state(seat, AgentState.PAUSED, since, reason="rest")
            self._state(seat, AgentState.READY, since + timedelta(minutes=10))

    def _state(
        self, seat: str, state: AgentState, since: datetime, call_id: UUID | None = None, reason: str = ""
    ) -> None:
        row: dict[str, Any] = {
            "device_id": UUID(int=int(seat)), "seat": seat, "operator_id": "wang", "state": state.value,
            "reason": reason, "call_id": call_id, "since": since, "received_at": since,
        }  # fmt: skip
        self._states.append(row)
