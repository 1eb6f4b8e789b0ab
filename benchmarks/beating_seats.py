"""Thousands of seats that beat, from a process of its own: `python -m benchmarks.beating_seats ADDRESS FILE SECONDS`.

FILE has a device token a line. Each seat beats every two seconds and goes into another state every minute, spread
evenly; what was not taken is told again. Prints `begun` once every seat was heard, and at the end how many beats were
refused after that.
"""

import asyncio
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from hotline.codes import AgentState
from hotline.wire import BEAT_SECONDS

CHANGE_EVERY = 30
"""Beats from one state to the next: a minute."""
_STATES = tuple(state.value for state in AgentState)


class _Seat:
    """A console's line: one connection, one beat at a time."""

    def __init__(self, number: int, token: str, host: str) -> None:
        self._number, self._seq = number, 0
        self.untold: list[dict[str, object]] = []
        self._head = (
            f"POST /v1/seats/beat HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n"
            "Content-Type: application/json\r\nContent-Length: "
        )

    def beat(self, turn: int) -> bytes:
        now = datetime.now(UTC).isoformat()
        if turn == 0 or (turn + self._number) % CHANGE_EVERY == 0:
            self._seq += 1
            self.untold.append({"seq": self._seq, "state": _STATES[self._seq % len(_STATES)], "since": now})
        body = json.dumps({"sent_at": now, "unsent": 0, "kept_drafts": 0, "states": self.untold})
        return f"{self._head}{len(body)}\r\n\r\n{body}".encode()


async def _live(seat: _Seat, host: str, port: int, wait: float, until: float, begun: asyncio.Event) -> int:
    """Beat until a moment of the loop and return how many answers were no success."""
    loop = asyncio.get_running_loop()
    await asyncio.sleep(wait)
    reader, writer = await asyncio.open_connection(host, port)
    wrong, turn, due = 0, 0, loop.time()
    while due < until:
        writer.write(seat.beat(turn))
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        await reader.readexactly(length)
        if head.startswith(b"HTTP/1.1 200"):
            seat.untold.clear()
            begun.set()
        else:
            wrong += begun.is_set()
        turn += 1
        due += BEAT_SECONDS
        await asyncio.sleep(max(0.0, due - loop.time()))
    writer.close()
    return wrong


async def _all(address: str, tokens: list[str], seconds: float) -> int:
    place = urlsplit(address)
    assert place.hostname is not None
    assert place.port is not None
    loop = asyncio.get_running_loop()
    spread = max(BEAT_SECONDS, len(tokens) / 400)  # the first beats of all at once would be another measurement
    until = loop.time() + spread + seconds
    begun = [asyncio.Event() for _ in tokens]
    lives = [
        asyncio.create_task(
            _live(
                _Seat(number, token, place.netloc), place.hostname, place.port,
                spread * number / len(tokens), until, begun[number],
            )
        )
        for number, token in enumerate(tokens)
    ]  # fmt: skip
    for each in begun:
        await each.wait()
    print("begun", flush=True)
    return sum(await asyncio.gather(*lives))


if __name__ == "__main__":
    address, file, seconds = sys.argv[1:]
    print(asyncio.run(_all(address, Path(file).read_text().split(), float(seconds))), flush=True)
