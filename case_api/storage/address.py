"""Addresses of databases as an administrator gives them; what is said of one never holds it, for its password."""

from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from case_api.settings import SettingsError
from wording import tr

_DRIVERS = ("sqlite", "postgresql+psycopg")


class AddressError(SettingsError):
    """An address of a database that no centre can work with; the message says what one looks like."""


def checked_address(url: str) -> str:
    """Return the address if a centre can work with it. Raises `AddressError`."""
    try:
        read = make_url(url)
    except (ArgumentError, ValueError) as error:  # a ValueError for a port that is no number
        raise AddressError(_looks()) from error
    if read.drivername not in _DRIVERS:
        raise AddressError(_looks())
    if read.drivername == "sqlite" and not Path(read.database or "").is_absolute():
        raise AddressError(
            tr("SQLite needs the whole path of its file: sqlite:////folder/centre.db, with four strokes")
        )
    return url


def _looks() -> str:
    return tr("this is no address of a database; one looks like postgresql+psycopg://user@host/name")
