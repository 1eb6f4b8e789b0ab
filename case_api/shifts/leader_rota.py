"""The rota of leaders who answer calls, as it is kept, and as the desks of its seats are told of it."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert, select, update
from uuid_utils import uuid7

from case_api.audit.administration import note_administration
from case_api.board.acting import Acting, not_there
from case_api.board.counter import next_n
from case_api.board.seat_names import names_of
from case_api.shifts.leader_file import OnRota
from case_api.storage.tables_shifts import leader_days
from hotline.desk_doc import LeaderOnRota

_BEFOREHAND, _AFTERWARDS = timedelta(hours=24), timedelta(hours=12)
"""A desk hears of its leaders so long before and after: it may have no line when they come."""


def keep_rota(conn: Connection, rota: Sequence[OnRota], file: str, at: datetime) -> int:
    """Replace the lines of the days that a rota names, whole, and return how many days those are.

    A line that is there already, of the same leader at the same seat and time, stays the same one; a line that is in
    the rota no more is kept apart: the leader may be answering just now.
    """
    days = {each.begins_at.date(): each.begins_at.tzinfo for each in rota}
    note_administration(conn, "leaders_import", file, at, days=[day.isoformat() for day in sorted(days)])
    board_n = next_n(conn, telephony=False)
    for day, zone in days.items():
        begins, ends = (datetime.combine(each, time(), zone) for each in (day, day + timedelta(days=1)))
        of_day = (leader_days.c.begins_at >= begins, leader_days.c.begins_at < ends)
        before = {(row.begins_at, row.seat, row.name): row for row in conn.execute(select(leader_days).where(*of_day))}
        conn.execute(
            update(leader_days)
            .where(*of_day, leader_days.c.replaced_at.is_(None))
            .values(replaced_at=at, board_n=board_n)
        )
        for each in (each for each in rota if each.begins_at.date() == day):
            known = before.get((each.begins_at, each.seat, each.name))
            line: dict[str, Any] = {**each._asdict(), "replaced_at": None, "board_n": board_n}
            if known is not None:
                same = update(leader_days).where(leader_days.c.leader_day_id == known.leader_day_id)
                conn.execute(same.values(**line))
            else:
                new = {"leader_day_id": UUID(bytes=uuid7().bytes), "words": "", "words_by": ""}
                conn.execute(insert(leader_days).values(**line, **new))
    return len(days)


def leaders_at(conn: Connection, seat: str, now: datetime) -> tuple[LeaderOnRota, ...]:
    """Return who is to answer at a seat, a few hours ago, now or soon, by time."""
    rows = conn.execute(
        select(leader_days)
        .where(
            leader_days.c.seat == seat,
            leader_days.c.begins_at < now + _BEFOREHAND,
            leader_days.c.ends_at > now - _AFTERWARDS,
            leader_days.c.replaced_at.is_(None),
        )
        .order_by(leader_days.c.begins_at, leader_days.c.name)
    ).all()
    names = names_of(conn, {row.operator_id for row in rows if row.operator_id})
    return tuple(
        LeaderOnRota(
            leader_day_id=row.leader_day_id,
            begins=row.begins_at,
            ends=row.ends_at,
            name=row.name,
            title=row.title,
            beside=names.get(row.operator_id, ""),
            words=row.words,
        )
        for row in rows
    )


def say(acting: Acting, leader_day_id: UUID, words: str) -> None:
    """Put the sentence of who sits beside a leader into the summary, in place of the one before.

    Raises `ProblemError` (not-found) for a day of another seat.
    """
    of_day = leader_days.c.leader_day_id == leader_day_id
    seat = acting.conn.scalar(select(leader_days.c.seat).where(of_day))
    if seat is None or seat != acting.by.person.seat:
        raise not_there("There is no such leader's day at this seat.")
    by = acting.by.person.operator if words.strip() else ""
    said = {"words": words.strip(), "words_by": by, "board_n": acting.board_n}
    acting.conn.execute(update(leader_days).where(of_day).values(**said))
    acting.note("say_of_leader_day", seat, leader_day=str(leader_day_id))
