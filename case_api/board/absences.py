"""Who should sit at a seat by the roster and does not: for the lead's board. What decides is pure."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from case_api.accounts.sessions import leads_at_seats
from case_api.shifts.roster import rosters_of
from hotline.board_doc import SeatRow, Trouble
from hotline.codes import AgentState
from hotline.shifts import Shift

LATE_AFTER = timedelta(minutes=10)
"""So long after the shift's begin, or after whoever sat there has signed out, an empty seat is trouble."""
_OUT = frozenset({"", str(AgentState.SIGNED_OUT)})


class Sitter(NamedTuple):
    """Who is to sit somewhere."""

    operator_id: str
    name: str


class Rostered(NamedTuple):
    """Who is to sit at which seat in the shift that began then.

    `leads_there` are the seats whose own lead is signed in there: at a board, whose seat is in no state.
    """

    begins: datetime
    sitters: dict[str, Sitter]
    leads_there: frozenset[str]


def read_rostered(conn: Connection, shift: Shift, now: datetime) -> Rostered:
    """Read the roster of a shift, and which leads sit where it says."""
    lines = rosters_of(conn, [shift])[shift]
    leads = leads_at_seats(conn, now)
    there = frozenset(each.seat for each in lines if (each.seat, each.operator_id) in leads)
    return Rostered(shift.begins, {each.seat: Sitter(each.operator_id, each.operator) for each in lines}, there)


def of_absences(rows: dict[str, SeatRow], rostered: Rostered, now: datetime) -> Iterator[Trouble]:
    """Yield the seats at which nobody sits though somebody should.

    A seat that fell silent while somebody was signed in is another matter: nobody knows who sits there.
    """
    for seat, sitter in rostered.sitters.items():
        row = rows.get(seat)
        if seat in rostered.leads_there or (row is not None and row.state not in _OUT):
            continue
        left = row.since if row is not None and row.since is not None else rostered.begins
        since = max(rostered.begins, left)
        if now - since > LATE_AFTER:
            yield Trouble(kind="absent", since=since, limit_s=LATE_AFTER.total_seconds(), seat=seat, words=sitter.name)


def not_as_rostered(rows: Iterable[SeatRow], rostered: Rostered) -> dict[str, str]:
    """Return who should sit at each seat at which somebody else does, or nobody, by seat."""
    found = {}
    for row in rows:
        sitter = rostered.sitters.get(row.seat)
        sits = "" if row.state in _OUT else row.operator_id
        if sits == "" and row.seat in rostered.leads_there:
            continue
        if sitter is not None and sitter.operator_id != sits:
            found[row.seat] = sitter.name
    return found
