"""Sees that somebody has committed to the centre's SQLite file, such as a worker or an import in a process of its own.

It is for SQLite what LISTEN is for PostgreSQL; who commits tells nothing, so that the file itself is asked.
"""

import asyncio
import threading
from functools import partial

import structlog
from sqlalchemy import Connection, Engine, StaticPool
from sqlalchemy.exc import DBAPIError

from case_api.http.house import House

ASK_SECONDS = 0.05
"""So often the file is asked; it costs microseconds and no disk."""
_AGAIN_SECONDS = 1.0

_log = structlog.get_logger()


def may_be_shared(engine: Engine) -> bool:
    """Say whether other processes can write to a centre's SQLite: to one in memory none can."""
    return not isinstance(engine.pool, StaticPool)


class FileWatch:
    """One connection that asks, in a thread of its own; it comes back by itself after an error."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._stop = threading.Event()
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._run, name="centre-listen", daemon=True)

    def start(self) -> None:
        """Begin to ask."""
        self._thread.start()

    def stop(self) -> None:
        """Stop and wait until it has stopped."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                with self._house.centre.engine.connect() as conn:
                    self._ask(conn)
            except DBAPIError:
                _log.warning("the database cannot be watched; it is tried again")
                self._stop.wait(_AGAIN_SECONDS)

    def _ask(self, conn: Connection) -> None:
        """Wake who looks, at first and whenever there was a commit, until this ends."""
        before = None
        while not self._stop.wait(ASK_SECONDS):
            version = conn.exec_driver_sql("PRAGMA data_version").scalar_one()
            if version != before:
                before = version
                self._loop.call_soon_threadsafe(self._house.watch_now)
                self._loop.call_soon_threadsafe(partial(self._house.board_now, acted=False))
