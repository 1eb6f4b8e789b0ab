"""Who is to sit where in a shift, as it is kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select

from case_api.audit.administration import note_administration
from case_api.board.seat_names import names_of
from case_api.shifts.roster_file import Sitting
from case_api.storage.tables_accounts import seats
from case_api.storage.tables_shifts import shift_roster
from hotline.shifts import Shift


class RosterLine(NamedTuple):
    """Who is to sit at a seat in a shift."""

    seat: str
    sub_centre: str
    operator_id: str
    operator: str


def keep_roster(conn: Connection, roster: Sequence[Sitting], file: str, at: datetime) -> int:
    """Replace the shifts that a roster names, whole, and return how many those are."""
    begins = sorted({each.begins_at for each in roster})
    conn.execute(delete(shift_roster).where(shift_roster.c.begins_at.in_(begins)))
    conn.execute(insert(shift_roster), [each._asdict() for each in roster])
    named = [each.isoformat() for each in begins]
    note_administration(conn, "roster_import", file, at, shifts=named, seats=[str(len(roster))])
    return len(begins)


def rosters_of(conn: Connection, shifts: Sequence[Shift]) -> dict[Shift, list[RosterLine]]:
    """Return for each of these shifts who is to sit where, by seat."""
    rows = conn.execute(
        select(shift_roster, seats.c.sub_centre)
        .join(seats, seats.c.seat == shift_roster.c.seat)
        .where(shift_roster.c.begins_at.in_([each.begins for each in shifts]))
        .order_by(shift_roster.c.begins_at, shift_roster.c.seat)
    ).all()
    names = names_of(conn, {row.operator_id for row in rows})
    found: dict[Shift, list[RosterLine]] = {each: [] for each in shifts}
    shift_at = {each.begins: each for each in shifts}
    for row in rows:
        line = RosterLine(row.seat, row.sub_centre, row.operator_id, names[row.operator_id])
        found[shift_at[row.begins_at]].append(line)
    return found
