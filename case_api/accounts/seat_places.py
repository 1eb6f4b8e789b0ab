"""Where seats stand: with which sub-centre the centre has them, and with which the city pack.

A seat knows its sub-centre from its enrolment and asks for that territory; it is an administrator who moves it.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from case_api.accounts.devices import check_seat
from case_api.accounts.grants import revoke_grants
from case_api.accounts.roles import places_of_seat
from case_api.accounts.sessions import end_sessions_of
from case_api.storage.tables_accounts import rosters, seats, users
from city_packs.model import CityPack


@dataclass(frozen=True, slots=True)
class Astray:
    """Seats that the pack has elsewhere: `here` is empty where the centre lacks them, `there` where the pack names
    neither them nor the sub-centre that they stand with."""

    seats: tuple[str, ...]
    here: str
    there: str


def move_seat(conn: Connection, seat: str, sub_centre: str, *, at: datetime) -> None:
    """Let a seat stand with another sub-centre. Who may not work there any more loses sessions and grants at it.

    Raises `SeatError` for an unknown seat.
    """
    check_seat(conn, seat)
    conn.execute(update(seats).where(seats.c.seat == seat).values(sub_centre=sub_centre))
    on_roster = select(rosters.c.operator_id).where(rosters.c.place.in_(places_of_seat(seat, sub_centre)))
    for operator_id in conn.scalars(select(users.c.operator_id).where(users.c.operator_id.not_in(on_roster))).all():
        revoke_grants(conn, operator_id, at=at, at_seats=[seat])
        end_sessions_of(conn, operator_id, at=at, at_seats=[seat])


def astray(conn: Connection, pack: CityPack) -> list[Astray]:
    """Return the seats that stand elsewhere than in the pack, together by where they are and where they should be."""
    here = {row.seat: row.sub_centre for row in conn.execute(select(seats.c.seat, seats.c.sub_centre))}
    there = {seat: each.code for each in pack.sub_centres.values() for seat in each.seats}
    found: dict[tuple[str, str], list[str]] = {}
    for seat in sorted({*here, *there}):
        at, wanted = here.get(seat, ""), there.get(seat, "")
        if wanted != at and (wanted or at not in pack.sub_centres):
            found.setdefault((at, wanted), []).append(seat)
    return [Astray(tuple(seats), *places) for places, seats in found.items()]
