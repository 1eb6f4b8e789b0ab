"""The line of a wall to its centre: httpx, a pinned certificate authority, a display token."""

from collections.abc import Iterator
from threading import Event

import httpx

from hotline.wall_doc import WallAnswer
from local_cache.sync.answers import parsed
from local_cache.sync.line import SILENCE_SECONDS
from local_cache.sync.secure_client import CONNECT_SECONDS, line_trouble, open_client
from local_cache.sync.streamed import streamed
from local_cache.sync.transport import StreamEvent


class WallTransport:
    """Asks and follows with a display token, which goes nowhere but into the header of the request."""

    def __init__(self, url: str, ca_pem: str | None, token: str, *, app_version: str) -> None:
        """Open no connection yet. Raises `UnsafeAddress`."""
        self._client = open_client(url, ca_pem, f"seat-console-wall/{app_version}")
        self._token = token

    def wall(self) -> WallAnswer:
        """Return what the wall is to show. Raises `TransportDown`, `TransportProblem`."""
        timeout = httpx.Timeout(SILENCE_SECONDS, connect=CONNECT_SECONDS)  # the beats wait behind it
        headers = {"Authorization": f"Bearer {self._token}"}
        try:
            return parsed(self._client.get("/v1/wall", headers=headers, timeout=timeout), WallAnswer)
        except (httpx.HTTPError, RuntimeError) as error:  # RuntimeError: the client was closed under us
            raise line_trouble(error) from None

    def events(self, stop: Event) -> Iterator[StreamEvent]:
        """Yield beats and pokes until the centre ends them or `stop` is set. Two missed beats raise `TransportDown`."""
        return streamed(self._client, "/v1/wall/events", self._token, stop)

    def close(self) -> None:
        """Give up the connections; whoever reads the stream is woken."""
        self._client.close()
