"""Who is to sit where in a shift, as it is kept, and who does."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select

from case_api.audit.administration import note_administration
from case_api.board.seat_names import names_of
from case_api.shifts.roster_file import Sitting
from case_api.storage.tables_accounts import seats
from case_api.storage.tables_board import seat_presence
from case_api.storage.tables_shifts import shift_roster
from hotline.codes import AgentState
from hotline.shift_doc import Attendance, RosterLine, ShiftRoster
from hotline.shifts import Shift


class _Sits(NamedTuple):
    operator_id: str
    silent: bool


def keep_roster(conn: Connection, roster: Sequence[Sitting], file: str, at: datetime) -> int:
    """Replace the shifts that a roster names, whole, and return how many those are."""
    begins = sorted({each.begins_at for each in roster})
    conn.execute(delete(shift_roster).where(shift_roster.c.begins_at.in_(begins)))
    conn.execute(insert(shift_roster), [each._asdict() for each in roster])
    named = [each.isoformat() for each in begins]
    note_administration(conn, "roster_import", file, at, shifts=named, seats=[str(len(roster))])
    return len(begins)


def rosters_of(conn: Connection, shifts: Iterable[Shift]) -> list[ShiftRoster]:
    """Return shifts with who is to sit where, and whether they do now."""
    wanted = list(shifts)
    rows = conn.execute(
        select(shift_roster, seats.c.sub_centre)
        .join(seats, seats.c.seat == shift_roster.c.seat)
        .where(shift_roster.c.begins_at.in_([each.begins for each in wanted]))
        .order_by(shift_roster.c.begins_at, shift_roster.c.seat)
    ).all()
    sits = _who_sits(conn)
    where = {each.operator_id: seat for seat, each in sits.items() if not each.silent}
    names = names_of(conn, {row.operator_id for row in rows} | {each.operator_id for each in sits.values()})
    lines: dict[datetime, list[RosterLine]] = {}
    for row in rows:
        here = sits.get(row.seat)
        line = RosterLine(
            seat=row.seat,
            sub_centre=row.sub_centre,
            operator_id=row.operator_id,
            operator=names[row.operator_id],
            attendance=_attendance(row.operator_id, here, row.operator_id in where),
            at_seat=where.get(row.operator_id, ""),
            sits=names[here.operator_id] if here and here.operator_id != row.operator_id else "",
        )
        lines.setdefault(row.begins_at, []).append(line)
    return [ShiftRoster(begins=each.begins, ends=each.ends, lines=tuple(lines.get(each.begins, ()))) for each in wanted]


def _attendance(operator_id: str, here: _Sits | None, sits_somewhere: bool) -> Attendance:
    if here is not None and here.operator_id == operator_id:
        return Attendance.UNKNOWN if here.silent else Attendance.HERE
    if sits_somewhere:
        return Attendance.ELSEWHERE
    return Attendance.UNKNOWN if here is not None and here.silent else Attendance.AWAY


def _who_sits(conn: Connection) -> dict[str, _Sits]:
    rows = conn.execute(
        select(seat_presence.c.seat, seat_presence.c.operator_id, seat_presence.c.silent).where(
            seat_presence.c.operator_id != "", seat_presence.c.state != str(AgentState.SIGNED_OUT)
        )
    )
    return {row.seat: _Sits(row.operator_id, row.silent) for row in rows}
