"""Reads what the centre streams: each server-sent event as what it says."""

from collections.abc import Iterator
from threading import Event
from uuid import UUID

import httpx
from httpx_sse import ServerSentEvent, SSEError, connect_sse
from pydantic import ValidationError

from hotline.desk_doc import DeskLine
from hotline.wire import CallEventOut
from local_cache.sync.answers import checked
from local_cache.sync.line import SILENCE_SECONDS
from local_cache.sync.secure_client import CONNECT_SECONDS, line_trouble
from local_cache.sync.transport import Beat, Call, LineSilent, LiveCalls, Poke, StreamEvent


def streamed(client: httpx.Client, path: str, token: str, stop: Event) -> Iterator[StreamEvent]:
    """Yield what the centre streams at a path until it ends that or `stop` is set.

    Two missed beats raise `LineSilent`, any other end of the line `TransportDown`, an answer that is no stream
    `TransportProblem`.
    """
    timeout = httpx.Timeout(SILENCE_SECONDS, connect=CONNECT_SECONDS)
    headers = {"Authorization": f"Bearer {token}"}
    try:
        with connect_sse(client, "GET", path, headers=headers, timeout=timeout) as source:
            if not source.response.is_success:
                source.response.read()
                checked(source.response)
            for told in source.iter_sse():
                if stop.is_set():
                    return
                event = event_of(told)
                if event is not None:
                    yield event
    except httpx.ReadTimeout:
        raise LineSilent from None
    except (httpx.HTTPError, SSEError, RuntimeError) as error:
        raise line_trouble(error) from None


def event_of(told: ServerSentEvent) -> StreamEvent | None:
    """Return what an event of the stream says; kinds and shapes of a newer centre are passed over."""
    try:
        if told.event == "beat":
            return Beat(keeps=told.json().get("keeps") is not False)
        if told.event == "poke":
            return Poke(tuple(str(scope) for scope in told.json()["scopes"]))
        if told.event == "call":
            return Call(CallEventOut.model_validate_json(told.data))
        if told.event == "calls":
            return LiveCalls(frozenset(UUID(call_id) for call_id in told.json()["live"]))
        if told.event == "line":
            return DeskLine.model_validate_json(told.data)
    except (ValidationError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return None
