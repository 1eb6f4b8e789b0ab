"""A thread with a read-only connection to one file, for look-ups. It never waits for a writer.

Two of them run: one for quick look-ups, one for searches and likely duplicates, so that a caller's history never
waits behind a search.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import TypeVar

from local_cache.encrypted import Connection

T = TypeVar("T")


class Reader:
    """Runs look-ups one after another on a connection of its own.

    `connect` is called in the thread at the first look-up, and again after `renew` (a file was replaced).
    """

    def __init__(self, name: str, connect: Callable[[], Connection]) -> None:
        self._connect = connect
        self._connection: Connection | None = None
        self._queue: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(self, look_up: Callable[[Connection], T]) -> Future[T]:
        """Run `look_up(connection)`; the future has its result, or what it raised. A cancelled one is never run."""
        future: Future[T] = Future()

        def run() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                result = look_up(self._opened())
            except BaseException as error:  # whatever it was, who waits must be told
                future.set_exception(error)
            else:
                future.set_result(result)

        self._queue.put(run)
        return future

    def renew(self) -> None:
        """Close the connection; the next look-up opens the file that is there then."""
        self._queue.put(self._let_go)

    def close(self) -> None:
        """Finish what was submitted and stop."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (task := self._queue.get()) is not None:
            task()
        self._let_go()

    def _opened(self) -> Connection:
        if self._connection is None:
            self._connection = self._connect()
        return self._connection

    def _let_go(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
