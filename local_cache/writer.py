"""The one thread that writes to a database file, with the only writing connection to it.

Two of them run: one for `work.db`, so that a save never waits behind a pull, and one for `cache.db`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import TypeVar

from local_cache.encrypted import Connection, DatabaseError, is_damaged, is_disk_trouble, is_full
from local_cache.errors import NotSaved, Why

T = TypeVar("T")
Work = Callable[[Connection], T]


class Writer:
    """Runs pieces of work in the order in which they came, each in one transaction.

    `trouble` is told, in the writer's thread, why the disk failed, or None once it works again; on a damaged file it
    may return a connection to a sound one, with which the writer goes on.
    """

    def __init__(
        self, name: str, connection: Connection, trouble: Callable[[Why | None], Connection | None] = lambda _: None
    ) -> None:
        self._connection = connection
        self._trouble = trouble
        self._well = True
        self._closed = False
        self._gate = threading.Lock()
        self._queue: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self.commits = 0
        """How many transactions changed the file since it was opened."""
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(self, work: Work[T]) -> Future[T]:
        """Run `work(connection)` inside BEGIN IMMEDIATE … COMMIT; the future is done when it is on disk.

        The future fails with what `work` raised, or with `NotSaved`; either way nothing of it is kept.
        """
        return self._put(lambda: self._in_transaction(work))

    def call(self, work: Work[T]) -> T:
        """Run `work` as `submit` does and wait for it."""
        return self.submit(work).result()

    def outside(self, work: Work[T]) -> Future[T]:
        """Run `work` without a transaction, between others: for pragmas and checkpoints."""
        return self._put(lambda: self._guarded(work))

    def close(self) -> None:
        """Finish what was submitted, then close the connection. Later submissions fail with `NotSaved`."""
        with self._gate:
            if self._closed:
                return
            self._closed = True
            self._queue.put(None)
        self._thread.join()

    def _put(self, task: Callable[[], T]) -> Future[T]:
        future: Future[T] = Future()

        def run() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                result = task()
            except BaseException as error:  # whatever it was, who waits must be told
                future.set_exception(error)
            else:
                future.set_result(result)

        with self._gate:
            if self._closed:
                future.set_exception(NotSaved(Why.CLOSED))
            else:
                self._queue.put(run)
        return future

    def _run(self) -> None:
        while (task := self._queue.get()) is not None:
            task()
        self._connection.close()

    def _in_transaction(self, work: Work[T]) -> T:
        def whole(connection: Connection) -> T:
            connection.execute("BEGIN IMMEDIATE")
            try:
                result = work(connection)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            return result

        result = self._guarded(whole)
        self.commits += 1
        return result

    def _guarded(self, work: Work[T]) -> T:
        try:
            result = work(self._connection)
        except DatabaseError as error:
            why = _why(error)
            if why is None:
                raise
            self._well = False
            sound = self._trouble(why)
            if sound is not None:
                self._connection = sound
            raise NotSaved(why) from error
        if not self._well:
            self._well = True
            self._trouble(None)
        return result


def _why(error: Exception) -> Why | None:
    """Return the trouble with the disk, or None where the statement itself was wrong."""
    if is_full(error):
        return Why.DISK_FULL
    if is_damaged(error):
        return Why.DAMAGED
    return Why.DISK_ERROR if is_disk_trouble(error) else None
