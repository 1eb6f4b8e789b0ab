"""Fixtures: an enrolled folder, its open files, an open seat without a centre."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

import pytest

from local_cache.encrypted import Connection, FileSecret
from local_cache.folder import SeatFolder
from local_cache.keystore import file_secret, load
from local_cache.seat import Seat
from tests.deadline import PATIENCE_S
from tests.local_cache.given import Clock, begin

T = TypeVar("T")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def enrolled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An enrolled seat to copy: making one takes a while."""
    root = tmp_path_factory.mktemp("enrolled")
    folder = begin(SeatFolder(root))
    Seat.open(folder, now=Clock(), start_sync=False, ballast_size=0).close()
    shutil.rmtree(folder.backups)
    folder.make()
    return root


@pytest.fixture
def folder(tmp_path: Path, enrolled: Path) -> SeatFolder:
    return SeatFolder(shutil.copytree(enrolled, tmp_path / "seat"))


@pytest.fixture
def secret(folder: SeatFolder) -> FileSecret:
    return file_secret(folder, load(folder))


@pytest.fixture
def open_seat(folder: SeatFolder, clock: Clock) -> Iterator[Callable[..., Seat]]:
    """Opens the seat; whatever is still open at the end is closed."""
    opened: list[Seat] = []

    def open_it(**options: object) -> Seat:
        options = {"now": clock, "start_sync": False, "ballast_size": 0, **options}
        seat = Seat.open(folder, **options)
        opened.append(seat)
        return seat

    yield open_it
    for seat in opened:
        seat.close()


@pytest.fixture
def seat(open_seat: Callable[..., Seat]) -> Seat:
    return open_seat()


@pytest.fixture
def cached(seat: Seat) -> Callable[[Callable[[Connection], T]], T]:
    """Runs a job on the cache's writer and waits, with everything that was to follow a save."""

    def run(job: Callable[[Connection], T]) -> T:
        settle(seat)
        return seat._files.on_cache(job)

    return run


def settle(seat: Seat) -> None:
    """Wait until the cache shows every save that is done."""
    seat._files.work.call(lambda _: None)  # its callbacks have run then
    for _ in range(3):  # the pause, the job it submits, and one more to be sure
        done: Future[None] = seat._files.cache.outside(lambda _: None)
        done.result(PATIENCE_S)
