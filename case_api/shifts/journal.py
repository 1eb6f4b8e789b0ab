"""What a shift's journal is filled from: all that is open in a sub-centre now, by the same conditions as the board's.

Callers who gave up wait for whoever calls them back, and a case that lies nobody knows where is everybody's: both
stand in the journal of every sub-centre.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from case_api.accounts.roles import EVERY_SEAT
from case_api.board.case_counts import open_cases
from case_api.board.limits import Limits
from case_api.board.notices import readers_of
from case_api.board.seat_rows import SeatRows
from case_api.board.troubles import of_seats
from case_api.storage.metadata import Moment
from case_api.storage.tables_accounts import seats
from case_api.storage.tables_board import notices
from case_api.storage.tables_calls import missed_callers
from city_packs.model import CityPack
from hotline.handover_doc import ItemKind, JournalItem

_OF_SEATS = {each.value: each for each in (ItemKind.SILENT_SEAT, ItemKind.STUCK_QUEUE, ItemKind.HAND)}
_ORDER = {kind: place for place, kind in enumerate(ItemKind)}


def open_items(conn: Connection, pack: CityPack, sub_centre: str, now: datetime) -> list[JournalItem]:
    """Return what is open in a sub-centre now, by kind, within each what has lasted longest first; unexplained."""
    found = [
        *_cases(conn, pack, sub_centre, now),
        *_seats(conn, pack, sub_centre, now),
        *_missed_callers(conn),
        *_notices(conn, sub_centre, now),
    ]
    return sorted(found, key=lambda item: (_ORDER[item.kind], item.since, item.key))


def seats_of(conn: Connection, sub_centre: str) -> frozenset[str]:
    """Return the seats of a sub-centre."""
    return frozenset(conn.scalars(select(seats.c.seat).where(seats.c.sub_centre == sub_centre)))


def _item(kind: ItemKind, about: object, since: datetime, **more: Any) -> JournalItem:
    return JournalItem(key=f"{kind.value}:{about}", kind=kind, since=since, **more)


def _cases(conn: Connection, pack: CityPack, sub_centre: str, now: datetime) -> Iterator[JournalItem]:
    for name, row in open_cases(conn, pack, now, sub_centre):
        kind = ItemKind(name)
        yield _item(
            kind,
            row.id,
            row.red_at if kind is ItemKind.RED_LAMP else row.since,
            case_id=row.id,
            number=row.number,
            class_code=row.class_code,
            area_code=row.area_code,
            unit=row.unit or "",
        )


def _seats(conn: Connection, pack: CityPack, sub_centre: str, now: datetime) -> Iterator[JournalItem]:
    rows = SeatRows()
    here = {row.seat: row for row in rows.read_sub_centre(conn, sub_centre, now)}
    for trouble in of_seats(here.values(), rows.places, Limits.of(pack), now):
        kind = _OF_SEATS.get(trouble.kind)
        if kind is not None:
            row = here[trouble.seat]
            about = row.hand_id if kind is ItemKind.HAND else row.seat
            yield _item(kind, about, trouble.since, seat=row.seat, operator=row.operator)


def _missed_callers(conn: Connection) -> Iterator[JournalItem]:
    for row in conn.execute(_NOT_CALLED_BACK):
        yield _item(ItemKind.MISSED_CALLER, row.call_id, row.abandoned_at, queue=row.queue, seat=row.seat)


def _notices(conn: Connection, sub_centre: str, now: datetime) -> Iterator[JournalItem]:
    here = seats_of(conn, sub_centre)
    places = [EVERY_SEAT, f"sub_centre:{sub_centre}", *(f"seat:{seat}" for seat in here)]
    for notice_id in conn.scalars(_TO_READ, {"now": now, "places": places}).all():
        told = readers_of(conn, notice_id)
        unread = sum(who.partition(" ")[0] in here for who in told.unread)  # each begins with its seat
        if unread:
            yield _item(ItemKind.UNREAD_NOTICE, notice_id, told.sent_at, place=told.place, unread=unread)


_NOT_CALLED_BACK = select(missed_callers).where(missed_callers.c.settled_at.is_(None))
_TO_READ = select(notices.c.notice_id).where(
    notices.c.must_read,
    notices.c.ends_at > bindparam("now", type_=Moment),
    notices.c.place.in_(bindparam("places", expanding=True)),
)
