"""Reads what the centre streams to a seat: each server-sent event as what it says."""

from httpx_sse import ServerSentEvent
from pydantic import ValidationError

from hotline.wire import CallEventOut
from local_cache.sync.transport import Beat, Call, Poke, StreamEvent


def event_of(told: ServerSentEvent) -> StreamEvent | None:
    """Return what an event of the stream says; kinds and shapes of a newer centre are passed over."""
    try:
        if told.event == "beat":
            return Beat()
        if told.event == "poke":
            return Poke(tuple(str(scope) for scope in told.json()["scopes"]))
        if told.event == "call":
            return Call(CallEventOut.model_validate_json(told.data))
    except (ValidationError, ValueError, KeyError, TypeError):
        return None
    return None
