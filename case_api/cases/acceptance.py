"""Remembers which units accepted cases of a class at a place, and proposes by that where the next one goes.

Memory is by street: what one community's matters need, its neighbours' need too. Nothing personal is in it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, case, select, tuple_
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from case_api.storage.rows import Row, insert
from case_api.storage.tables_cases import accepted_by
from city_packs.entries import Unit
from city_packs.model import CityPack
from hotline.queue_doc import Proposal
from hotline.work_order import WorkOrder

_STREET_LEVEL = 3
_MOST = 3
"""So many units are proposed for a case; more are not looked at."""

Where = tuple[str, str]
"""A class, and the street or what is known above it; empty where the city pack knows neither."""


def where(pack: CityPack, order: WorkOrder) -> Where:
    """Return under what an acceptance of this case is remembered."""
    path = pack.area_path(order.area_code) if pack.has_area(order.area_code) else ()
    known = [area.code for area in path if area.level <= _STREET_LEVEL]
    return order.class_code, known[-1] if known else ""


def note_accepted(conn: Connection, pack: CityPack, signed: Iterable[tuple[WorkOrder, datetime]]) -> None:
    """Remember who signed cases, and when."""
    rows: dict[tuple[str, str, str], Row] = {}
    for order, at in signed:
        class_code, area_code = where(pack, order)
        key = class_code, area_code, order.at_unit
        before = rows.get(key, {"times": 0})
        rows[key] = {
            "class_code": class_code,
            "area_code": area_code,
            "unit": order.at_unit,
            "times": before["times"] + 1,
            "last_at": max(at, before.get("last_at", at)),
        }
    insert(conn, _AGAIN[conn.dialect.name], [rows[key] for key in sorted(rows)])


def proposed(conn: Connection, pack: CityPack, orders: Sequence[WorkOrder]) -> list[tuple[Proposal, ...]]:
    """Return for each case to which units it may go: the usual one first, then who accepted such a case last."""
    places = [where(pack, order) for order in orders]
    asked = sorted(set(places))
    remembered: dict[Where, list[Any]] = {}
    for row in conn.execute(_WHO, {"asked": asked}) if asked else ():
        remembered.setdefault((row.class_code, row.area_code), []).append(row)
    return [
        _proposed(pack, pack.usual_unit(order.class_code, order.area_code), remembered.get(place, ()))
        for order, place in zip(orders, places, strict=True)
    ]


def _proposed(pack: CityPack, usual: Unit | None, rows: Sequence[Any]) -> tuple[Proposal, ...]:
    every = sum(row.times for row in rows)
    first: list[Proposal] = [Proposal(unit=usual.code)] if usual else []
    others: list[Proposal] = []
    for unit, times, last_at in ((row.unit, row.times, row.last_at) for row in rows):
        share = round(100 * times / every)
        found = Proposal.model_construct(unit=unit, times=times, share=share, last_at=last_at)
        if usual is not None and unit == usual.code:
            first = [found]
        elif len(others) < _MOST and pack.has_unit(unit):
            others.append(found)
    return (*first, *others)[:_MOST]


def _counting(into: Any) -> Any:
    newer = into.excluded.last_at
    last = accepted_by.c.last_at
    return into.on_conflict_do_update(
        index_elements=["class_code", "area_code", "unit"],
        set_={"times": accepted_by.c.times + into.excluded.times, "last_at": case((newer > last, newer), else_=last)},
    )


_AGAIN = {"sqlite": _counting(sqlite_insert(accepted_by)), "postgresql": _counting(postgres_insert(accepted_by))}
_WHO = (
    select(accepted_by)
    .where(tuple_(accepted_by.c.class_code, accepted_by.c.area_code).in_(bindparam("asked", expanding=True)))
    .order_by(accepted_by.c.last_at.desc(), accepted_by.c.unit)
)
