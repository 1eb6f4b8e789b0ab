"""One clock for several processes, which stands still until it is moved: two numbers in a file that all of them map.

`python -m tests.whole.stepped_clock FILE PROGRAM …` runs `case_api` or `seat_console` by it, from its command line on.
"""

import mmap
import os
import struct
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FunctionType
from typing import Any, cast

FILE_VARIABLE = "SEAT_TEST_CLOCK"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_NUMBER = struct.Struct("=q")
_MOMENT, _TURNS = 0, _NUMBER.size
_UNHEARD_AFTER = timedelta(hours=1)
"""Seats and worker give signs of life by the time that passes here: a clock that is moved on by minutes must not make
them silent."""
_POLL_SECONDS = 0.02
"""The worker sees so soon that the clock was moved."""


class SteppedClock:
    """The clock in a file. Called, it gives its moment; `turns` counts the rounds of the worker."""

    def __init__(self, file: Path, start: datetime | None = None) -> None:
        """Map the file; make it, showing `start`, if that is given."""
        self.file = file
        if start is not None:
            file.write_bytes(bytes(2 * _NUMBER.size))
        with file.open("r+b") as opened:
            self._map = mmap.mmap(opened.fileno(), 2 * _NUMBER.size)
        if start is not None:
            self._put(_MOMENT, (start - _EPOCH) // _MICROSECOND)

    def __call__(self) -> datetime:
        """Return the moment that it shows."""
        return _EPOCH + self._get(_MOMENT) * _MICROSECOND

    def forward(self, **length: float) -> None:
        """Move on by so many `minutes`, `seconds`."""
        self._put(_MOMENT, self._get(_MOMENT) + timedelta(**length) // _MICROSECOND)

    @property
    def turns(self) -> int:
        """How often the worker has told its switch of the seats and taken what the switch told."""
        return self._get(_TURNS)

    def turned(self) -> None:
        """Count another one."""
        self._put(_TURNS, self.turns + 1)

    def _get(self, place: int) -> int:
        return int(_NUMBER.unpack_from(self._map, place)[0])

    def _put(self, place: int, number: int) -> None:
        _NUMBER.pack_into(self._map, place, number)


_shown: list[SteppedClock] = []


def clock() -> SteppedClock:
    """Return the clock that the environment names."""
    if not _shown:
        _shown.append(SteppedClock(Path(os.environ[FILE_VARIABLE])))
    return _shown[0]


def _stands_in() -> datetime:
    """Give the clock's moment for a function of the product: all that this needs is imported in it."""
    from tests.whole.stepped_clock import clock

    return clock()()


def _give_time_to(*functions: object) -> None:
    """Let functions give the clock's moment, also where somebody holds them already."""
    for each in functions:
        cast("FunctionType", each).__code__ = _stands_in.__code__


def _centre(arguments: list[str]) -> int:
    from case_api import centre, worker
    from case_api.board import presence, processes, switch_heard
    from case_api.cli import main
    from case_api.http import seats_heard

    _give_time_to(centre.utc_now)
    for module in (presence, processes, seats_heard):
        vars(module)["SILENT_AFTER"] = _UNHEARD_AFTER
    vars(switch_heard)["SWITCH_UNHEARD_AFTER"] = _UNHEARD_AFTER
    vars(worker)["_POLL_SECONDS"] = _POLL_SECONDS
    vars(worker)["Worker"]._turn = _counted(worker.Worker._turn)
    return main(arguments)


def _counted(turn: Callable[..., None]) -> Callable[..., None]:
    def counted(*arguments: Any) -> None:
        turn(*arguments)
        clock().turned()

    return counted


def _console(arguments: list[str]) -> int:
    from local_cache import seat
    from seat_console import opening
    from seat_console.cli import main

    _give_time_to(opening.utc_now, seat.utc_now)
    return main(arguments)


def _run() -> int:
    file, program, *arguments = sys.argv[1:]
    os.environ[FILE_VARIABLE] = file
    return {"case_api": _centre, "seat_console": _console}[program](arguments)


if __name__ == "__main__":
    sys.exit(_run())
