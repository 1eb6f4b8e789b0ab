"""How long seats were in each state today, added up by seat, by sub-centre and over all of them."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from case_api.board.stored_day import states_by_seat
from case_api.storage.tables_accounts import seats
from case_api.storage.tables_board import seat_presence
from city_packs.model import CityPack
from hotline.board_doc import TimesLine, TimesPage, TimesSpent
from hotline.codes import AgentState
from hotline.spans import day_span
from hotline.state_times import NO_TIME, TimeSpent, state_times, time_spent


def times_of_today(conn: Connection, pack: CityPack, now: datetime, sub_centre: str = "") -> TimesPage:
    """Return the times of today so far: of all and of each sub-centre, or of one and of each of its seats.

    The first line is that of all the others. Of a seat that is silent nothing is known after it was last heard; one
    that has told nothing today, or only that nobody is signed in, is in no line of seats.
    """
    today = day_span(now.astimezone(ZoneInfo(pack.time_zone)).date(), ZoneInfo(pack.time_zone))
    found = defaultdict[str, list[TimeSpent]](list)
    there = {row.seat: row for row in conn.execute(_SEATS)}
    for seat, changes in states_by_seat(conn, today.so_far(now), sub_centre):
        row = there[seat]
        so_far = today.so_far(row.heard_at if row.silent else now)
        times = state_times(changes, so_far).get(seat, ())
        if any(each.operator_id for each in times):
            found[seat if sub_centre else row.sub_centre].append(time_spent(times, so_far.until))
    everything = [each for of_place in found.values() for each in of_place]
    return TimesPage(lines=(_line(sub_centre, everything), *(_line(place, found[place]) for place in sorted(found))))


def told(spent: TimeSpent) -> TimesSpent:
    """Return times as they are told."""
    return TimesSpent(
        states=_seconds(spent.states),
        pauses=_seconds(spent.pauses),
        average_wrap_up_s=spent.average_wrap_up_s,
        occupancy=spent.occupancy,
    )


def _line(place: str, of_seats: list[TimeSpent]) -> TimesLine:
    together = told(sum(of_seats, NO_TIME))
    return TimesLine(place=place, seats=len(of_seats), **dict(together))


def _seconds(times: Mapping[AgentState, timedelta] | Mapping[str, timedelta]) -> dict[str, float]:
    return {str(key): length.total_seconds() for key, length in times.items()}


_SEATS = select(seats.c.seat, seats.c.sub_centre, seat_presence.c.silent, seat_presence.c.heard_at).outerjoin(
    seat_presence, seat_presence.c.seat == seats.c.seat
)
