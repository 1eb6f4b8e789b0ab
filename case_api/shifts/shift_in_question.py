"""Which shift of a sub-centre is handed over now, and who may sign for it.

It can be signed from 30 minutes before its end on (hollycrm.com 交接班日志), and until the next one can. One in which
nobody worked there is handed over by nobody.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection, exists, or_, select

from case_api.accounts.roles import EVERY_SEAT, roles_of
from case_api.storage.tables_accounts import devices, rosters, seats, sessions, users
from case_api.storage.tables_board import seat_states
from case_api.storage.tables_handovers import handovers
from case_api.storage.tables_shifts import shift_roster
from hotline.board_doc import Trouble
from hotline.codes import Role
from hotline.shifts import Shift, Shifts

SIGN_AHEAD = timedelta(minutes=30)
"""So long before its end a shift can be handed over."""


def sign_from(shift: Shift) -> datetime:
    """Return from when on the handover of a shift can be signed."""
    return shift.ends - SIGN_AHEAD


def shift_in_question(conn: Connection, shifts: Shifts, sub_centre: str, now: datetime) -> Shift | None:
    """Return the shift whose journal leads write now: the one that is due, else the one after it. None without any."""
    due = shifts.ended_by(now + SIGN_AHEAD)
    if due is None or _is_due(conn, due, sub_centre):
        return due
    current = shifts.at(now)
    return shifts.after(due) if current is None or current.begins <= due.begins else current


def handovers_due(conn: Connection, shifts: Shifts, sub_centres: Iterable[str], now: datetime) -> list[Trouble]:
    """Return for each sub-centre that its shift is to be handed over, until both leads have signed."""
    due = shifts.ended_by(now + SIGN_AHEAD)
    if due is None:
        return []
    return [
        Trouble(kind="handover_due", since=sign_from(due), words=sub_centre)
        for sub_centre in sorted({*sub_centres})
        if _is_due(conn, due, sub_centre)
    ]


def may_sign(conn: Connection, operator_id: str) -> list[str]:
    """Return the sub-centres at whose seats somebody may work, and for which they may sign as a lead."""
    places = set(conn.scalars(select(rosters.c.place).where(rosters.c.operator_id == operator_id)))
    return sorted(
        {
            row.sub_centre
            for row in conn.execute(select(seats.c.seat, seats.c.sub_centre))
            if {EVERY_SEAT, f"sub_centre:{row.sub_centre}", f"seat:{row.seat}"} & places
        }
    )


def leads_on_roster(conn: Connection, shift: Shift, sub_centre: str) -> tuple[str, ...]:
    """Return the names of the leads who sit at the seats of a sub-centre in a shift by the roster, by their seats."""
    rows = conn.execute(
        select(users.c.name, users.c.roles)
        .join(shift_roster, shift_roster.c.operator_id == users.c.operator_id)
        .join(seats, seats.c.seat == shift_roster.c.seat)
        .where(shift_roster.c.begins_at == shift.begins, seats.c.sub_centre == sub_centre)
        .order_by(shift_roster.c.seat)
    )
    return tuple(row.name for row in rows if Role.LEAD in roles_of(row.roles))


def _is_due(conn: Connection, shift: Shift, sub_centre: str) -> bool:
    taken = select(handovers.c.taken_at).where(
        handovers.c.begins_at == shift.begins, handovers.c.sub_centre == sub_centre
    )
    return conn.scalar(taken) is None and _somebody_worked(conn, shift, sub_centre)


def _somebody_worked(conn: Connection, shift: Shift, sub_centre: str) -> bool:
    """Say whether anybody worked there: at a desk, or signed in at a board, whose lead has no state of a seat."""
    sat = exists().where(
        seats.c.sub_centre == sub_centre,
        seat_states.c.seat == seats.c.seat,
        seat_states.c.operator_id != "",
        seat_states.c.since >= shift.begins,
        seat_states.c.since < shift.ends,
    )
    signed_in = exists().where(
        seats.c.sub_centre == sub_centre,
        devices.c.seat == seats.c.seat,
        sessions.c.device_id == devices.c.device_id,
        sessions.c.created_at >= shift.begins,
        sessions.c.created_at < shift.ends,
    )
    return bool(conn.scalar(select(or_(sat, signed_in))))
