"""A page of a work list: what goes red first at its top, what has no clock below, the longest waiting first.

The place of a page is a key and not a count: between two pages cases come and go. Keys are read from an index alone,
and documents only for the lines of the page, so that a page costs the same whatever else is at the centre.
"""

import base64
import binascii
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Row, Select, and_, bindparam, case, func, or_, select, text, tuple_

from case_api.cases.acceptance import proposed
from case_api.cases.query import moment_of
from case_api.centre import Centre
from case_api.problems import ProblemError
from case_api.storage.engine import reading
from case_api.storage.tables_cases import case_units, cases
from hotline.case_doc import CaseDoc
from hotline.codes import Light, Role
from hotline.context import Actor
from hotline.queue_doc import Proposal, QueueCounts, QueueLine, QueueName, QueuePage
from hotline.wire import Problem
from hotline.work_order import WorkOrder

PEOPLE: dict[QueueName, frozenset[Role]] = {
    "dispatch": frozenset({Role.DISPATCHER, Role.LEAD}),
    "lead": frozenset({Role.LEAD}),
    "unit": frozenset({Role.UNIT}),
    "callback": frozenset({Role.CALLBACK}),
    "supervision": frozenset({Role.SUPERVISOR, Role.LEAD, Role.LEADER}),
    "extension": frozenset({Role.SUPERVISOR, Role.LEAD}),
    "naming": frozenset({Role.LEADER}),
    "exclusion": frozenset({Role.QUALITY}),
    "caller_note": frozenset({Role.LEAD}),
}
"""Whose work lists they are (domain.md, section 3g)."""


_FLAGS: dict[QueueName, str] = {
    "supervision": "supervised",
    "extension": "extension_asked",
    "naming": "naming_asked",
    "exclusion": "exclusion_asked",
    "caller_note": "note_asked",
}
"""Lists of cases with a column of their own, as its index has it: SQLite takes an index of some rows for nothing else.
"""


class _Key(NamedTuple):
    """Where a case stands in its work list."""

    red_at: datetime | None
    since: datetime
    id: UUID


def work_list_page(centre: Centre, queue: QueueName, reader: Actor, *, cursor: str = "", limit: int = 50) -> QueuePage:
    """Return a page of a work list, masked; of a unit's only what the reader's own has to do with.

    Raises `ProblemError`: `forbidden`, `invalid` (422) for a cursor that no page gave, `busy`.
    """
    if not _reads(reader, queue):
        raise ProblemError(Problem.FORBIDDEN, 403, "this work list is for other roles")
    if queue == "unit" and not reader.unit:
        raise ProblemError(Problem.FORBIDDEN, 403, "you work for no unit; ask an administrator to name it")
    after = _read_cursor(cursor) if cursor else None
    now = centre.now()
    whose = {"queue": queue, "unit": reader.unit}
    with reading(centre.engine) as conn:
        counted = conn.execute(_counts(queue), {**whose, "now": now}).one()
        to_decide = _to_decide(conn, reader) if queue == "supervision" else 0
        keys = _keys(conn, queue, whose, after, limit + 1)
        shown = keys[:limit]
        docs = {row.n: row.doc for row in conn.execute(_DOCS, {"ns": [key.n for key in shown]})} if shown else {}
        orders = [_order(docs[key.n], queue) for key in shown]
        places: Sequence[tuple[Proposal, ...]] = [()] * len(orders)
        if queue == "dispatch":
            places = proposed(conn, centre.pack, orders)
    return QueuePage(
        as_of=now,
        counts=QueueCounts(
            waiting=counted.waiting,
            to_decide=to_decide,
            yellow=counted.yellow or 0,
            red=counted.red or 0,
            oldest=counted.oldest,
        ),
        lines=tuple(
            QueueLine.model_construct(order=order, proposed=units, number_of_callers=1 + len(order.merged_cases))
            for order, units in zip(orders, places, strict=True)
        ),
        next=cursor_of(shown[-1].red_at, shown[-1].since, shown[-1].id) if len(keys) > limit else None,
    )


