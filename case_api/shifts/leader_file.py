"""The file of leaders' days (领导接听日): who answers at which seat, and when. Taken whole or not at all."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from case_api.shifts.file_rows import Known, day_of, person_of, raise_if_wrong, rows_of, seat_of, time_of
from city_packs.errors import Findings
from city_packs.rows import Row
from hotline.names import one_line
from wording import tr

COLUMNS = ("day", "from", "to", "name", "title", "seat", "operator_id")
_LONGEST_NAME, _LONGEST_TITLE = 50, 100


class OnRota(NamedTuple):
    """A leader who is to answer at a seat, and who is to sit beside them (empty for whoever does)."""

    begins_at: datetime
    ends_at: datetime
    seat: str
    name: str
    title: str
    operator_id: str


def read_rota(file: Path, zone: ZoneInfo, known: Known) -> list[OnRota]:
    """Return what a file says, by time and seat. An end that is not after its beginning is on the next day.

    Raises `OSError` where there is no such file, `PackErrors` with all that is wrong in it: each with line and field.
    """
    findings = Findings()
    found: list[tuple[OnRota, Row]] = []
    rows = rows_of(file, COLUMNS, findings)
    for row in rows:
        day, begins, ends, seat = day_of(row, known), time_of(row, "from"), time_of(row, "to"), seat_of(row, known)
        operator = person_of(row, known, seat, needed=False)
        name, title = _short(row, "name", _LONGEST_NAME), _short(row, "title", _LONGEST_TITLE)
        if day is None or begins is None or ends is None:
            continue
        if begins == ends:
            row.wrong("to", tr("is when they begin: write when they end"))
        last = day if ends > begins else day + timedelta(days=1)
        since, until = datetime.combine(day, begins, zone), datetime.combine(last, ends, zone)
        one = OnRota(since, until, seat, name, title, operator)
        for other, at in found:
            if seat and other.seat == seat and other.begins_at < until and since < other.ends_at:
                words = tr("at seat {seat} somebody answers then already: line {line}")
                row.wrong("seat", words.format(seat=seat, line=at.line))
                break
        found.append((one, row))
    if not rows and not findings.in_order():
        findings.add(str(file), 0, "", tr("has no day in it: nothing was changed"))
    raise_if_wrong(findings)
    return sorted(one for one, _ in found)


def _short(row: Row, field: str, most: int) -> str:
    text = row.text(field)
    if one_line(text) != text:
        row.wrong(field, tr("has control characters: write it as one plain line"))
    if len(text) > most:
        row.wrong(field, tr("has more than {most} characters").format(most=most))
    return text
