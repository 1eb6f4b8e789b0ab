"""What lost against what the centre already had, for a supervisor to read and to settle (sync.md, section 2.6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from case_api.centre import Centre
from case_api.storage.tables_audit import case_events
from case_api.storage.tables_cases import cases
from case_api.storage.tables_sync import conflicts
from case_api.sync.verdict import Source, Verdict
from hotline.masking import PERSONAL, masked_value


@dataclass(frozen=True, slots=True)
class LostValue:
    """A value that nobody has settled yet, personal fields masked; with field `*` the whole payload is `mine`."""

    mutation_id: UUID
    order_no: str
    field: str
    reason: str
    op: str
    operator: str
    seat: str
    received_at: datetime
    base: Any
    mine: Any
    theirs: Any


def unsettled(conn: Connection, centre: Centre) -> list[LostValue]:
    """Return what lost and is not settled, oldest first, without what was erased with its case."""
    return [
        LostValue(
            row.mutation_id,
            row.number,
            row.field,
            row.reason,
            row.op,
            row.operator_id,
            row.seat,
            row.received_at,
            **{side: _masked(row.field, value) for side, value in _opened(centre, row.sides, row.mutation_id).items()},
        )
        for row in conn.execute(_UNSETTLED)
    ]


def settle(conn: Connection, mutation_id: UUID, supervisor: str, at: datetime) -> bool:
    """Write down who has seen to what a mutation lost; False if there is nothing to settle."""
    return bool(conn.execute(_SETTLE, {"mutation": mutation_id, "by": supervisor, "at": at}).rowcount)


def settle_restored(conn: Connection, centre: Centre, source: Source, verdicts: Iterable[Verdict]) -> None:
    """Settle what a seat lost and has put back since: its amendment went through, and the value stands again."""
    put_back = {
        (each.mutation.case_id, field): (value, each.mutation.operator_id)
        for each in verdicts
        if each.mutation.op == "amend_case" and each.case is not None
        for field, (_, value) in each.mutation.payload.get("changes", {}).items()
        if field not in {lost.field for lost in each.lost}
    }
    if not put_back:
        return
    about = {"cases": sorted({case_id for case_id, _ in put_back}, key=str), "seat": source.seat}
    restored = []
    for row in conn.execute(_LOST_BY_SEAT, about):
        value, operator = put_back.get((row.case_id, row.field), (None, ""))
        if operator and _opened(centre, row.sides, row.mutation_id)["mine"] == value:
            restored.append({"row": row.n, "by": operator, "at": source.received})
    if restored:
        conn.execute(_SETTLE_ROW, restored)


def _opened(centre: Centre, sealed: bytes, mutation_id: UUID) -> dict[str, Any]:
    sides: dict[str, Any] = centre.cipher.open(sealed, mutation_id.bytes)
    return sides


def _masked(field: str, value: Any) -> Any:
    if isinstance(value, dict):  # of a whole payload, by the names in it
        return {name: _masked(name, each) for name, each in value.items()}
    if isinstance(value, list):
        return [_masked(field, each) for each in value]
    return masked_value(field, value) if field in PERSONAL and isinstance(value, str) else value


_UNSETTLED = (
    select(
        conflicts.c.mutation_id,
        cases.c.number,
        conflicts.c.field,
        conflicts.c.reason,
        case_events.c.op,
        case_events.c.operator_id,
        case_events.c.seat,
        conflicts.c.received_at,
        conflicts.c.sides,
    )
    .join(cases, cases.c.id == conflicts.c.case_id)
    .join(case_events, case_events.c.mutation_id == conflicts.c.mutation_id)
    .where(conflicts.c.settled_at.is_(None))
    .order_by(conflicts.c.n)
)
_SETTLE = (
    conflicts.update()
    .where(conflicts.c.mutation_id == bindparam("mutation"), conflicts.c.settled_at.is_(None))
    .values(settled_at=bindparam("at"), settled_by=bindparam("by"))
)
_LOST_BY_SEAT = (
    select(conflicts.c.n, conflicts.c.case_id, conflicts.c.field, conflicts.c.sides, conflicts.c.mutation_id)
    .join(case_events, case_events.c.mutation_id == conflicts.c.mutation_id)
    .where(
        conflicts.c.settled_at.is_(None),
        conflicts.c.case_id.in_(bindparam("cases", expanding=True)),
        case_events.c.seat == bindparam("seat"),
    )
)
_SETTLE_ROW = (
    conflicts.update()
    .where(conflicts.c.n == bindparam("row"))
    .values(settled_at=bindparam("at"), settled_by=bindparam("by"))
)
