"""The one thread that writes to a database file, with the only writing connection to it.

Two of them run: one for `work.db`, so that a save never waits behind a pull, and one for `cache.db`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TypeVar

from local_cache.encrypted import Connection, DatabaseError, is_damaged, is_disk_trouble, is_full
from local_cache.errors import NotSaved, Why

T = TypeVar("T")
Work = Callable[[Connection], T]


@dataclass(frozen=True, slots=True)
class Remedy:
    """What was done about a trouble, so that the same work may be tried once more.

    `connection` replaces the writer's own, which whoever replaced the file has had it let go.
    """

    connection: Connection | None = None


Trouble = Callable[[Why | None], Remedy | None]
"""Told, in the writer's thread, why the disk failed, or None once it took something again; may know a remedy."""


class Writer:
    """Runs pieces of work in the order in which they came, each in one transaction.

    After a trouble with a remedy the same work is run once more, so a piece of work must bear being begun again.
    """

    def __init__(self, name: str, connection: Connection, trouble: Trouble | None = None) -> None:
        self.connection = connection
        self._trouble = trouble
        self._well = True
        self._lost: Why | None = None
        self._closed = False
        self._gate = threading.Lock()
        self._queue: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self.changes = 0
        """How many transactions changed the file since it was opened."""
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(self, work: Work[T]) -> Future[T]:
        """Run `work(connection)` inside BEGIN IMMEDIATE … COMMIT; the future is done when it is on disk.

        The future fails with what `work` raised, or with `NotSaved`; either way nothing of it is kept. Callbacks of
        the future run in the writer's thread, in the order of the transactions.
        """
        return self._put(lambda: self._in_transaction(work))

    def call(self, work: Work[T]) -> T:
        """Run `work` as `submit` does and wait for it."""
        return self.submit(work).result()

    def outside(self, work: Work[T]) -> Future[T]:
        """Run `work` without a transaction, between others: for pragmas and checkpoints."""
        return self._put(lambda: self._guarded(work))

    @property
    def lost(self) -> bool:
        """Say whether the file has been let go and nothing has come in its place yet."""
        return self._lost is not None

    def let_go(self, why: Why) -> None:
        """Close the connection so that the file can be replaced; only from inside the trouble that is told.

        Until a remedy brings another connection, each piece of work asks for it again, and fails with `NotSaved(why)`
        where there is none.
        """
        self.connection.close()
        self._lost = why

    @contextmanager
    def held(self, first: Callable[[], None]) -> Iterator[None]:
        """Have the writer do `first` and then nothing for a while; what is submitted meanwhile comes after."""
        resting, go_on = threading.Event(), threading.Event()

        def rest(_: Connection) -> None:
            first()
            resting.set()
            go_on.wait()

        self.outside(rest).add_done_callback(lambda _: resting.set())
        resting.wait()
        try:
            yield
        finally:
            go_on.set()

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
        self.connection.close()

    def _in_transaction(self, work: Work[T]) -> T:
        def whole(connection: Connection) -> T:
            before = connection.total_changes
            connection.execute("BEGIN IMMEDIATE")
            try:
                result = work(connection)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            self.changes += connection.total_changes != before
            return result

        return self._guarded(whole)

    def _guarded(self, work: Work[T]) -> T:
        before = self.changes
        if self._lost is not None:
            result = self._remedied(work, self._lost, None)
        else:
            try:
                result = work(self.connection)
            except DatabaseError as error:
                why = _why(error)
                if why is None:
                    raise
                result = self._remedied(work, why, error)
        if not self._well and self.changes != before:  # to read proves nothing
            self._well = True
            if self._trouble:
                self._trouble(None)
        return result

    def _remedied(self, work: Work[T], why: Why, error: Exception | None) -> T:
        """Have the trouble seen to and run the work once more."""
        self._well = False
        remedy = self._trouble(why) if self._trouble else None
        if remedy is None:
            raise NotSaved(why) from error
        if remedy.connection is not None:
            self.connection, self._lost = remedy.connection, None
        try:
            return work(self.connection)
        except DatabaseError as again:
            raise NotSaved(_why(again) or why) from again


def _why(error: Exception) -> Why | None:
    """Return the trouble with the disk, or None where the statement itself was wrong."""
    if is_full(error):
        return Why.DISK_FULL
    if is_damaged(error):
        return Why.DAMAGED
    return Why.DISK_ERROR if is_disk_trouble(error) else None
