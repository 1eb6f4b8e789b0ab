"""A centre of a small city behind its app, with a clock that stands still until it is moved."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import cache, partial

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI

from case_api import opening
from case_api.accounts.devices import add_seat, make_code
from case_api.accounts.grants import grant_history
from case_api.accounts.passwords import PasswordBook
from case_api.accounts.registry import Registry
from case_api.accounts.sessions import seat_of_session
from case_api.accounts.users import add_user
from case_api.centre import Centre
from case_api.cipher import Cipher
from case_api.http.app import create_app
from case_api.settings import Limits, LockOut, Settings
from case_api.storage.engine import open_engine, writing
from city_packs.reader import read_pack
from city_packs.shipped import shipped_packs
from hotline.codes import Role
from tests.case_api.cheap_passwords import CHEAP, cheap_passwords
from tests.case_api.core.small_city import SMALL_CITY

from .seat import SeatClient

PASSWORD = "zheng que de mi ma"
START = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="session", autouse=True)
def _shipped_packs_are_read_once() -> Iterator[None]:
    """Let the commands of the centre share what they read: it takes each a fifth of a second, in hundreds of tests."""
    shipped = {folder: cache(partial(read_pack, folder)) for folder in shipped_packs().values()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            opening, "read_pack", lambda folder: shipped[folder]() if folder in shipped else read_pack(folder)
        )
        yield


@pytest.fixture(scope="session", autouse=True)
def _passwords_are_cheap() -> Iterator[None]:
    with cheap_passwords():
        yield


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **length: float) -> None:
        self.at += timedelta(**length)


@pytest.fixture
def url(sqlite_url: str) -> str:
    """The database of the centre; a module that runs on PostgreSQL too has a fixture of this name of its own."""
    return sqlite_url


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings() -> Settings:
    return Settings(passwords=CHEAP, lock_out=LockOut(failures=3, minutes=15), limits=Limits())


@pytest.fixture
def centre(url: str, clock: Clock) -> Iterator[Centre]:
    engine = open_engine(url)
    yield Centre(
        engine=engine,
        cipher=Cipher(bytes(range(32))),
        pack=SMALL_CITY,
        grants=grant_history,
        seat_of_session=seat_of_session,
        now=clock,
    )
    engine.dispose()


@pytest.fixture
def registry(centre: Centre, settings: Settings, clock: Clock) -> Registry:
    made = Registry(centre.engine, settings, Ed25519PrivateKey.generate(), PasswordBook(settings.passwords), clock)
    people = {
        "op-088": ("李明", [Role.OPERATOR], ["seat:0042"]),
        "op-lead": ("王芳", [Role.OPERATOR, Role.LEAD], ["sub_centre:north"]),
        "op-else": ("赵强", [Role.OPERATOR], ["seat:0077"]),
        "dispatch": ("陈静", [Role.DISPATCHER], ["*"]),
        "admin": ("管理员", [Role.ADMIN], ["*"]),
    }
    with writing(centre.engine) as conn:
        for seat in ("0042", "0043", "0077"):
            found = centre.pack.sub_centre_of_seat(seat)
            assert found is not None
            add_seat(conn, seat, found.code, at=clock())
        for operator_id, (name, roles, places) in people.items():
            add_user(conn, made.passwords, operator_id, name, roles, PASSWORD, places=places, at=clock())
    return made


@pytest.fixture
def app(centre: Centre, registry: Registry) -> FastAPI:
    return create_app(centre, registry)


@asynccontextmanager
async def serving(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Run an app's lifespan around a client of it, without a socket."""
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=("127.0.0.1", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://centre") as client:
            yield client


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with serving(app) as client:
        yield client


@pytest.fixture
def code_for(centre: Centre, clock: Clock) -> Callable[[str], str]:
    def make(seat: str) -> str:
        with writing(centre.engine) as conn:
            return str(make_code(conn, seat, None, at=clock(), life=timedelta(hours=72)))

    return make


@pytest.fixture
async def seat(client: httpx.AsyncClient, code_for: Callable[[str], str], clock: Clock) -> SeatClient:
    """Seat 0042 of the sub-centre north, enrolled and with a token."""
    return await SeatClient.enrolled(client, code_for("0042"), clock)
