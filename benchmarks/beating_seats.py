"""Seats that beat, thousands of them from a process of its own: `python -m benchmarks.beating_seats FILE SECONDS`.

FILE has a seat's number, the address of its centre and its device's token a line. Each seat beats every two seconds
and at once when it goes into another state; what was not taken is told again. Without more it does so every minute,
spread evenly; with `BEGIN LOG` as the floor's script says, that begins at a moment of the monotonic clock, and the
moment of each change is written to LOG with seat and state.

Prints `begun` once every seat was heard, and at the end how many beats were refused after that.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from benchmarks.floor_script import seat_states
from hotline.codes import AgentState
from hotline.wire import BEAT_SECONDS

CHANGE_SECONDS = 60.0
_Changes = Iterator[tuple[float, AgentState]]


class _Place(NamedTuple):
    seat: str
    address: str
    token: str


class _Seat:
    """A console's line: one connection, one beat at a time."""

    def __init__(self, place: _Place, changes: _Changes, log: Callable[[str], object]) -> None:
        self._seat, self._seq, self._log = place.seat, 0, log
        self._changes = changes
        self._next = next(changes)
        self._untold: list[dict[str, object]] = []
        at = urlsplit(place.address)
        self._host, self._port = at.hostname or "", at.port or 0
        self._head = (
            f"POST /v1/seats/beat HTTP/1.1\r\nHost: {at.netloc}\r\nAuthorization: Bearer {place.token}\r\n"
            "Content-Type: application/json\r\nContent-Length: "
        )

    async def live(self, wait: float, until: float, begun: asyncio.Event) -> int:
        """Beat until a moment of the clock and return how many answers were no success."""
        await asyncio.sleep(wait)
        reader, writer = await asyncio.open_connection(self._host, self._port)
        wrong, due = 0, time.monotonic()
        while due < until:
            writer.write(self._beat(time.monotonic()))
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            await reader.readexactly(length)
            if head.startswith(b"HTTP/1.1 200"):
                self._untold.clear()
                begun.set()
            else:
                wrong += begun.is_set()
            due = min(due + BEAT_SECONDS, self._next[0])
            await asyncio.sleep(max(0.0, due - time.monotonic()))
        writer.close()
        return wrong

    def _beat(self, moment: float) -> bytes:
        now = datetime.now(UTC).isoformat()
        while self._next[0] <= moment:
            state = self._next[1]
            self._seq += 1
            self._untold.append({"seq": self._seq, "state": state, "since": now})
            self._log(f"{moment} {self._seat} {state}\n")
            self._next = next(self._changes)
        body = json.dumps({"sent_at": now, "unsent": 0, "kept_drafts": 0, "states": self._untold})
        return f"{self._head}{len(body)}\r\n\r\n{body}".encode()


def _each_minute(place: int, seats: int) -> _Changes:
    """Yield the first state at once, then one a minute, the seats one after another."""
    began, states = time.monotonic(), tuple(AgentState)
    yield float("-inf"), states[0]
    for turn in count():
        yield began + CHANGE_SECONDS * (turn + place / seats), states[(turn + 1) % len(states)]


def _by_script(place: int, seats: int, begin: float) -> _Changes:
    return ((begin + after, state) for after, state in seat_states(place, seats))


async def _all(places: list[_Place], seconds: float, begin: float | None, log: Callable[[str], object]) -> int:
    total = len(places)
    spread = max(BEAT_SECONDS, total / 400)  # the first beats of all at once would be another measurement
    until = time.monotonic() + spread + seconds
    begun = [asyncio.Event() for _ in places]
    lives = []
    for number, place in enumerate(places):
        changes = _each_minute(number, total) if begin is None else _by_script(number, total, begin)
        wait = spread * number / total
        lives.append(asyncio.create_task(_Seat(place, changes, log).live(wait, until, begun[number])))
    for each in begun:
        await each.wait()
    print("begun", flush=True)
    return sum(await asyncio.gather(*lives))


def _main(file: str, seconds: str, begin: str = "", log: str = "") -> None:
    places = [_Place(*line.split()) for line in Path(file).read_text().splitlines()]
    with Path(log or "/dev/null").open("w", buffering=1) as written:
        at = float(begin) if begin else None
        print(asyncio.run(_all(places, float(seconds), at, written.write)), flush=True)


if __name__ == "__main__":
    _main(*sys.argv[1:])
