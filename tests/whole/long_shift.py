"""A centre in one process by a clock that is moved on: every seat beats and hears its calls, and a board is pulled.

It is the centre's own code from what an API route hands on: the worker with its switch, what is heard of seats, event
streams, the live picture, what desks and walls are told. Only the sockets are left out.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from datetime import datetime, timedelta
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Engine, insert

from case_api.accounts.devices import add_seat
from case_api.accounts.grants import grant_history
from case_api.accounts.passwords import PasswordBook
from case_api.accounts.registry import Registry
from case_api.accounts.sessions import seat_of_session
from case_api.centre import Centre
from case_api.cipher import Cipher
from case_api.http.app import create_app
from case_api.http.events import stream
from case_api.http.house import House
from case_api.identity import Device
from case_api.settings import Settings, Simulator
from case_api.simulated_people.seat_floor import SeatFloor
from case_api.simulated_people.seat_operator import SeatOperator, Turn
from case_api.storage.engine import reading, writing
from case_api.storage.tables_accounts import devices
from case_api.telephony.reading import ask, events_after, is_live
from case_api.telephony.simulator import SimulatedSwitch
from case_api.worker import Worker
from hotline.board_doc import BoardAnswer
from hotline.call_events import CallEvent
from hotline.codes import CallEventKind
from hotline.wire import CallEventOut
from tests.case_api.cheap_passwords import CHEAP
from tests.case_api.core.small_city import SMALL_CITY

STEP = timedelta(seconds=2)
"""From one beat of a seat to its next."""
SEATS = tuple(f"{number:04}" for number in range(1, 121))


class LongShift:
    """A centre of 120 seats from a moment on. `now` is its clock."""

    def __init__(self, engine: Engine, begin: datetime, calls: Simulator) -> None:
        self.at = begin
        self.centre = Centre(
            engine=engine, cipher=Cipher(bytes(range(32))), pack=SMALL_CITY, grants=grant_history,
            seat_of_session=seat_of_session, now=self.now,
        )  # fmt: skip
        settings = Settings(passwords=CHEAP)
        key = Ed25519PrivateKey.generate()
        registry = Registry(engine, settings, key, PasswordBook(settings.passwords), self.now)
        self.house: House = create_app(self.centre, registry).state.house
        self._worker = Worker(self.centre, lambda now, _wake: SimulatedSwitch(calls, now), told=self.house.board_now)
        self._devices = {seat: Device(uuid4(), seat, 1, "north") for seat in SEATS}
        self._floor = SeatFloor(SeatOperator(seat, "", begin, seed=7) for seat in SEATS)
        self._streams: dict[str, asyncio.Task[None]] = {}
        self._heard: list[CallEvent] = []
        self._event_n = 0

    @property
    def seats(self) -> tuple[str, ...]:
        """All seats."""
        return SEATS

    def now(self) -> datetime:
        """Return the moment by the centre's clock."""
        return self.at

    @asynccontextmanager
    async def open(self) -> AsyncIterator["LongShift"]:
        """Enrol the seats, and let the process live until the block ends."""
        with writing(self.centre.engine) as conn:
            for each in self._devices.values():
                add_seat(conn, each.seat, each.sub_centre, at=self.at)
            conn.execute(insert(devices), [
                {"device_id": each.device_id, "seat": each.seat, "serial": 1, "public_key": each.seat, "name": "",
                 "app_version": "", "enrolled_at": self.at}
                for each in self._devices.values()
            ])  # fmt: skip
        self.house.news.start()
        try:
            yield self
        finally:
            self.house.news.close()
            await asyncio.gather(*self._streams.values(), return_exceptions=True)
            self.house.hands.close()

    async def goes_on(self) -> None:
        """Let two seconds pass."""
        self.at += STEP
        self._worker.step()
        with reading(self.centre.engine) as conn:
            events = events_after(conn, self.centre.cipher, self._event_n)
        for n, event in events:
            self._event_n = n
            self.house.news.ring(n, event)
        await asyncio.sleep(0)  # the streams that were woken are read
        heard, self._heard = self._heard, []
        turns = list(self._floor.step(self.at, heard))
        await asyncio.gather(*(self._beats(operator, turn) for operator, turn in turns if turn.beat is not None))
        self._act(turns)
        for operator, _ in turns:
            self._keep_stream(operator)
        await self.house.seats.look()

    async def board(self, after: int, epoch: str) -> BoardAnswer:
        """Return what a board is told that has read up to a number."""
        self.house.board_now()
        await self.house.board.asked(after)
        return self.house.board.picture.answer(after, epoch, "epoch")

    async def _beats(self, operator: SeatOperator, turn: Turn) -> None:
        if turn.beat is not None:
            operator.acknowledged(await self.house.seats.hear(self._devices[operator.seat], turn.beat))

    def _act(self, turns: Sequence[tuple[SeatOperator, Turn]]) -> None:
        acts = [(operator, *act) for operator, turn in turns for act in turn.acts]
        if not acts:
            return
        with writing(self.centre.engine) as conn:
            for operator, call_id, act in acts:
                if is_live(conn, call_id, operator.seat):
                    ask(conn, call_id, act, self.at)
                else:
                    operator.gone(call_id)

    def _keep_stream(self, operator: SeatOperator) -> None:
        """Open the event stream of a seat with a line, and let go that of one without."""
        reading_it = self._streams.get(operator.seat)
        if operator.has_line and reading_it is None:
            self._streams[operator.seat] = asyncio.create_task(self._read(self._devices[operator.seat]))
        elif not operator.has_line and reading_it is not None:
            del self._streams[operator.seat]
            reading_it.cancel()

    async def _read(self, device: Device) -> None:
        async with aclosing(stream(self.house, device, "")) as told:
            async for each in told:
                name, _, data = each.decode().partition("\ndata: ")
                if name.endswith("event: call"):
                    event = CallEventOut.model_validate_json(data)
                    self._heard.append(CallEvent(event.call_id, CallEventKind(event.kind), event.at, device.seat))
