"""The seats of a board as one process has them in memory: a row each, with the number of its last change."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID
from zlib import crc32

from sqlalchemy import BigInteger, Connection, and_, bindparam, select, union

from case_api.board.orders import open_by_seat
from case_api.storage.tables_accounts import devices, seats, users
from case_api.storage.tables_board import hands, seat_orders, seat_presence, seat_states
from case_api.storage.tables_shifts import leader_days
from hotline.board_doc import SeatRow
from hotline.desk_doc import SeatOrder


class Place(NamedTuple):
    """Where a seat stands, whose callers it answers, and whether it has a device that may speak for it."""

    sub_centre: str
    queue: str
    has_device: bool


class Heard(NamedTuple):
    """Which device was heard at a seat, by which process."""

    seat: str
    device_id: UUID
    process: UUID
    silent: bool


class SeatRows:
    """All seats. All of it belongs to one thread at a time."""

    def __init__(self) -> None:
        self.rows: dict[str, SeatRow] = {}
        self.places: dict[str, Place] = {}
        self.stamp = 0
        """Another one when seats were added, moved or given another queue: those changes have no number."""
        self._n: dict[str, int] = {}

    def read_places(self, conn: Connection) -> bool:
        """Read which seats there are; say whether that is another answer than before."""
        places = {row.seat: Place(row.sub_centre, row.queue, row.devices is not None) for row in conn.execute(_PLACES)}
        if places == self.places:
            return False
        self.places = places
        self.stamp = crc32(repr(sorted(places.items())).encode())
        self.rows = {
            seat: self.rows[seat].model_copy(update={"sub_centre": place.sub_centre, "queue": place.queue})
            if seat in self.rows
            else SeatRow(seat=seat, sub_centre=place.sub_centre, queue=place.queue)
            for seat, place in sorted(places.items())
        }
        return True

    def fold(self, conn: Connection, after: int, n: int, now: datetime) -> list[Heard]:
        """Take in the seats that changed after a number of the board's counter, up to `n`, and return who was heard."""
        changed = list(conn.scalars(_CHANGED, {"after": after}))
        if changed and not self.places.keys() >= set(changed):
            self.read_places(conn)
        return self._read(conn, changed, n, now) if changed else []

    def read_sub_centre(self, conn: Connection, sub_centre: str, now: datetime) -> list[SeatRow]:
        """Return the seats of a sub-centre as they are now, and take nothing in of any other."""
        self.read_places(conn)
        here = [seat for seat, place in self.places.items() if place.sub_centre == sub_centre]
        self._read(conn, here, 0, now)
        return [self.rows[seat] for seat in here]

    def _read(self, conn: Connection, changed: list[str], n: int, now: datetime) -> list[Heard]:
        heard: list[Heard] = []
        orders = open_by_seat(conn, now)
        rows = conn.execute(_ROWS, {"seats": changed}).all()
        if any(row.queue != self.places[row.seat].queue for row in rows):  # its desk asks for the other line at once
            self.read_places(conn)
        for row in rows:
            self.rows[row.seat] = _seat_row(row, orders.get(row.seat, ()))
            self._n[row.seat] = n
            self.places[row.seat] = self.places[row.seat]._replace(sub_centre=row.sub_centre, queue=row.queue)
            heard.append(Heard(row.seat, row.device_id, row.process, row.silent))
        return heard

    def changed_after(self, n: int) -> tuple[SeatRow, ...]:
        """Return the seats that changed after a number."""
        return tuple(row for seat, row in self.rows.items() if self._n.get(seat, 0) > n)

    def operator_at(self, seat: str) -> str:
        """Return who sits at a seat as it last said, empty for nobody."""
        row = self.rows.get(seat)
        return row.operator_id if row else ""

    def answering(self, queues: Collection[str]) -> frozenset[str]:
        """Return the seats of these queues."""
        return frozenset(seat for seat, place in self.places.items() if place.queue in queues)


def _seat_row(row: Any, orders: tuple[SeatOrder, ...]) -> SeatRow:
    hand = row.hand_id if row.raised_at is not None else None
    return SeatRow(
        seat=row.seat,
        sub_centre=row.sub_centre,
        queue=row.queue,
        heard_at=row.heard_at,
        silent=row.silent,
        operator_id=row.operator_id,
        operator=row.name or row.operator_id,
        state=row.state,
        reason=row.reason,
        since=row.since if row.state else None,
        unsent=row.unsent,
        oldest_unsent_at=row.oldest_unsent_at,
        kept_drafts=row.kept_drafts,
        hand_id=hand,
        hand_words=row.words or "",
        hand_at=row.raised_at,
        orders=orders,
        guest=row.guest or "",
    )


_live = (
    select(devices.c.seat).where(devices.c.revoked_at.is_(None)).distinct().subquery()
)  # fmt: skip
_PLACES = select(seats.c.seat, seats.c.sub_centre, seats.c.queue, _live.c.seat.label("devices")).outerjoin(
    _live, _live.c.seat == seats.c.seat
)
_after = bindparam("after", type_=BigInteger)
_CHANGED = union(
    select(seat_presence.c.seat).where(seat_presence.c.board_n > _after),
    select(hands.c.seat).where(hands.c.board_n > _after),
    select(seat_orders.c.seat).where(seat_orders.c.board_n > _after),
)
_guest = (
    select(seat_states.c.leader_day_id)
    .where(seat_states.c.device_id == seat_presence.c.device_id)
    .order_by(seat_states.c.seq.desc())
    .limit(1)
    .scalar_subquery()
)
"""Who answers at the seat as a guest, by its newest state."""
_ROWS = (
    select(
        seat_presence,
        seats.c.sub_centre,
        seats.c.queue,
        users.c.name,
        hands.c.words,
        hands.c.raised_at,
        leader_days.c.name.label("guest"),
    )
    .join(seats, seats.c.seat == seat_presence.c.seat)
    .outerjoin(users, users.c.operator_id == seat_presence.c.operator_id)
    .outerjoin(
        hands,
        and_(hands.c.hand_id == seat_presence.c.hand_id, hands.c.lowered_at.is_(None), hands.c.answered_at.is_(None)),
    )
    .outerjoin(leader_days, leader_days.c.leader_day_id == _guest)
    .where(seat_presence.c.seat.in_(bindparam("seats", expanding=True)))
)
