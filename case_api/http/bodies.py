"""Request bodies: read before anything else looks at them, bounded in time and in size, strict JSON."""

import asyncio
import math
import zlib
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi.routing import APIRoute
from pydantic_core import from_json
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from case_api.http.house import House
from case_api.http.limiter import PUSH
from case_api.problems import ProblemError
from hotline.wire import MAX_PUSH_BYTES, Problem

_DEPTH = 32
"""The deepest of our bodies has seven levels; the JSON reader itself stops at 200."""


class JsonRequest(Request):
    """A request whose body has been read, inflated and parsed."""

    parsed: Any = None

    async def take(self, most: int, seconds: float) -> None:
        """Read the body. Raises `ProblemError`: as `plain_body` does, and invalid for anything that is not JSON."""
        raw = self._body = await plain_body(self, most, seconds)
        self.parsed = _strict_json(raw) if raw else None

    async def json(self) -> Any:
        """Return what `take` parsed."""
        return self.parsed


class BodyRoute(APIRoute):
    """A route that reads the body of its requests by these rules."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler with the reading of the body before it."""
        handle = super().get_route_handler()
        push = self.path == PUSH
        if self.body_field is None:
            return handle

        async def read_first(request: Request) -> Response:
            taken = JsonRequest(request.scope, request.receive)
            house: House = request.app.state.house
            limits = house.registry.settings.limits
            with house.places.lent(push=push):
                await taken.take(MAX_PUSH_BYTES if push else limits.body_bytes, limits.body_seconds)
            return await handle(taken)

        return read_first


async def plain_body(request: Request, most: int, seconds: float) -> bytes:
    """Return the body of a request, inflated. Raises `ProblemError`: too-large, invalid for what is not to be JSON,
    busy when it has not come after so many seconds, so that a seat on a slow line tries again."""
    try:
        async with asyncio.timeout(seconds):
            raw = await _bounded(request, most)
    except TimeoutError as error:
        raise ProblemError(Problem.BUSY, 408, "The body did not come in time.") from error
    headers = request.headers
    encoding = headers.get("content-encoding", "identity").strip().lower()
    if encoding == "gzip":
        raw = _inflated(raw, most)
    elif encoding != "identity":
        raise ProblemError(Problem.INVALID, 415, "A body is plain or gzip.")
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if raw and media_type != "application/json":
        raise ProblemError(Problem.INVALID, 415, "A body is application/json.")
    return raw


async def _bounded(request: Request, most: int) -> bytes:
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and len(declared) < 20 and int(declared) > most:
        raise _too_large(most)
    chunks: list[bytes] = []
    size = 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > most:
                raise _too_large(most)
            chunks.append(chunk)
    except ClientDisconnect as error:
        raise ProblemError(Problem.INVALID, 400, "The body did not come whole.") from error
    return b"".join(chunks)


def _inflated(raw: bytes, most: int) -> bytes:
    inflater = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    try:
        plain = inflater.decompress(raw, most + 1)
    except zlib.error as error:
        raise ProblemError(Problem.INVALID, 400, "The body is not gzip.") from error
    if len(plain) > most:
        raise _too_large(most)
    if not inflater.eof or inflater.unused_data:
        raise ProblemError(Problem.INVALID, 400, "The body is not one whole gzip stream.")
    return plain


def _strict_json(raw: bytes) -> Any:
    """Parse JSON as it is defined: no NaN, no halves of surrogate pairs, no endless nesting."""
    try:
        value = from_json(raw, allow_inf_nan=False)
    except ValueError as error:
        raise ProblemError(Problem.INVALID, 400, "The body is not JSON.") from error
    _check_within(value, _DEPTH)
    return value


def _check_within(value: Any, levels: int) -> None:
    if isinstance(value, float) and not math.isfinite(value):
        raise ProblemError(Problem.INVALID, 400, "The body has a number that is too large.")
    if isinstance(value, dict | list):
        if not levels:
            raise ProblemError(Problem.INVALID, 400, f"The body is nested deeper than {_DEPTH} levels.")
        for inner in value.values() if isinstance(value, dict) else value:
            if not isinstance(inner, str):
                _check_within(inner, levels - 1)


def _too_large(most: int) -> ProblemError:
    return ProblemError(Problem.TOO_LARGE, 413, f"A body here has at most {most} bytes.", {"max_bytes": most})
