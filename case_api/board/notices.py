"""Notices of leads to seats: who is to read one, who has, and what an operator has still to read.

A notice is for who sits at its seats when it is sent and for who comes there until the shift ends. The first are
written down with it; the others are told by the states of their seats, also those that came in late.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, bindparam, func, insert, or_, select, update

from case_api.accounts.roles import EVERY_SEAT, places_of_seat
from case_api.board.acting import Acting, not_there, used_before
from case_api.board.seat_names import at_place, names_of
from case_api.problems import ProblemError
from case_api.storage.tables_accounts import seats
from case_api.storage.tables_board import notice_readers, notices, seat_presence, seat_states
from hotline.codes import AgentState
from hotline.desk_doc import Notice
from hotline.lead_acts_doc import NoticeReaders, NoticeRequest
from hotline.wire import Problem

LISTED = timedelta(days=1)
"""Notices are listed for so long."""
_LONGEST = timedelta(days=2)
"""No shift lasts longer."""


def send(acting: Acting, asked: NoticeRequest, ends_at: datetime) -> UUID:
    """Send a notice to who sits at a place and who comes there before `ends_at`; return its id.

    Sent again under the same id it is the same one. Raises `ProblemError`: invalid for a place without a seat, and
    for an id under which other words, or words to another place, were sent.
    """
    conn, sender = acting.conn, acting.by.person.operator
    known = conn.execute(select(notices).where(notices.c.notice_id == asked.notice_id)).one_or_none()
    if known is not None:
        same = (asked.place, asked.words, asked.must_read, sender)
        if (known.place, known.words, known.must_read, known.sent_by) != same:
            raise used_before("notice")
        return asked.notice_id
    if conn.scalar(select(seats.c.seat).where(at_place(asked.place)).limit(1)) is None:
        words = "There is no seat at this place: write seat:0042, sub_centre:CODE, or * for all."
        raise ProblemError(Problem.INVALID, 422, words, {"field": "place"})
    row = {**asked.model_dump(), "sent_by": sender, "sent_at": acting.now, "ends_at": ends_at}
    conn.execute(insert(notices).values(**row, board_n=acting.board_n))
    here = conn.execute(_SITTING.where(at_place(asked.place))).all()
    readers = [{"notice_id": asked.notice_id, "read_at": None, **each._mapping} for each in here]
    if readers:
        conn.execute(insert(notice_readers), readers)
    acting.note("send_notice", asked.place, notice=str(asked.notice_id), must_read=asked.must_read)
    return asked.notice_id


def unread_at(conn: Connection, seat: str, operator_id: str, now: datetime) -> tuple[Notice, ...]:
    """Return what an operator at a seat has not said to have read: first what must be read, then the oldest."""
    if not operator_id:
        return ()
    asked = {"seat": seat, "operator": operator_id, "now": now, "since": now - _LONGEST}
    rows = conn.execute(_UNREAD, asked).all()
    names = names_of(conn, (row.sent_by for row in rows))
    return tuple(
        Notice(
            notice_id=row.notice_id,
            words=row.words,
            must_read=row.must_read,
            sent_by=names[row.sent_by],
            sent_at=row.sent_at,
        )
        for row in rows
    )


def mark_read(conn: Connection, notice_id: UUID, seat: str, operator_id: str, now: datetime, board_n: int) -> None:
    """Take in that an operator has read a notice; once is enough.

    Raises `ProblemError` (not-found) for a notice that was not for that seat.
    """
    place = conn.scalar(select(notices.c.place).where(notices.c.notice_id == notice_id))
    sub_centre = conn.scalar(select(seats.c.sub_centre).where(seats.c.seat == seat)) or ""
    if place not in places_of_seat(seat, sub_centre):
        raise not_there("There is no such notice for this seat.")
    who = {"notice_id": notice_id, "seat": seat, "operator_id": operator_id}
    of_them = and_(*(notice_readers.c[name] == value for name, value in who.items()))
    if conn.execute(select(notice_readers.c.seat).where(of_them)).first() is None:
        conn.execute(insert(notice_readers).values(**who, read_at=now))
    else:
        conn.execute(update(notice_readers).where(of_them, notice_readers.c.read_at.is_(None)).values(read_at=now))
    conn.execute(update(notices).where(notices.c.notice_id == notice_id).values(board_n=board_n))


def readers_of(conn: Connection, notice_id: UUID) -> NoticeReaders:
    """Return who has read a notice and who has not. Raises `ProblemError` (not-found)."""
    found = conn.execute(select(notices).where(notices.c.notice_id == notice_id)).all()
    if not found:
        raise not_there("There is no such notice.")
    return _with_readers(conn, found)[0]


def sent_since(conn: Connection, since: datetime) -> tuple[NoticeReaders, ...]:
    """Return the notices that were sent since a moment, newest first, each with who has read it and who has not."""
    wanted = select(notices).where(notices.c.sent_at >= since).order_by(notices.c.sent_at.desc(), notices.c.notice_id)
    return tuple(_with_readers(conn, conn.execute(wanted).all()))


def _with_readers(conn: Connection, sent: Sequence[Row[Any]]) -> list[NoticeReaders]:
    who: dict[UUID, dict[tuple[str, str], bool]] = {row.notice_id: {} for row in sent}
    for ends_at in {row.ends_at for row in sent}:
        together = [row for row in sent if row.ends_at == ends_at]
        for came in conn.execute(_CAME, {"since": min(row.sent_at for row in together), "until": ends_at}):
            for row in together:
                if row.sent_at < came.last and row.place in places_of_seat(came.seat, came.sub_centre):
                    who[row.notice_id][came.seat, came.operator_id] = False
    for reader in conn.execute(_READERS, {"ids": list(who)}):
        who[reader.notice_id][reader.seat, reader.operator_id] = reader.read_at is not None
    people = {operator for each in who.values() for _, operator in each} | {row.sent_by for row in sent}
    names = names_of(conn, people)
    return [_told(row, names, sorted(who[row.notice_id].items())) for row in sent]


def _told(row: Any, names: dict[str, str], who: Iterable[tuple[tuple[str, str], bool]]) -> NoticeReaders:
    people = [(f"{seat} {names[operator]}", has_read) for (seat, operator), has_read in who]
    return NoticeReaders(
        notice_id=row.notice_id,
        words=row.words,
        place=row.place,
        must_read=row.must_read,
        sent_by=names[row.sent_by],
        sent_at=row.sent_at,
        read=tuple(name for name, has_read in people if has_read),
        unread=tuple(name for name, has_read in people if not has_read),
    )


_SITTING = (
    select(seat_presence.c.seat, seat_presence.c.operator_id)
    .join(seats, seats.c.seat == seat_presence.c.seat)
    .where(seat_presence.c.operator_id != "", seat_presence.c.state != str(AgentState.SIGNED_OUT))
)
"""Who sits at a silent seat is there for all that anybody knows."""
_UNREAD = (
    select(notices)
    .select_from(notices)
    .join(seats, seats.c.seat == bindparam("seat"))
    .outerjoin(
        notice_readers,
        and_(
            notice_readers.c.notice_id == notices.c.notice_id,
            notice_readers.c.seat == seats.c.seat,
            notice_readers.c.operator_id == bindparam("operator"),
        ),
    )
    .where(
        notices.c.sent_at >= bindparam("since"),
        notices.c.ends_at > bindparam("now"),
        or_(
            notices.c.place == EVERY_SEAT,
            notices.c.place == "seat:" + seats.c.seat,
            notices.c.place == "sub_centre:" + seats.c.sub_centre,
        ),
        notice_readers.c.read_at.is_(None),
    )
    .order_by(notices.c.must_read.desc(), notices.c.sent_at, notices.c.notice_id)
)
_CAME = (
    select(seats.c.seat, seats.c.sub_centre, seat_states.c.operator_id, func.max(seat_states.c.since).label("last"))
    .select_from(seats)
    .join(seat_states, seat_states.c.seat == seats.c.seat)
    .where(
        seat_states.c.since > bindparam("since"),
        seat_states.c.since < bindparam("until"),
        seat_states.c.operator_id != "",
        seat_states.c.state != str(AgentState.SIGNED_OUT),
    )
    .group_by(seats.c.seat, seats.c.sub_centre, seat_states.c.operator_id)
)
_READERS = select(
    notice_readers.c.notice_id, notice_readers.c.seat, notice_readers.c.operator_id, notice_readers.c.read_at
).where(notice_readers.c.notice_id.in_(bindparam("ids", expanding=True)))
