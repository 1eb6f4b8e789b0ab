"""All that a request needs of its centre, bound to the app."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import Depends, Request

from case_api.accounts.devices import device_of
from case_api.accounts.registry import Registry
from case_api.board.picture import Picture
from case_api.board.wall import Wall
from case_api.centre import Centre
from case_api.http.desk_news import DeskBook
from case_api.http.hands import Hands
from case_api.http.kept_times import KeptTimes
from case_api.http.known_devices import KnownDevices
from case_api.http.limiter import Places
from case_api.http.live_board import LiveBoard
from case_api.http.meters import Meters
from case_api.http.news import News
from case_api.http.seats_heard import SeatsHeard
from case_api.identity import Device
from case_api.storage.engine import looking_up
from city_packs.compiled import compile_pack, etag_of
from city_packs.model import CityPack
from hotline.shifts import Shifts


@dataclass(frozen=True, slots=True)
class ServedPack:
    """The compiled city pack as seats fetch it."""

    content: bytes
    etag: str

    @classmethod
    def of(cls, pack: CityPack) -> "ServedPack":
        """Return a pack as it is served."""
        content = compile_pack(pack)
        return cls(content, f'"{etag_of(content)}"')


@dataclass(slots=True)
class House:
    """One API process of a centre."""

    centre: Centre
    registry: Registry
    pack: ServedPack
    ca_pem: bytes | None
    hands: Hands
    places: Places
    meters: Meters
    news: News
    certificate_ends_soon: Callable[[], bool] = lambda: False
    epoch: str = ""
    look_now: asyncio.Event = field(default_factory=asyncio.Event)
    wake_worker: Callable[[], None] = lambda: None
    process: UUID = field(default_factory=uuid4)
    people_changed: bool = False
    devices: KnownDevices = field(init=False)
    seats: SeatsHeard = field(init=False)
    board: LiveBoard = field(init=False)
    desks: DeskBook = field(init=False)
    times: KeptTimes = field(init=False)
    wall: Wall = field(init=False)

    def __post_init__(self) -> None:
        """Begin with no device known and no seat heard."""
        self.devices = KnownDevices(self.device_of)
        self.seats = SeatsHeard(self.centre, self.hands, self.process, partial(self.board_now, acted=False))
        self.board = LiveBoard(Picture(self.centre, self.shifts), self.hands, self.news, self.seats)
        self.desks = DeskBook(self.centre, self.hands, self.board, tuple(self.registry.settings.shift_ends))
        self.times = KeptTimes(self.centre, self.hands)
        picture = self.board.picture
        self.wall = Wall(self.centre, picture.live_calls, lambda: picture.calls_n)

    @property
    def shifts(self) -> Shifts:
        """The shifts of the centre, by its city's clock."""
        return Shifts.of(self.centre.pack.time_zone, self.registry.settings.shift_ends)

    def watch_now(self, *, people: bool = False) -> None:
        """Let the watch look at the database at once: the telephone did something, or `people` came or went."""
        self.people_changed |= people
        self.look_now.set()

    def board_now(self, *, acted: bool = True) -> None:
        """Let the board be brought up to date at once; with `acted` whoever asks next here is to see what was done."""
        self.board.wake(acted=acted)

    async def device_of(self, token: str) -> Device | None:
        """Return the device that a token stands for now, or None. Raises `ProblemError` (device-revoked)."""

        def look() -> Device | None:
            with looking_up(self.centre.engine) as conn:
                return device_of(conn, token, self.registry.now())

        return await self.hands.read(look)


async def house_of(request: Request) -> House:
    """Return the house that a request came to; a coroutine, since what is none is given to a thread each time."""
    house: House = request.app.state.house
    return house


InHouse = Annotated[House, Depends(house_of)]