def _to_decide(conn: Connection, reader: Actor) -> int:
    """Return how many of the supervised cases wait for a decision of whoever reads."""
    lists: tuple[QueueName, ...] = ("extension", "naming")
    theirs = [text(_FLAGS[each]) for each in lists if _reads(reader, each)]
    return sum(conn.scalar(select(func.count()).select_from(cases).where(each)) or 0 for each in theirs)


def _reads(reader: Actor, queue: QueueName) -> bool:
    return bool(reader.roles & PEOPLE[queue])


def _order(doc: str, queue: QueueName) -> WorkOrder:
    """Return a work order of a work list; a unit's says nothing of what the hotline notes about its caller."""
    order = CaseDoc.model_validate_json(doc).order
    noted = queue == "unit" and order.caller_note is not None
    return order.model_copy(update={"caller_note": None}) if noted else order


def _keys(
    conn: Connection, queue: QueueName, whose: dict[str, str], after: _Key | None, limit: int
) -> Sequence[Row[Any]]:
    """Return the keys of the next cases. What has no clock comes last, by a statement of its own: so each is one range
    of an index on both databases."""
    found: list[Row[Any]] = []
    if after is None or after.red_at is not None:
        place = after._asdict() if after else {}
        found += conn.execute(_next_keys(queue, dated=True, on=after is not None), {**whose, **place, "most": limit})
        after = None
    if len(found) < limit:
        place = {"since": after.since, "id": after.id} if after else {}
        wanted = _next_keys(queue, dated=False, on=after is not None)
        found += conn.execute(wanted, {**whose, **place, "most": limit - len(found)})
    return found


def _in_list(queue: QueueName) -> Any:
    if queue == "unit":
        mine = select(case_units.c.case_id).where(case_units.c.unit == bindparam("unit"), text("waits"))
        return cases.c.id.in_(mine)
    return text(_FLAGS[queue]) if queue in _FLAGS else cases.c.queue == bindparam("queue")


@cache
def _next_keys(queue: QueueName, *, dated: bool, on: bool) -> Select[*tuple[Any, ...]]:
    key = (cases.c.red_at, cases.c.since, cases.c.id)[0 if dated else 1 :]
    here = cases.c.red_at.is_not(None) if dated else cases.c.red_at.is_(None)
    wanted = select(cases.c.n, cases.c.red_at, cases.c.since, cases.c.id).where(_in_list(queue), here)
    if on:
        place = (bindparam(column.name, type_=column.type) for column in key)
        wanted = wanted.where(tuple_(*key) > tuple_(*place))
    return wanted.order_by(cases.c.red_at, cases.c.since, cases.c.id).limit(bindparam("most"))


@cache
def _counts(queue: QueueName) -> Select[*tuple[Any, ...]]:
    """Count a whole list. A lamp is red by the clock, whether or not the worker has recorded it yet."""
    red = and_(cases.c.red_at.is_not(None), cases.c.red_at <= bindparam("now"))
    yellow = and_(cases.c.light == Light.YELLOW.value, or_(cases.c.red_at.is_(None), cases.c.red_at > bindparam("now")))
    return select(
        func.count().label("waiting"),
        func.sum(case((yellow, 1), else_=0)).label("yellow"),
        func.sum(case((red, 1), else_=0)).label("red"),
        func.min(cases.c.since).label("oldest"),
    ).where(_in_list(queue))


def cursor_of(red_at: datetime | None, since: datetime, case_id: UUID) -> str:
    """Return the cursor for what comes after a case."""
    parts = (red_at.isoformat() if red_at else "", since.isoformat(), case_id.hex)
    return base64.urlsafe_b64encode(" ".join(parts).encode()).decode()


def _read_cursor(cursor: str) -> _Key:
    try:
        red_at, since, case_id = base64.urlsafe_b64decode(cursor.encode()).decode().split(" ")
        return _Key(moment_of(red_at) if red_at else None, moment_of(since), UUID(hex=case_id))
    except (ValueError, binascii.Error) as error:
        raise ProblemError(Problem.INVALID, 422, "not a cursor of this centre", {"field": "cursor"}) from error


_DOCS = select(cases.c.n, cases.c.doc).where(cases.c.n.in_(bindparam("ns", expanding=True)))
