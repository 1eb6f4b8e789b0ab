"""Who sits where in a demo centre, and which leaders answer calls there: from now on for some days."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from case_api.centre import Centre
from case_api.demo_people import DEMO_SEAT, EMPTY_SEAT, operator_at, operators_of
from case_api.shifts.leader_file import OnRota
from case_api.shifts.leader_rota import keep_rota
from case_api.shifts.roster import keep_roster
from case_api.shifts.roster_file import Sitting
from hotline.shifts import Shift, Shifts

_SHIFTS = 7
"""The shift that is on, and those of two days after it."""
_FILE = "demo"
_LEADERS = (
    (timedelta(), "周国栋", "副市长"),
    (timedelta(days=7), "吴雨桐", "市住房和城乡建设局局长"),
    (timedelta(days=14), "林振华", "区长"),
)
"""One a week (source row Z8), the first of them today."""
_ANSWERS = timedelta(hours=2)


def fill_shifts(conn: Connection, centre: Centre, shifts: Shifts) -> None:
    """Put a roster and a rota of leaders into a new demo centre whose people are there."""
    now = centre.now()
    shift = shifts.at(now)
    if shift is not None:
        keep_roster(conn, [*_roster(centre, shifts, shift)], _FILE, now)
    keep_rota(conn, [*_rota(centre, now)], _FILE, now)


def _roster(centre: Centre, shifts: Shifts, shift: Shift) -> Iterator[Sitting]:
    """Yield who sits where: each seat's own operator; at the demo's seat its sub-centre's, who is not simulated."""
    for _ in range(_SHIFTS):
        for place in centre.pack.sub_centres.values():
            first, second = operators_of(place.code)
            for seat in place.seats:
                own = {DEMO_SEAT: first, EMPTY_SEAT: second}.get(seat, operator_at(seat))
                yield Sitting(shift.begins, seat, own)
        shift = shifts.after(shift)


def _rota(centre: Centre, now: datetime) -> Iterator[OnRota]:
    home = centre.pack.sub_centre_of_seat(DEMO_SEAT)
    beside = operators_of(home.code)[0] if home else ""
    local = now.astimezone(ZoneInfo(centre.pack.time_zone))
    begins = local.replace(minute=local.minute // 15 * 15, second=0, microsecond=0)
    for later, name, title in _LEADERS if home else ():
        yield OnRota(begins + later, begins + later + _ANSWERS, DEMO_SEAT, name, title, beside)
