"""What leads and operators did that desks and boards are told of: notices, orders, answers to hands, callers claimed.

It says whose desks have news; what news, each desk asks for itself.
"""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import BigInteger, Connection, bindparam, func, select, union

from case_api.board.limits import UNREAD_FOR
from case_api.board.missed import to_call_back, unclaimed
from case_api.board.notices import readers_of
from case_api.board.seat_names import at_place
from case_api.board.troubles import UnreadNotice
from case_api.storage.metadata import Moment
from case_api.storage.tables_accounts import seats
from case_api.storage.tables_board import hands, notice_readers, notices, seat_orders
from case_api.storage.tables_calls import missed_callers
from case_api.storage.tables_shifts import leader_days
from case_api.telephony.missed_callers import Settled

_ON_ITS_WAY = timedelta(seconds=10)
"""Who says to have read a notice has that noted with the moment before it is written."""


class Acted(NamedTuple):
    """Whether boards have news of acts, and whose desks have."""

    board: bool = False
    desks: frozenset[str] = frozenset()


class ActsFolded:
    """What one process has read of acts. All of it belongs to one thread at a time."""

    def __init__(self) -> None:
        self.unclaimed: dict[str, int] = {}
        """How many callers wait to be called back whom nobody has claimed, by queue."""
        self.to_call_back = 0
        """How many callers wait to be called back, claimed or not."""
        self.called_back = 0
        """How many callers who had given up were called back today."""
        self._claims: dict[UUID, str] = {}
        self._notices: set[UUID] = set()
        self._looked_at: datetime | None = None

    def fold(self, conn: Connection, after: int, day_began_at: datetime, now: datetime) -> Acted:
        """Take in what was done after a number of the board's counter."""
        asked, read_since = {"after": after}, (self._looked_at or now) - _ON_ITS_WAY
        self._looked_at = now
        desks = set(conn.scalars(_AT_SEATS, asked))
        missed = conn.execute(_MISSED, asked).all()
        for row in missed:
            desks |= {seat for seat in (self._claims.pop(row.call_id, ""), row.seat) if seat}
            if row.seat and row.settled_at is None:
                self._claims[row.call_id] = row.seat
        if missed or not after:
            self.count_missed(conn, day_began_at)
        told = conn.execute(_NOTICES, asked).all()
        for notice in told:
            if notice.notice_id in self._notices:
                desks |= set(conn.scalars(_READ, {"notice": notice.notice_id, "since": read_since}))
            else:
                self._notices.add(notice.notice_id)
                desks |= set(conn.scalars(select(seats.c.seat).where(at_place(notice.place))))
        return Acted(bool(missed or told), frozenset(desks))

    def count_missed(self, conn: Connection, day_began_at: datetime) -> None:
        """Count the callers who gave up anew."""
        self.unclaimed = unclaimed(conn)
        self.to_call_back = to_call_back(conn)
        self.called_back = conn.scalar(_CALLED_BACK, {"since": day_began_at}) or 0


def unread_notices(conn: Connection, now: datetime) -> tuple[UnreadNotice, ...]:
    """Return the notices that must be read, hold still, and should have been read by everybody by now."""
    found = conn.scalars(_TO_READ, {"now": now, "sent_by": now - UNREAD_FOR}).all()
    readers = (readers_of(conn, notice_id) for notice_id in found)
    return tuple(UnreadNotice(each.notice_id, each.words, each.sent_at) for each in readers if each.unread)


_after = bindparam("after", type_=BigInteger)
_AT_SEATS = union(
    select(seat_orders.c.seat).where(seat_orders.c.board_n > _after),
    select(hands.c.seat).where(hands.c.board_n > _after),
    select(leader_days.c.seat).where(leader_days.c.board_n > _after),
)
_MISSED = select(missed_callers.c.call_id, missed_callers.c.seat, missed_callers.c.settled_at).where(
    missed_callers.c.board_n > _after
)
_NOTICES = select(notices.c.notice_id, notices.c.place).where(notices.c.board_n > _after)
_READ = select(notice_readers.c.seat).where(
    notice_readers.c.notice_id == bindparam("notice"), notice_readers.c.read_at >= bindparam("since", type_=Moment)
)
_CALLED_BACK = (
    select(func.count())
    .select_from(missed_callers)
    .where(
        missed_callers.c.settled == Settled.CALLED_BACK.value,
        missed_callers.c.settled_at >= bindparam("since", type_=Moment),
    )
)
_TO_READ = select(notices.c.notice_id).where(
    notices.c.must_read,
    notices.c.ends_at > bindparam("now", type_=Moment),
    notices.c.sent_at <= bindparam("sent_by", type_=Moment),
)
