"""Keeps the rows that reports are counted from in step with the cases, in the transaction that writes them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from case_api.storage.rows import Row, insert
from case_api.storage.tables_cases import cases
from case_api.storage.tables_reports import named_units, settled_cases
from hotline.case_doc import CaseDoc
from hotline.codes import Request
from hotline.rates import SettledCase, is_settled, settled_case
from hotline.work_order import WorkOrder

Written = tuple[WorkOrder | None, WorkOrder]
"""A case as it was stored, None for a new one, and as it is now."""


def note_settled(conn: Connection, time_zone: str, changed: Sequence[Written]) -> None:
    """Write what settled cases count for, and take away what was opened again."""
    ended = [each for each in changed if is_settled(each[1])]
    opened = [after.id for before, after in changed if before and is_settled(before) and not is_settled(after)]
    parents = _parents(conn, changed, ended)
    zone = ZoneInfo(time_zone)
    rows = [
        settled_row(after.id, now, zone)
        for before, after in ended
        for parent in [parents.get(after.parent) if after.parent else None]
        if (now := settled_case(after, parent)) and (before is None or settled_case(before, parent) != now)
    ]
    insert(conn, _PUT[conn.dialect.name], sorted(rows, key=lambda row: row["case_id"].bytes))
    if opened:
        conn.execute(_TAKE, {"ids": sorted(opened)})
    for before, after in changed:  # whoever was merged into a case is excluded with it
        if after.merged_cases and _is_excluded(after) is not (before is not None and _is_excluded(before)):
            conn.execute(_EXCLUDE, {"ids": sorted(after.merged_cases), "so": _is_excluded(after)})


def note_named(conn: Connection, time_zone: str, changed: Iterable[Written]) -> None:
    """Write which units a leader has let be named; what is named stays so."""
    zone = ZoneInfo(time_zone)
    rows: list[Row] = [
        {"case_id": after.id, "unit": naming.unit, "day": _day(after.updated_at, zone)}
        for before, after in changed
        if (naming := after.naming) and naming.state is Request.GRANTED
        if before is None or before.naming != naming
    ]
    insert(conn, _NAME[conn.dialect.name], sorted(rows, key=lambda row: row["case_id"].bytes))


def forget(conn: Connection, case_id: UUID) -> None:
    """Take an erased case out of every report."""
    for table in (settled_cases, named_units):
        conn.execute(table.delete().where(table.c.case_id == case_id))


def settled_row(case_id: UUID, case: SettledCase, zone: ZoneInfo) -> Row:
    """Return the row of a settled case; its day is that of the city."""
    return {
        "case_id": case_id,
        "day": _day(case.closed_at, zone),
        "closed_at": case.closed_at,
        "unit": case.unit,
        "class_code": case.class_code,
        "area_code": case.area_code,
        "channel": case.channel.value,
        "must_contact": case.must_contact,
        "contacted": case.contacted,
        "must_reply": case.must_reply,
        "replied": case.replied,
        "solved": case.solved.value if case.solved else None,
        "satisfied": case.satisfied.value if case.satisfied else None,
        "redone": case.redone,
        "excluded": case.excluded,
    }


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def _is_excluded(order: WorkOrder) -> bool:
    return order.exclusion is not None and order.exclusion.state is Request.GRANTED


def _parents(conn: Connection, changed: Iterable[Written], ended: Iterable[Written]) -> Mapping[UUID, WorkOrder]:
    """Return the parents of merged cases, as they are now: those that are being written, the others as stored."""
    wanted = {after.parent for _, after in ended if after.parent}
    if not wanted:
        return {}
    found = {after.id: after for _, after in changed if after.id in wanted}
    missing = sorted(wanted - found.keys())
    for row in conn.execute(_PARENTS, {"ids": missing}) if missing else ():
        found[row.id] = CaseDoc.model_validate_json(row.doc).order
    return found


_PARENTS = select(cases.c.id, cases.c.doc).where(cases.c.id.in_(bindparam("ids", expanding=True)))
_TAKE = settled_cases.delete().where(settled_cases.c.case_id.in_(bindparam("ids", expanding=True)))
_EXCLUDE = (
    settled_cases.update()
    .where(settled_cases.c.case_id.in_(bindparam("ids", expanding=True)))
    .values(excluded=bindparam("so"))
)
_PUT = {
    engine: into.on_conflict_do_update(
        index_elements=["case_id"],
        set_={column.name: into.excluded[column.name] for column in settled_cases.c if not column.primary_key},
    )
    for engine, into in (("sqlite", sqlite_insert(settled_cases)), ("postgresql", postgres_insert(settled_cases)))
}
_NAME = {
    engine: into.on_conflict_do_update(
        index_elements=["case_id"], set_={name: into.excluded[name] for name in ("unit", "day")}
    )
    for engine, into in (("sqlite", sqlite_insert(named_units)), ("postgresql", postgres_insert(named_units)))
}
