"""Lets cases follow the city pack: where a district now lies with another sub-centre, so do its cases.

A sub-centre's seats hold the cases of its territory of the last 90 days, ended ones too, since a caller's history and
likely duplicates are of them (design.md, section 4). So it is these that move; older ones no territory holds. Nothing
of the work order changes, and seats that work on a case keep it wherever it lies.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, select

from case_api.audit import chain
from case_api.audit.own_events import own_event
from case_api.cases.keeping import territory_of
from case_api.centre import Centre
from case_api.storage.engine import reading, take_time, writing
from case_api.storage.tables_cases import cases
from case_api.sync import feed
from case_api.sync.feed import Pointer


def elsewhere(centre: Centre) -> list[UUID]:
    """Return the cases that the pack lays to another sub-centre than they are stored with, newest first.

    Raises `ProblemError` (busy).
    """
    with reading(centre.engine) as conn:
        take_time(conn)
        found = conn.execute(_HELD, {"oldest": centre.now() - centre.rules.window})
        return [row.id for row in found if territory_of(centre, row.area_code, row.sub_centre) != row.sub_centre]


def move(centre: Centre, case_ids: Sequence[UUID]) -> int:
    """Lay cases to where the pack has them, in one transaction; return how many were not there yet.

    The seats of both sub-centres hear of it by the feed. Raises `ProblemError` (busy).
    """
    if not case_ids:
        return 0
    now = centre.now()
    with writing(centre.engine) as conn:
        ways: list[tuple[UUID, str, str]] = []
        for row in conn.execute(_WANTED, {"ids": sorted(case_ids)}):
            new = territory_of(centre, row.area_code, row.sub_centre)
            if new != row.sub_centre:
                ways.append((row.id, row.sub_centre, new))
        if not ways:
            return 0
        conn.execute(_MOVE, [{"case": case_id, "new": new} for case_id, _, new in ways])
        feed.take_lock(conn)
        events = [
            own_event(case_id, "move", now, {"from": old, "to": new, "pack": centre.pack.version})
            for case_id, old, new in ways
        ]
        chain.append(conn, chain.WRITE_CHAIN, events)
        pointers = [Pointer(f"area:{of}", "case", case_id) for case_id, *both in ways for of in both if of]
        pos = feed.append(conn, pointers, now)
    centre.told(frozenset(pointer.scope for pointer in pointers), pos)
    return len(ways)


_COLUMNS = (cases.c.id, cases.c.area_code, cases.c.sub_centre)
_HELD = select(*_COLUMNS).where(cases.c.created_at >= bindparam("oldest")).order_by(cases.c.created_at.desc())
_WANTED = (
    select(*_COLUMNS).where(cases.c.id.in_(bindparam("ids", expanding=True))).order_by(cases.c.id).with_for_update()
)
_MOVE = cases.update().where(cases.c.id == bindparam("case")).values(sub_centre=bindparam("new"))
