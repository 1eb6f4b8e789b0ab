"""Years of a city at the centre: rows as the centre itself writes them, put into its database in bulk.

The loop of each case (clocks, units, call-back, timeline) is one that the rulebook has judged, moved to the case's own
time; what the caller said is drawn for each.
"""

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, text

from benchmarks.corpus import END, tangshan, tell, work_order
from case_api.cases.indexing import searchable
from case_api.cases.work_lists import place_columns
from case_api.storage.engine import take_time, writing
from case_api.storage.rows import Row, insert
from case_api.storage.tables_cases import accepted_by, cases, persons
from case_api.storage.terms import put_terms
from case_api.storage.time_terms import time_terms
from hotline.bigrams import index_terms
from hotline.case_doc import CaseDoc, TimelineEntry, timeline_entry
from hotline.codes import Role, State
from hotline.commands import parse_command
from hotline.context import Actor, Context
from hotline.order_number import OrderNumber
from hotline.outcome import Applied
from hotline.rulebook import apply
from hotline.work_order import WorkOrder

SIZES = tuple(int(size) for size in os.environ.get("BENCH_CITY", "10000,100000,1100000").split(","))
"""How many cases there are at the centre; the last is Tangshan's three years."""

_AT_ONCE = 5000
_YEARS = timedelta(days=3 * 365)
_WITH_UNITS = 20_000
"""So many of the newest are in the hands of units."""
_DRAWN_PERSON = 200
"""Bytes of a person, enciphered."""
_MOMENTS = ("started_at", "due_at", "yellow_at", "red_at", "paused_at", "stopped_at")
_PEOPLE = {
    "file_case": Actor("1001", frozenset({Role.OPERATOR}), "0001"),
    "assign": Actor("2001", frozenset({Role.DISPATCHER})),
    "review_reply": Actor("2002", frozenset({Role.DISPATCHER})),
    "record_callback": Actor("3001", frozenset({Role.CALLBACK})),
    "file_away": Actor("worker", frozenset({Role.WORKER})),
}


@dataclass(frozen=True, slots=True)
class _Life:
    """A work order at one step of its way, with its timeline."""

    order: WorkOrder
    timeline: tuple[TimelineEntry, ...]


