"""People: their roles, their passwords, and the seats on whose roster they stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection, delete, func, insert, select, update

from case_api.accounts.grants import revoke_grants
from case_api.accounts.lock_out import forget_failures
from case_api.accounts.passwords import PasswordBook
from case_api.accounts.roles import EVERY_SEAT, listed, places_of_seat, roles_of
from case_api.accounts.sessions import end_sessions_of
from case_api.storage.tables_accounts import rosters, seats, users
from hotline.codes import Role
from hotline.names import is_sign_in_name, one_line, sign_in_name
from hotline.work_order_text import Name
from wording import mark

_NAME: TypeAdapter[str] = TypeAdapter(Name)


class UnknownUserError(LookupError):
    """Nobody of that name."""


class RoleError(Exception):
    """The person `operator_id` has none of the roles `one_of`, which it takes."""

    def __init__(self, operator_id: str, one_of: frozenset[Role]) -> None:
        super().__init__(operator_id)
        self.operator_id = operator_id
        self.one_of = one_of


class NoUnitError(Exception):
    """The person `operator_id` would work for a unit, by their role, and for none by name."""

    def __init__(self, operator_id: str) -> None:
        super().__init__(operator_id)
        self.operator_id = operator_id


class UserExistsError(ValueError):
    """Somebody of that name is there already."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How many sessions ended, and at how many seats a grant was taken back that was still good."""

    sessions: int
    seats: int


class UserNameError(ValueError):
    """A name that a seat could not hold: a grant carries it there."""


@dataclass(frozen=True, slots=True)
class User:
    """A person. `places` are `seat:0042`, `sub_centre:<code>` or `*`; `unit` is empty for people of the hotline."""

    operator_id: str
    name: str
    roles: frozenset[Role]
    places: tuple[str, ...]
    unit: str
    disabled: bool


def add_user(
    conn: Connection,
    passwords: PasswordBook,
    operator_id: str,
    name: str,
    roles: Iterable[Role],
    password: str,
    *,
    places: Iterable[str] = (EVERY_SEAT,),
    unit: str = "",
    at: datetime,
) -> None:
    """Add a person; `unit` is a code of the city pack.

    Raises `UserExistsError`, `UserNameError`, `PasswordError`, and `NoUnitError` for the role unit without one.
    """
    operator_id = sign_in_name(operator_id)
    roles = frozenset(roles)
    _check_names(operator_id, name)
    _check_unit(operator_id, roles, unit)
    if conn.scalar(select(users.c.operator_id).where(users.c.operator_id == operator_id)):
        raise UserExistsError(operator_id)
    conn.execute(
        insert(users).values(
            operator_id=operator_id,
            name=name,
            roles=listed(roles),
            unit=unit,
            password_hash=passwords.hash(password),
            verifier=passwords.hash(password),
            disabled=False,
            created_at=at,
            changed_at=at,
        )
    )
    for place in dict.fromkeys(places):
        conn.execute(insert(rosters).values(operator_id=operator_id, place=place))


def _check_names(operator_id: str, name: str) -> None:
    if not is_sign_in_name(operator_id):
        raise UserNameError(
            mark("a name of sign-in has 1 to 64 letters A-Z a-z, digits and - _ . and begins with a letter or digit")
        )
    if not _fits(_NAME, name) or not name.strip():
        raise UserNameError(mark("the name of a person has 1 to 50 characters"))
    if one_line(name) != name:
        raise UserNameError(mark("the name of a person is one line without control characters and marks of direction"))


def _check_unit(operator_id: str, roles: frozenset[Role], unit: str) -> None:
    if Role.UNIT in roles and not unit:
        raise NoUnitError(operator_id)


def _fits(kind: TypeAdapter[str], value: str) -> bool:
    try:
        kind.validate_python(value)
    except ValidationError:
        return False
    return True


def set_roles(conn: Connection, operator_id: str, roles: Iterable[Role], *, at: datetime) -> None:
    """Give a person other roles. A role that is lost ends sessions and grants at once.

    Raises `UnknownUserError`, and `NoUnitError` for the role unit of somebody who works for none.
    """
    wanted = frozenset(roles)
    lost = _roles(conn, operator_id) - wanted
    _check_unit(operator_id, wanted, unit_of(conn, operator_id))
    _change(conn, operator_id, at, roles=listed(wanted))
    if lost:
        end_everywhere(conn, operator_id, at=at)


