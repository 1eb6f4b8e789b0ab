"""HTTP for thousands of simulated seats in one process: kept connections and event streams without a client's comfort.

Only for a centre of this machine without TLS. A request costs a tenth of what a general client takes for it.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import NamedTuple, cast
from urllib.parse import urlsplit

import httptools

_PATIENCE_S = 10.0


class Answer(NamedTuple):
    """An answer as it came."""

    status: int
    body: bytes


class LineDownError(ConnectionError):
    """The centre did not answer."""


class Requests:
    """Requests to the centre at `address` ("http://127.0.0.1:8345") over kept connections, `most` at once."""

    def __init__(self, address: str, most: int = 24) -> None:
        parts = urlsplit(address)
        self.host, self.port = parts.hostname or "", parts.port or 80
        self._free: deque[_Connection] = deque()
        self._places = asyncio.Semaphore(most)

    async def ask(self, method: str, path: str, token: str = "", body: bytes = b"", *, grant: str = "") -> Answer:
        """Send a request and return its answer. Raises `LineDownError`.

        `grant` says by which grant somebody works at the seat whose device's token it is.
        """
        async with self._places:
            try:
                async with asyncio.timeout(_PATIENCE_S):
                    return await self._asked(_request(self.host, method, path, token, body, grant))
            except (OSError, TimeoutError) as error:
                raise LineDownError(str(error)) from error

    async def _asked(self, request: bytes) -> Answer:
        while self._free:
            kept = self._free.pop()
            if not kept.closed:
                try:
                    answer = await kept.ask(request)
                except ConnectionError:
                    break  # the centre had closed it
                self._free.append(kept)
                return answer
        loop = asyncio.get_running_loop()
        _, fresh = await loop.create_connection(_Connection, self.host, self.port)
        answer = await fresh.ask(request)
        self._free.append(fresh)
        return answer

    def close(self) -> None:
        """Close what is kept."""
        while self._free:
            self._free.pop().close()


class EventStream(asyncio.Protocol):
    """One stream of server-sent events. `hear` is given each event's name and data, `ended` is called at its end."""

    def __init__(self, request: bytes, hear: Callable[[str, bytes], None], ended: Callable[[int], None]) -> None:
        self._request = request
        self._hear = hear
        self._ended = ended
        self._parser = httptools.HttpResponseParser(self)
        self._status = 0
        self._rest = b""
        self._transport: asyncio.Transport | None = None

    @classmethod
    async def open(
        cls, requests: Requests, path: str, token: str, hear: Callable[[str, bytes], None], ended: Callable[[int], None]
    ) -> "EventStream":
        """Open a stream. Raises `LineDownError`; `ended` is given the status that the answer had, 0 for none."""
        request = _request(requests.host, "GET", path, token, b"")
        try:
            _, stream = await asyncio.get_running_loop().create_connection(
                lambda: cls(request, hear, ended), requests.host, requests.port
            )
        except OSError as error:
            raise LineDownError(str(error)) from error
        return stream

    def close(self) -> None:
        """End it; `ended` is called."""
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask."""
        self._transport = cast(asyncio.Transport, transport)
        self._transport.write(self._request)

    def connection_lost(self, _error: Exception | None) -> None:
        """Say that it has ended."""
        self._transport = None
        self._ended(self._status)

    def data_received(self, data: bytes) -> None:
        """Take in what came."""
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self.close()

    def on_headers_complete(self) -> None:
        """Note what kind of answer it is."""
        self._status = self._parser.get_status_code()

    def on_body(self, body: bytes) -> None:
        """Hand on the events that are whole."""
        if self._status != 200:
            return
        *whole, self._rest = (self._rest + body).split(b"\n\n")
        for event in whole:
            fields = dict(line.split(b": ", 1) for line in event.split(b"\n") if b": " in line)
            self._hear(fields.get(b"event", b"").decode(), fields.get(b"data", b""))

    def on_message_complete(self) -> None:
        """End with the answer."""
        self.close()


class _Connection(asyncio.Protocol):
    """A kept connection with one request at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._body: list[bytes] = []
        self._waits: asyncio.Future[Answer] | None = None

    @property
    def closed(self) -> bool:
        return self._transport is None

    async def ask(self, request: bytes) -> Answer:
        if self._transport is None:
            raise ConnectionResetError
        self._waits = asyncio.get_running_loop().create_future()
        self._body = []
        self._transport.write(request)
        try:
            return await self._waits
        except asyncio.CancelledError:
            self.close()  # the answer that is still to come is nobody's
            raise

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()
            self._transport = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, _error: Exception | None) -> None:
        self._transport = None
        if self._waits is not None and not self._waits.done():
            self._waits.set_exception(ConnectionResetError())

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self.close()

    def on_body(self, body: bytes) -> None:
        self._body.append(body)

    def on_message_complete(self) -> None:
        if self._waits is not None and not self._waits.done():
            self._waits.set_result(Answer(self._parser.get_status_code(), b"".join(self._body)))
        if not self._parser.should_keep_alive():
            self.close()


def _request(host: str, method: str, path: str, token: str, body: bytes, grant: str = "") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    if grant:
        lines.append(f"X-Grant-Id: {grant}")
    if body:
        lines.append("Content-Type: application/json")
    if method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body
