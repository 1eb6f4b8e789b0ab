"""A centre of a small city, and seats that push to it without HTTP."""

from collections.abc import Iterator

import pytest

from case_api.centre import Centre
from case_api.cipher import Cipher
from case_api.storage.engine import open_engine
from tests.case_api.core.pushing import Clock, Grants, Seat
from tests.case_api.core.small_city import SMALL_CITY


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still until a test moves it."""
    return Clock()


@pytest.fixture
def grants() -> Grants:
    """A grant book in which everybody is a good operator until a test says otherwise."""
    return Grants()


@pytest.fixture
def centre(database_url: str, clock: Clock, grants: Grants) -> Iterator[Centre]:
    """A centre on a fresh database, on SQLite and on PostgreSQL."""
    engine = open_engine(database_url)
    yield Centre(engine, Cipher(bytes(32)), SMALL_CITY, grants, now=clock)
    engine.dispose()


@pytest.fixture
def seat(centre: Centre) -> Seat:
    """Seat 0042 of the northern sub-centre."""
    return Seat(centre, "0042", "north")
