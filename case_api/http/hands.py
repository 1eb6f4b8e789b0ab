"""Threads that do what would block the event loop: one writer on SQLite, some readers, few for passwords.

SQLite takes one writer at a time. Letting pushes queue for one thread keeps their order of arrival and leaves the
readers free; on PostgreSQL several write at once.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_R = TypeVar("_R")

_READERS = 8
_POSTGRES_WRITERS = 8
_HASHERS = 2
"""Each check of a password takes 64 MiB and a core."""


class Hands:
    """The threads of one API process."""

    def __init__(self, *, one_writer: bool) -> None:
        self._writers = ThreadPoolExecutor(1 if one_writer else _POSTGRES_WRITERS, "centre-write")
        self._readers = ThreadPoolExecutor(_READERS, "centre-read")
        self._hashers = ThreadPoolExecutor(_HASHERS, "centre-hash")

    async def write(self, work: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
        """Run `work`, which writes to the database, and return what it returns."""
        return await _run(self._writers, work, *args, **kwargs)

    async def read(self, work: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
        """Run `work`, which only reads, and return what it returns."""
        return await _run(self._readers, work, *args, **kwargs)

    async def hash(self, work: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
        """Run `work`, which checks a password, and return what it returns."""
        return await _run(self._hashers, work, *args, **kwargs)

    def close(self) -> None:
        """Let what runs come to its end and take nothing more."""
        for pool in (self._hashers, self._readers, self._writers):
            pool.shutdown(wait=True, cancel_futures=True)


async def _run(pool: ThreadPoolExecutor, work: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
    return await asyncio.get_running_loop().run_in_executor(pool, lambda: work(*args, **kwargs))
