"""Looks at the database for what other processes did: news of the feed, telephone events, devices no longer allowed,
year files of the calendar.

Commits of this process tell their news themselves. Those of a worker or an import in a process of its own wake the
look at once: on PostgreSQL by one LISTEN for the whole process, on SQLite by `file_watch`. Looking twice a second is
the backstop.
"""

import asyncio
import contextlib
import selectors
import socket
import threading
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

import structlog
from sqlalchemy import Engine

from case_api.accounts.devices import live_devices
from case_api.accounts.sessions import lead_devices
from case_api.board.counter import CHANNEL as BOARD_CHANNEL
from case_api.board.counter import ONLY_SEATS
from case_api.http.events import newest_positions
from case_api.http.house import House, ServedPack
from case_api.storage.engine import POSTGRES_LINE, reading
from case_api.sync.feed import CHANNEL as FEED_CHANNEL
from case_api.sync.feed import tip
from case_api.telephony.reading import events_after, newest_event
from case_api.year_files import YearBook
from hotline.wire import CallEventOut

if TYPE_CHECKING:
    import psycopg

LOOK_SECONDS = 0.5
_PEOPLE_SECONDS = 5.0
"""So often it is checked who may still listen and speak, besides when somebody signs in or out here."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Seen:
    positions: dict[str, int]
    events: list[tuple[int, CallEventOut]]
    people: tuple[frozenset[UUID], frozenset[UUID]] | None
    pack: ServedPack | None


class Watch:
    """The look-out of one API process; `run` is a task of its loop."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._pos = 0
        self._event = 0
        self._years = YearBook(house.centre)
        self._pack = house.centre.pack

    async def run(self) -> None:
        """Look until cancelled. Whatever goes wrong with one look, there is a next one: nobody would notice if it was
        missing, for this process tells its own news."""
        begun, people_at = False, 0.0
        clock = asyncio.get_running_loop().time
        while True:
            try:
                if begun:
                    at_people = self._house.people_changed or clock() - people_at >= _PEOPLE_SECONDS
                    self._house.people_changed = False
                    people_at = clock() if at_people else people_at
                    self._spread(await self._house.hands.read(self._look, at_people))
                else:
                    await self._house.hands.read(self._begin)
                    begun = True
            except Exception as error:
                _log.warning("the look at the database failed; it is tried again", kind=type(error).__name__)
            await self._wait()

    async def _wait(self) -> None:
        wake = self._house.look_now
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LOOK_SECONDS):
                await wake.wait()
        wake.clear()

    def _begin(self) -> None:
        with reading(self._house.centre.engine) as conn:
            self._pos, self._event = tip(conn), newest_event(conn)

    def _look(self, at_people: bool) -> _Seen:
        with reading(self._house.centre.engine) as conn:
            positions = newest_positions(conn, self._pos)
            events = events_after(conn, self._house.centre.cipher, self._event)
            self._years.look(conn)
            people = None
            if at_people and (self._house.news.streams() or len(self._house.devices)):
                people = (live_devices(conn), lead_devices(conn, self._house.registry.now()))
        self._pos = max(positions.values(), default=self._pos)
        self._event = events[-1][0] if events else self._event
        return _Seen(positions, events, people, self._other_pack())

    def _other_pack(self) -> ServedPack | None:
        """Return the pack as seats are to have it now, if somebody in this process has given the centre another one."""
        pack = self._house.centre.pack
        if pack is self._pack:
            return None
        self._pack = pack
        return ServedPack.of(pack)

    def _spread(self, seen: _Seen) -> None:
        news = self._house.news
        for scope, pos in seen.positions.items():
            news.spread(frozenset({scope}), pos)
        for n, event in seen.events:
            news.ring(n, event)
        if seen.people:
            news.keep(*seen.people)
            self._house.devices.keep(seen.people[0])
        if seen.pack:
            self._house.pack = seen.pack


class Listener:
    """One connection that LISTENs, in a thread of its own; it comes back by itself after a break."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._stop = threading.Event()
        self._ended, self._end = socket.socketpair()
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._run, name="centre-listen", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """Stop and wait until it has stopped."""
        self._stop.set()
        self._end.close()  # it wakes a listener that nobody tells anything
        self._thread.join()
        self._ended.close()

    def _run(self) -> None:
        import psycopg

        address = _libpq_address(self._house.centre.engine)
        while not self._stop.is_set():
            try:
                with psycopg.connect(address, autocommit=True, **POSTGRES_LINE) as conn:
                    conn.execute(f"LISTEN {FEED_CHANNEL}")
                    conn.execute(f"LISTEN {BOARD_CHANNEL}")
                    self._wake()  # for what was told before this connection listened
                    while self._waited_for_news(conn):
                        for told in conn.notifies(timeout=0, stop_after=1):
                            self._wake(only_seats=told.channel == BOARD_CHANNEL and told.payload == ONLY_SEATS)
            except psycopg.OperationalError:
                _log.warning("the database cannot be listened to; it is tried again")
                self._stop.wait(1.0)

    def _waited_for_news(self, conn: "psycopg.Connection[Any]") -> bool:
        """Wait until something came on the connection, and return True, or until this ends, and return False."""
        with selectors.DefaultSelector() as either:
            either.register(conn.fileno(), selectors.EVENT_READ)
            either.register(self._ended, selectors.EVENT_READ)
            either.select()
        return not self._stop.is_set()

    def _wake(self, *, only_seats: bool = False) -> None:
        if not only_seats:
            self._loop.call_soon_threadsafe(self._house.watch_now)
        self._loop.call_soon_threadsafe(partial(self._house.board_now, acted=False))


def _libpq_address(engine: Engine) -> str:
    return engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
