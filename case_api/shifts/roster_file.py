"""The file of a roster (排班): who sits at which seat in which shift. Taken whole or not at all."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from case_api.shifts.file_rows import Known, day_of, person_of, raise_if_wrong, rows_of, seat_of, time_of
from city_packs.errors import Findings
from hotline.shifts import Shifts
from wording import listed, tr

COLUMNS = ("day", "begins", "seat", "operator_id")


class Sitting(NamedTuple):
    """Who is to sit at a seat in the shift that begins then."""

    begins_at: datetime
    seat: str
    operator_id: str


def read_roster(file: Path, shifts: Shifts, known: Known) -> list[Sitting]:
    """Return what a file says, by shift and seat.

    Raises `OSError` where there is no such file, `PackErrors` with all that is wrong in it: each with line and field.
    """
    findings = Findings()
    found: list[Sitting] = []
    at_seat: dict[tuple[datetime, str], int] = {}
    of_person: dict[tuple[datetime, str], int] = {}
    rows = rows_of(file, COLUMNS, findings)
    for row in rows:
        day, begins, seat = day_of(row, known), time_of(row, "begins"), seat_of(row, known)
        operator = person_of(row, known, seat)
        shift = shifts.beginning(day, begins) if day and begins is not None else None
        if shift is None:
            if begins is not None and begins not in shifts.ends:
                times = listed(f"{end:%H:%M}" for end in shifts.ends)
                row.wrong("begins", tr("no shift begins then; shifts begin at {times}").format(times=times))
            continue
        if seat and (first := at_seat.setdefault((shift.begins, seat), row.line)) != row.line:
            words = tr("seat {seat} is in this shift already, in line {line}")
            row.wrong("seat", words.format(seat=seat, line=first))
        if operator and (first := of_person.setdefault((shift.begins, operator), row.line)) != row.line:
            words = tr("{name} is in this shift already, in line {line}")
            row.wrong("operator_id", words.format(name=operator, line=first))
        found.append(Sitting(shift.begins, seat, operator))
    if not rows and not findings.in_order():
        findings.add(str(file), 0, "", tr("has no shift in it: nothing was changed"))
    raise_if_wrong(findings)
    return sorted(found)
