"""When shifts end in a demo centre, who sits where, and which leaders answer calls there: from now on for some days.

A demo may begin at any hour, and whoever tries it is to see a shift handed over: the first one ends soon.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from case_api.centre import Centre
from case_api.demo_people import DEMO_SEAT, EMPTY_SEAT, leads_of, operator_at, operators_of
from case_api.shifts.leader_file import OnRota
from case_api.shifts.leader_rota import keep_rota
from case_api.shifts.roster import keep_roster
from case_api.shifts.roster_file import Sitting
from city_packs.model import CityPack
from hotline.shifts import Shifts

_SHIFTS = 7
"""The shift that is on, and those of two days after it."""
_ENDS_WITHIN = timedelta(minutes=30)
"""The shift that is on when a demo is made ends within so long: its handover can be signed at once."""
_ON_THE_CLOCK = 10
"""Shifts of a demo end at minutes that are a multiple of this one: so it is 20 minutes to the first end at least."""
_LASTS = timedelta(hours=8)
_FILE = "demo"
_LEADERS = (
    (timedelta(), "周国栋", "副市长"),
    (timedelta(days=7), "吴雨桐", "市住房和城乡建设局局长"),
    (timedelta(days=14), "林振华", "区长"),
)
"""One a week (source row Z8), the first of them today."""
_ANSWERS = timedelta(hours=2)


def demo_shift_ends(time_zone: str, now: datetime) -> tuple[str, str, str]:
    """Return when the shifts of a demo that is made now end, as `shift_ends` in the settings has it."""
    local = now.astimezone(ZoneInfo(time_zone))
    begun = local.replace(minute=local.minute // _ON_THE_CLOCK * _ON_THE_CLOCK, second=0, microsecond=0)
    first = begun + _ENDS_WITHIN
    return f"{first:%H:%M}", f"{first + _LASTS:%H:%M}", f"{first + 2 * _LASTS:%H:%M}"


def fill_shifts(conn: Connection, centre: Centre, shifts: Shifts) -> None:
    """Put a roster and a rota of leaders into a new demo centre whose people are there."""
    now = centre.now()
    keep_roster(conn, [*demo_roster(centre.pack, shifts, now)], _FILE, now)
    keep_rota(conn, [*_rota(centre, now)], _FILE, now)


def demo_roster(pack: CityPack, shifts: Shifts, now: datetime) -> Iterator[Sitting]:
    """Yield who sits where from the shift that is on: each seat's own operator.

    At the last seat of a sub-centre it is its two leads in turn, at the demo's seat an operator who is not simulated.
    """
    shift = shifts.at(now)
    if shift is None:
        return
    for turn in range(_SHIFTS):
        for place in pack.sub_centres.values():
            first, second = operators_of(place.code)
            own = {DEMO_SEAT: first, EMPTY_SEAT: second}
            of_lead = [seat for seat in place.seats if seat not in own][-1:]
            own |= {seat: leads_of(place.code)[turn % 2] for seat in of_lead}
            for seat in place.seats:
                yield Sitting(shift.begins, seat, own.get(seat, operator_at(seat)))
        shift = shifts.after(shift)


def _rota(centre: Centre, now: datetime) -> Iterator[OnRota]:
    home = centre.pack.sub_centre_of_seat(DEMO_SEAT)
    beside = operators_of(home.code)[0] if home else ""
    local = now.astimezone(ZoneInfo(centre.pack.time_zone))
    begins = local.replace(minute=local.minute // 15 * 15, second=0, microsecond=0)
    for later, name, title in _LEADERS if home else ():
        yield OnRota(begins + later, begins + later + _ANSWERS, DEMO_SEAT, name, title, beside)