def set_unit(conn: Connection, operator_id: str, unit: str, *, at: datetime) -> None:
    """Let a person work for another unit, or for none (empty). Sessions and grants that say otherwise end at once.

    Raises `UnknownUserError`, and `NoUnitError` where their role asks for a unit.
    """
    _check_unit(operator_id, _roles(conn, operator_id), unit)
    if unit != unit_of(conn, operator_id):
        _change(conn, operator_id, at, unit=unit)
        end_everywhere(conn, operator_id, at=at)


def unit_of(conn: Connection, operator_id: str) -> str:
    """Return the unit that a person works for, empty for none. Raises `UnknownUserError`."""
    kept: str | None = conn.scalar(select(users.c.unit).where(users.c.operator_id == operator_id))
    if kept is None:
        raise UnknownUserError(operator_id)
    return kept


def set_password(conn: Connection, passwords: PasswordBook, operator_id: str, password: str, *, at: datetime) -> None:
    """Change a password. Grants given out stay good, so that a seat without a line can finish its shift.

    Raises `UnknownUserError` and `PasswordError`.
    """
    _roles(conn, operator_id)
    _change(conn, operator_id, at, password_hash=passwords.hash(password), verifier=passwords.hash(password))
    end_sessions_of(conn, operator_id, at=at)


def set_disabled(conn: Connection, operator_id: str, disabled: bool, *, at: datetime) -> None:
    """Shut a person out, or let them in again. Raises `UnknownUserError`."""
    _roles(conn, operator_id)
    _change(conn, operator_id, at, disabled=disabled)
    if disabled:
        end_everywhere(conn, operator_id, at=at)


def end_everywhere(conn: Connection, operator_id: str, *, at: datetime) -> Ended:
    """End every session of a person and their grants: what they do later without a line is held for a supervisor.

    Who is signed in somewhere by a grant is let in no more either, until they sign in anew. Raises `UnknownUserError`.
    """
    _roles(conn, operator_id)
    seats_of_grants = revoke_grants(conn, operator_id, at=at)
    return Ended(end_sessions_of(conn, operator_id, at=at), seats_of_grants)


def check_role(conn: Connection, operator_id: str, one_of: frozenset[Role]) -> None:
    """Raise `UnknownUserError` for a name that nobody has, `RoleError` for somebody who has none of the roles."""
    if not _roles(conn, operator_id) & one_of:
        raise RoleError(operator_id, one_of)


def unlock(conn: Connection, operator_id: str) -> None:
    """End the lock-out of a person. Raises `UnknownUserError`."""
    _roles(conn, operator_id)
    forget_failures(conn, operator_id)


def list_users(conn: Connection) -> list[User]:
    """Return everybody, by name of sign-in."""
    places: dict[str, list[str]] = {}
    for row in conn.execute(select(rosters).order_by(rosters.c.place)):
        places.setdefault(row.operator_id, []).append(row.place)
    return [
        User(
            row.operator_id,
            row.name,
            roles_of(row.roles),
            tuple(places.get(row.operator_id, ())),
            row.unit,
            row.disabled,
        )
        for row in conn.execute(select(users).order_by(users.c.operator_id))
    ]


def count_users(conn: Connection) -> int:
    """Return how many people there are."""
    return conn.scalar(select(func.count()).select_from(users)) or 0


def set_places(conn: Connection, operator_id: str, places: Iterable[str], *, at: datetime) -> None:
    """Put a person on other rosters. At seats that are lost their sessions and grants end at once.

    Raises `UnknownUserError`.
    """
    _roles(conn, operator_id)
    wanted = tuple(dict.fromkeys(places))
    conn.execute(delete(rosters).where(rosters.c.operator_id == operator_id))
    for place in wanted:
        conn.execute(insert(rosters).values(operator_id=operator_id, place=place))
    every = conn.execute(select(seats.c.seat, seats.c.sub_centre))
    lost = [row.seat for row in every if not set(wanted).intersection(places_of_seat(row.seat, row.sub_centre))]
    revoke_grants(conn, operator_id, at=at, at_seats=lost)
    end_sessions_of(conn, operator_id, at=at, at_seats=lost)


def _roles(conn: Connection, operator_id: str) -> frozenset[Role]:
    kept = conn.scalar(select(users.c.roles).where(users.c.operator_id == operator_id))
    if kept is None:
        raise UnknownUserError(operator_id)
    return roles_of(kept)


def _change(conn: Connection, operator_id: str, at: datetime, **values: str | bool) -> None:
    conn.execute(update(users).where(users.c.operator_id == operator_id).values(changed_at=at, **values))
