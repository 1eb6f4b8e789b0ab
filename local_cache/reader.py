"""A thread with a read-only connection to both files, for look-ups. It never waits for a writer.

Two of them run: one for quick look-ups, one for searches and likely duplicates, so that a caller's history never
waits behind a search.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from queue import SimpleQueue
from typing import TypeVar

from local_cache.encrypted import Connection, DatabaseError, is_damaged, is_disk_trouble
from local_cache.errors import NotRead

T = TypeVar("T")


class Reader:
    """Runs look-ups one after another on a connection of its own.

    `connect` is called in the thread at the first look-up, and again after the files were replaced. `damaged` is told
    when a file cannot be read.
    """

    def __init__(self, name: str, connect: Callable[[], Connection], damaged: Callable[[], None]) -> None:
        self._connect = connect
        self._damaged = damaged
        self._connection: Connection | None = None
        self._closed = False
        self._gate = threading.Lock()
        self._queue: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(self, look_up: Callable[[Connection], T]) -> Future[T]:
        """Run `look_up(connection)`; the future has its result, or what it raised, or `NotRead`.

        A future that is cancelled in time is never run. After `close` nothing is read any more.
        """
        future: Future[T] = Future()

        def run() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                result = self._looked_up(look_up)
            except BaseException as error:  # whatever it was, who waits must be told
                future.set_exception(error)
            else:
                future.set_result(result)

        with self._gate:
            if self._closed:
                future.set_exception(NotRead("the files are closed"))
            else:
                self._queue.put(run)
        return future

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let go of the files for a while: Windows moves and deletes no file that is open."""
        let_go, go_on = threading.Event(), threading.Event()

        def wait() -> None:
            self._let_go()
            let_go.set()
            go_on.wait()

        self._queue.put(wait)
        let_go.wait()
        try:
            yield
        finally:
            go_on.set()

    def close(self) -> None:
        """Finish what was submitted and stop."""
        with self._gate:
            if self._closed:
                return
            self._closed = True
            self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (task := self._queue.get()) is not None:
            task()
        self._let_go()

    def _looked_up(self, look_up: Callable[[Connection], T]) -> T:
        try:
            if self._connection is None:
                self._connection = self._connect()
            return look_up(self._connection)
        except DatabaseError as error:
            if is_damaged(error):
                self._damaged()
            if is_damaged(error) or is_disk_trouble(error):
                raise NotRead("the cache could not be read") from error
            raise

    def _let_go(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