class CityYears:
    """Fills one centre's database. `with_terms` brings its search index up to date too, as the worker would."""

    def __init__(self, engine: Engine, *, with_terms: bool = False) -> None:
        self._engine = engine
        self._with_terms = with_terms
        self._draw = random.Random(1203)
        self._count = 0

    def grow(self, size: int, waiting: int) -> None:
        """Bring the city to `size` cases, of which the `waiting` newest wait for dispatch. It grows into the past."""
        if not self._count:
            self._write(self._rows(waiting, State.TO_DISPATCH, timedelta(hours=8)))
            self._remember()
        handled = max(0, min(_WITH_UNITS, size // 10) - self._count)
        self._write(self._rows(handled, State.HANDLING, timedelta(days=20)))
        self._write(self._rows(size - self._count, State.FILED, _YEARS * (size / max(SIZES))))
        self._settle()

    def let_wait(self, count: int) -> None:
        """Let only the first `count` of those that wait for dispatch stand in the dispatcher's list."""
        with writing(self._engine) as conn:
            conn.execute(text("UPDATE cases SET queue = NULL WHERE state = 'to_dispatch'"))
            conn.execute(
                text(
                    "UPDATE cases SET queue = 'dispatch' WHERE n IN"
                    " (SELECT n FROM cases WHERE state = 'to_dispatch' ORDER BY n LIMIT :count)"
                ),
                {"count": count},
            )
        self._settle()

    def _rows(self, count: int, state: State, over: timedelta) -> Iterator[tuple[Row, Row, list[str]]]:
        life, first = _life(state), self._count
        for place in range(count):
            index = first + place
            told = tell(self._draw)
            at = END - timedelta(minutes=1) - over * (place / count)
            # 999,999 numbers a seat and serial: the serial tells its thousands apart.
            order = work_order(told, self._draw, index, at)
            number = str(OrderNumber(order.origin_seat, 2 + index // 990_000, index % 990_000 + 1))
            order = order.model_copy(update={**_of_life(life.order, order), "order_no": number, "state": state})
            doc = CaseDoc(order=order, timeline=life.timeline, phone_keys=(f"{index:032x}",))
            row = {
                "id": order.id,
                "number": order.order_no,
                "revision": order.revision,
                "state": state.value,
                "seats": f",{order.origin_seat},",
                "sub_centre": _sub_centre(order.area_code),
                "area_code": order.area_code,
                "class_code": order.class_code,
                "created_at": order.created_at,
                **place_columns(order, None, None),
                "doc": doc.model_dump_json(exclude_defaults=True),
            }
            sealed = self._draw.randbytes(_DRAWN_PERSON)
            key = f"{self._draw.getrandbits(128):032x}"
            person = {"case_id": order.id, "sealed": sealed, "caller_key": key, "contact_key": None}
            terms = (*time_terms(order.created_at), *index_terms(searchable(order))) if self._with_terms else ()
            yield row, person, list(dict.fromkeys(terms))

    def _write(self, rows: Iterator[tuple[Row, Row, list[str]]]) -> None:
        batch: list[tuple[Row, Row, list[str]]] = []
        for row in rows:
            batch.append(row)
            if len(batch) == _AT_ONCE:
                self._put(batch)
                batch = []
        self._put(batch)

    def _put(self, batch: list[tuple[Row, Row, list[str]]]) -> None:
        with writing(self._engine) as conn:
            take_time(conn)
            insert(conn, cases, [row for row, _, _ in batch])
            insert(conn, persons, [person for _, person, _ in batch])
            if self._with_terms:
                put_terms(conn, [(row["id"], terms) for row, _, terms in batch])
        self._count += len(batch)

    def _remember(self) -> None:
        """Fill the memory of who accepted what: every class in every street has gone to two units."""
        pack = tangshan()
        units = sorted(pack.units)
        streets = sorted(area.code for area in pack.areas.values() if area.level == 3)
        rows = [
            {"class_code": each.code, "area_code": street, "unit": unit, "times": times, "last_at": END}
            for each in pack.leaf_classes()
            for street in streets
            for times, unit in enumerate(self._draw.sample(units, 2), 1)
        ]
        with writing(self._engine) as conn:
            take_time(conn)
            insert(conn, accepted_by, rows)

    def _settle(self) -> None:
        """Do what PostgreSQL does by itself after a while."""
        if self._engine.dialect.name == "postgresql":
            with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
                take_time_outside(conn)
                conn.execute(text("VACUUM ANALYZE cases"))
                conn.execute(text("VACUUM ANALYZE persons"))
                conn.execute(text("VACUUM ANALYZE accepted_by"))
                conn.execute(text("VACUUM ANALYZE case_terms"))


def take_time_outside(conn: Connection) -> None:
    """Lift the limit of a statement from a connection that is in no transaction."""
    conn.execute(text("SET statement_timeout = 0"))


@cache
def _sub_centre(area_code: str) -> str:
    found = tangshan().sub_centre_of_area(area_code)
    return found.code if found else ""


@cache
def _life(state: State) -> _Life:
    """Return a case that the rulebook has brought to this state."""
    pack = tangshan()
    unit = next(iter(pack.units))
    steps: tuple[tuple[str, timedelta, dict[str, Any]], ...] = (
        ("assign", timedelta(minutes=6), {"unit": unit}),
        ("sign", timedelta(minutes=9), {}),
        ("contact_caller", timedelta(hours=2), {"said": "已与来电人联系，今天下午上门查看"}),
        ("reply", timedelta(days=1), {"reply": "经现场查看，已更换损坏部件，现已恢复供水。", "solved": "solved"}),
        ("review_reply", timedelta(days=1, hours=1), {"accept": True}),
        ("record_callback", timedelta(days=1, hours=3),
         {"reached": True, "contacted_by_unit": True, "solved": "solved", "satisfied": "satisfied"}),
        ("file_away", timedelta(days=60), {}),
    )  # fmt: skip
    intake = {
        "case_type": "QZ", "class_code": "010101", "area_code": "130203", "content": "小区停水",
        "caller_phone": "19900001234",
    }  # fmt: skip
    filed = {"number": str(OrderNumber("0001", 1, 1)), "intake": intake, "pack_version": pack.version}
    begun = END - timedelta(days=90)
    known: WorkOrder | None = None
    timeline: list[TimelineEntry] = []
    for op, after, payload in (("file_case", timedelta(0), filed), *steps):
        actor = _PEOPLE.get(op) or Actor("4001", frozenset({Role.UNIT}), unit=unit)
        context = Context(begun + after, actor, pack, UUID(int=1))
        outcome = apply(known, parse_command(op, payload), context)
        assert isinstance(outcome, Applied), outcome
        assert outcome.order is not None
        known = outcome.order
        timeline += map(timeline_entry, outcome.events)
        if known.state is state:
            return _Life(known, tuple(timeline))
    raise RuntimeError(f"no case of this life is ever {state}")


def _of_life(life: WorkOrder, order: WorkOrder) -> dict[str, Any]:
    """Return what a case has of a life, its clocks moved to the case's own time."""
    by = order.created_at - life.created_at
    clocks = tuple(
        clock.model_copy(
            update={name: moment + by for name in _MOMENTS if (moment := getattr(clock, name)) is not None}
        )
        for clock in life.clocks
    )
    kept = ("clock_profile", "at_unit", "lead_unit", "assignments", "handlers", "callbacks", "answer", "closed_because")
    return {**{name: getattr(life, name) for name in kept}, "clocks": clocks, "state_since": order.created_at}
