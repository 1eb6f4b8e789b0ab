"""Leads' boards without a screen: `python -m benchmarks.board_readers FILE SECONDS`.

FILE has a centre's address, a device's token and a lead's session token a line. Each follows the event stream and asks
for what changed whenever it is poked, one question at a time, as the board does. Prints `begun` once all have had a
whole board, and at the end how many answers there were and how many were refused.
"""

import asyncio
import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

from hotline.board_doc import BOARD_SCOPE

_NUMBERS = re.compile(rb'"epoch":"([^"]*)","n":(\d+)')
_POKED = f'"{BOARD_SCOPE}"'.encode()


class _Reader:
    def __init__(self, address: str, device: str, session: str) -> None:
        at = urlsplit(address)
        self._host, self._port, self._place = at.hostname or "", at.port or 0, at.netloc
        self._device, self._session = device, session
        self._poked = asyncio.Event()
        self.begun = asyncio.Event()
        self.answers = self.refused = 0

    async def follow(self) -> None:
        """Listen to the event stream until cancelled."""
        reader, writer = await asyncio.open_connection(self._host, self._port)
        writer.write(self._question("/v1/sync/events", self._device))
        self._poked.set()
        while line := await reader.readline():
            if line.startswith(b"data: ") and _POKED in line:
                self._poked.set()
        raise ConnectionError("the centre ended the stream")

    async def ask(self) -> None:
        """Ask whenever there is news until cancelled."""
        reader, writer = await asyncio.open_connection(self._host, self._port)
        asked = "after=0"
        while True:
            await self._poked.wait()
            self._poked.clear()
            writer.write(self._question(f"/v1/board?{asked}", self._session))
            head = await reader.readuntil(b"\r\n\r\n")
            body = await reader.readexactly(int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0]))
            if found := _NUMBERS.search(body):
                asked = f"after={found[2].decode()}&epoch={found[1].decode()}"
                self.answers += 1
                self.begun.set()
            else:
                self.refused += 1

    def _question(self, path: str, token: str) -> bytes:
        return f"GET {path} HTTP/1.1\r\nHost: {self._place}\r\nAuthorization: Bearer {token}\r\n\r\n".encode()


async def _all(readers: list[_Reader], seconds: float) -> str:
    tasks = [asyncio.create_task(work()) for reader in readers for work in (reader.follow, reader.ask)]
    begun = asyncio.create_task(_begun(readers))
    done, _ = await asyncio.wait([begun, *tasks], timeout=seconds, return_when=asyncio.FIRST_EXCEPTION)
    for task in done - {begun}:
        task.result()
    for task in tasks:
        task.cancel()
    return f"{sum(each.answers for each in readers)} {sum(each.refused for each in readers)}"


async def _begun(readers: list[_Reader]) -> None:
    for reader in readers:
        await reader.begun.wait()
    print("begun", flush=True)


if __name__ == "__main__":
    _file, _seconds = sys.argv[1:]
    began = [_Reader(*line.split()) for line in Path(_file).read_text().splitlines()]
    print(asyncio.run(_all(began, float(_seconds))), flush=True)
