"""The handovers that leads have signed, as lines of a list."""

from datetime import datetime

from sqlalchemy import Connection, func, select

from case_api.board.seat_names import names_of
from case_api.storage.tables_handovers import handover_items, handovers
from hotline.handover_doc import HandoverLine, HandoverList, Signature

PAGE = 50


def signed_handovers(conn: Connection, sub_centre: str, before: datetime | None, most: int = PAGE) -> HandoverList:
    """Return a page of the signed handovers of a sub-centre whose shifts began before a moment, newest first."""
    wanted = select(handovers).where(handovers.c.sub_centre == sub_centre)
    if before is not None:
        wanted = wanted.where(handovers.c.begins_at < before)
    rows = conn.execute(wanted.order_by(handovers.c.begins_at.desc()).limit(most + 1)).all()
    shown = rows[:most]
    counts = _counts(conn, sub_centre, [row.begins_at for row in shown])
    names = names_of(conn, {row.handed_by for row in shown} | {row.taken_by for row in shown})
    lines = tuple(
        HandoverLine(
            begins=row.begins_at,
            ends=row.ends_at,
            sub_centre=sub_centre,
            items=sum(counts.get(row.begins_at, {}).values()),
            red=counts.get(row.begins_at, {}).get(True, 0),
            handed=Signature(by=row.handed_by, by_name=names[row.handed_by], at=row.handed_at),
            taken=Signature(by=row.taken_by, by_name=names[row.taken_by], at=row.taken_at) if row.taken_at else None,
        )
        for row in shown
    )
    return HandoverList(lines=lines, before=shown[-1].begins_at if len(rows) > most else None)


def _counts(conn: Connection, sub_centre: str, shifts: list[datetime]) -> dict[datetime, dict[bool, int]]:
    """Return how many items stand in each journal, red ones and others."""
    columns = handover_items.c
    found: dict[datetime, dict[bool, int]] = {}
    rows = conn.execute(
        select(columns.begins_at, columns.red, func.count().label("items"))
        .where(columns.sub_centre == sub_centre, columns.begins_at.in_(shifts))
        .group_by(columns.begins_at, columns.red)
    )
    for row in rows:
        found.setdefault(row.begins_at, {})[row.red] = row.items
    return found
