"""What rows of a roster's file are read as: days, times of day, seats and people, each checked."""

import re
from contextlib import suppress
from datetime import date, time, timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, select

from case_api.accounts.roles import places_of_seat, roles_of
from case_api.storage.tables_accounts import rosters, seats, users
from city_packs.csv_rows import read_csv
from city_packs.errors import Findings, PackError, PackErrors
from city_packs.rows import Row
from hotline.codes import Role
from wording import tr, trn

AT_A_SEAT = frozenset({Role.OPERATOR, Role.SPECIALIST, Role.LEAD})
"""Who takes calls (`hotline.command_table`: who may file a case)."""
_DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)
_FARTHEST = timedelta(days=400)
_MOST_BYTES = 8 << 20
"""A year of 120 seats in three shifts has half of it."""
_MOST_TOLD = 50


class Person(NamedTuple):
    """What decides where somebody may sit."""

    roles: frozenset[Role]
    disabled: bool
    places: frozenset[str]


class Known(NamedTuple):
    """The seats and people of the centre, and the day that it is there."""

    seats: dict[str, str]
    people: dict[str, Person]
    today: date

    @classmethod
    def of(cls, conn: Connection, today: date) -> "Known":
        """Read them."""
        places: dict[str, set[str]] = {}
        for row in conn.execute(select(rosters)):
            places.setdefault(row.operator_id, set()).add(row.place)
        return cls(
            {row.seat: row.sub_centre for row in conn.execute(select(seats.c.seat, seats.c.sub_centre))},
            {
                row.operator_id: Person(roles_of(row.roles), row.disabled, frozenset(places.get(row.operator_id, ())))
                for row in conn.execute(select(users.c.operator_id, users.c.roles, users.c.disabled))
            },
            today,
        )


def rows_of(file: Path, columns: tuple[str, ...], findings: Findings) -> list[Row]:
    """Return the rows of a file. Raises `OSError` for one that is not there; all else is taken down."""
    if file.stat().st_size > _MOST_BYTES:
        findings.add(str(file), 0, "", tr("has more than {most} bytes: bring in fewer days").format(most=_MOST_BYTES))
        return []
    file.open("rb").close()  # what cannot be read is a fault of the command line, and told as that
    return read_csv(file, columns, findings)


def raise_if_wrong(findings: Findings) -> None:
    """Raise `PackErrors` if anything was taken down: of very many the first ones, and how many there are besides."""
    errors = findings.in_order()
    if len(errors) > _MOST_TOLD:
        more = len(errors) - _MOST_TOLD
        words = trn("and {count} more error", "and {count} more errors", more).format(count=more)
        errors = [*errors[:_MOST_TOLD], PackError(errors[0].file, 0, "", words)]
    if errors:
        raise PackErrors(errors)


def day_of(row: Row, known: Known) -> date | None:
    """Return the day of a row, None after taking down why there is none."""
    written = row.text("day")
    match = _DAY.fullmatch(written)
    try:
        day = date(*map(int, match.groups())) if match else None
    except ValueError:
        day = None
    if day is None:
        if written:
            row.wrong("day", tr("{text} is no day: write it as 2026-12-31").format(text=written))
        return None
    if abs(day - known.today) > _FARTHEST:
        row.wrong("day", tr("{text} is more than a year away: look at the year").format(text=written))
        return None
    return day


def time_of(row: Row, field: str) -> time | None:
    """Return a time of day, None after taking down why there is none."""
    written = row.text(field)
    match = _TIME.fullmatch(written)
    if match:
        with suppress(ValueError):
            return time(int(match[1]), int(match[2]))
    if written:
        row.wrong(field, tr("{text} is no time of day: write it as 08:00").format(text=written))
    return None


def seat_of(row: Row, known: Known) -> str:
    """Return the seat of a row, empty after taking down that there is none."""
    seat = row.text("seat")
    if seat and seat not in known.seats:
        words = tr("there is no seat {seat}: seats have four digits, such as 0042, and `case-api seat list` names them")
        row.wrong("seat", words.format(seat=seat))
        return ""
    return seat


def person_of(row: Row, known: Known, seat: str, *, needed: bool = True) -> str:
    """Return who is to sit at a seat; what is against it is taken down."""
    operator = row.text("operator_id", needed=needed)
    if not operator:
        return ""
    person = known.people.get(operator)
    if person is None:
        row.wrong("operator_id", tr("there is nobody of the name {name}").format(name=operator))
        return ""
    if person.disabled:
        row.wrong("operator_id", tr("{name} is shut out").format(name=operator))
    elif not person.roles & AT_A_SEAT:
        words = tr("{name} has no role for a seat: operator, specialist or lead")
        row.wrong("operator_id", words.format(name=operator))
    elif seat and person.places.isdisjoint(places_of_seat(seat, known.seats[seat])):
        words = tr("{name} may not work at seat {seat}: `case-api user roster` lets them")
        row.wrong("operator_id", words.format(name=operator, seat=seat))
    return operator
