"""Seats and people by the words in which leads name them."""

from collections.abc import Iterable

from sqlalchemy import Connection, false, select, true
from sqlalchemy.sql.elements import ColumnElement

from case_api.accounts.roles import EVERY_SEAT
from case_api.storage.among import among
from case_api.storage.tables_accounts import seats, users

_NAMED_BY = {"seat": seats.c.seat, "sub_centre": seats.c.sub_centre}


def is_seat(conn: Connection, seat: str) -> bool:
    """Say whether the centre has this seat."""
    return conn.scalar(select(seats.c.seat).where(seats.c.seat == seat)) is not None


def at_place(place: str) -> ColumnElement[bool]:
    """Return the condition on `seats` for those of a place: `seat:0042`, `sub_centre:CODE` or `*`."""
    if place == EVERY_SEAT:
        return true()
    kind, _, name = place.partition(":")
    column = _NAMED_BY.get(kind)
    return false() if column is None else column == name


def names_of(conn: Connection, operators: Iterable[str]) -> dict[str, str]:
    """Return people's names by their name of sign-in; that itself for whom the centre does not know."""
    names = {operator: operator for operator in operators}
    found = conn.execute(select(users.c.operator_id, users.c.name).where(among(conn, users.c.operator_id, names)))
    return names | {row.operator_id: row.name for row in found}
