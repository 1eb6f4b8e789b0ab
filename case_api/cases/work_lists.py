"""In whose work list a case stands and when its lamps turn: the columns by which work lists and the worker find it.

They all follow from the work order, but for a merged case: it waits until the reply to its parent has passed, and is
then called back like any other. `with_parents` writes that, since only who writes the parent knows.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, and_, bindparam
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from case_api.storage.rows import Row, insert
from case_api.storage.tables_cases import case_units, cases
from hotline.caller_notes import is_asked
from hotline.calling_back import REPLY_PASSED
from hotline.codes import ENDED, KEY_CHANNELS, LIVE, Light, Request, State
from hotline.handling import asked_extension
from hotline.queues import Queue, owner
from hotline.running_clocks import is_running, next_turn, red_first
from hotline.work_order import WorkOrder

WITH_PARENT = "parent"
"""The work list of merged cases whose parent has no reply that has passed: nobody looks at it."""

_WORST_FIRST = (Light.RED, Light.YELLOW, Light.GREEN, Light.GREY)
_TURNED = frozenset({Light.RED, Light.YELLOW})


class Place(NamedTuple):
    """What a stored case's columns say of its place."""

    queue: str | None
    red_at: datetime | None


def place_columns(order: WorkOrder, before: WorkOrder | None, stored: Place | None) -> Row:
    """Return the columns of a case that say where it stands; `before` and `stored` are as the database has it."""
    live = order.state in LIVE
    running = tuple(filter(is_running, order.clocks)) if live else ()
    light = _worst({clock.light for clock in running})
    queue, red_at = owner(order).partition(":")[0] or None, red_first(running)
    if order.state is State.MERGED and order.closed_because is None:
        waits_already = before is not None and before.state is State.MERGED
        queue, red_at = stored if stored and waits_already else Place(WITH_PARENT, None)
    return {
        "queue": queue,
        "unit": (queue == Queue.UNIT and order.at_unit) or None,
        "since": order.state_since,
        "ended_at": order.state_since if order.state in ENDED and order.state is not State.MERGED else None,
        "red_at": red_at,
        "turn_at": next_turn(running),
        "light": light,
        "supervised": _is_naming_asked(order)
        or (live and (light in _TURNED or order.channel in KEY_CHANNELS or _is_pressed(order))),
        "extension_asked": live and asked_extension(order) is not None,
        "naming_asked": _is_naming_asked(order),
        "exclusion_asked": _is_exclusion_asked(order),
        "note_asked": is_asked(order.caller_note),
        "provisional": any(clock.provisional for clock in running),
    }


def store_units(conn: Connection, changed: Iterable[tuple[WorkOrder | None, WorkOrder]]) -> None:
    """Write which units have something to do with cases that were and are now so; nothing where that is the same."""
    put: list[Row] = []
    gone: list[Row] = []
    for before, after in changed:
        had = units_of(before) if before and before.assignments else {}
        has = units_of(after) if after.assignments else {}
        put += [
            {"unit": unit, "case_id": after.id, "waits": waits}
            for unit, waits in has.items()
            if had.get(unit) is not waits
        ]
        gone += [{"of_unit": unit, "of_case": after.id} for unit in had.keys() - has.keys()]
    insert(conn, _PUT_UNIT[conn.dialect.name], sorted(put, key=lambda row: (row["unit"], row["case_id"])))
    if gone:
        conn.execute(_TAKE_UNIT, gone)


def units_of(order: WorkOrder) -> Mapping[str, bool]:
    """Return the units with an assignment that has not ended, each with whether it has the case in its work list.

    The upper unit that passed a case down keeps it there, as it answers for it; a co-unit until it has replied.
    """
    with_units = owner(order).startswith(f"{Queue.UNIT}:")
    found: dict[str, bool] = {}
    for each in order.assignments:
        if each.ended_at is None:
            waits = with_units and (each.unit == order.at_unit or each.done_at is None)
            found[each.unit] = waits or found.get(each.unit, False)
    return found


def with_parents(conn: Connection, changed: Iterable[tuple[WorkOrder | None, WorkOrder]]) -> None:
    """Put the merged cases of stored parents into the list of call-backs once the reply has passed, or out of it."""
    for before, parent in changed:
        if not parent.merged_cases:
            continue
        had_passed = before is not None and before.state in REPLY_PASSED
        ids: Iterable[UUID] = parent.merged_cases
        if parent.state in REPLY_PASSED:
            if had_passed and before is not None:
                ids = set(parent.merged_cases).difference(before.merged_cases)
            way = {"from": WITH_PARENT, "to": Queue.CALLBACK.value, "red": red_first(parent.clocks)}
        elif had_passed:
            way = {"from": Queue.CALLBACK.value, "to": WITH_PARENT, "red": None}
        else:
            continue
        if ids:
            conn.execute(_WITH_PARENT, {**way, "ids": sorted(ids)})


def _worst(lights: set[Light]) -> str:
    return next((light.value for light in _WORST_FIRST if light in lights), "")


def _is_pressed(order: WorkOrder) -> bool:
    """Say whether a supervisor has pressed on, has let it rest, or is asked for more days."""
    unanswered = any(notice.answered_at is None for notice in order.supervisions)
    return unanswered or order.hold is not None or asked_extension(order) is not None


def _is_naming_asked(order: WorkOrder) -> bool:
    """Say whether a leader is to decide on a naming, be the case over or not, until it is filed."""
    naming = order.naming
    return naming is not None and naming.state is Request.ASKED and order.state is not State.FILED


def _is_exclusion_asked(order: WorkOrder) -> bool:
    """Say whether a reviewer is to decide on an exclusion, be the case over or not, until it is filed."""
    asked = order.exclusion
    return asked is not None and asked.state is Request.ASKED and order.state is not State.FILED


def _putting(into: Any) -> Any:
    return into.on_conflict_do_update(index_elements=["unit", "case_id"], set_={"waits": into.excluded.waits})


_PUT_UNIT = {"sqlite": _putting(sqlite_insert(case_units)), "postgresql": _putting(postgres_insert(case_units))}
_TAKE_UNIT = case_units.delete().where(
    and_(case_units.c.unit == bindparam("of_unit"), case_units.c.case_id == bindparam("of_case"))
)
_WITH_PARENT = (
    cases.update()
    .where(cases.c.id.in_(bindparam("ids", expanding=True)), cases.c.queue == bindparam("from"))
    .values(queue=bindparam("to"), red_at=bindparam("red"))
)
