"""Event streams of seats: pokes, telephone events, what the seat's queue is like, and a beat every two seconds by
which a seat knows its line.

A poke only means "pull now"; whoever missed one pulls at the next reconnect, so that nothing is kept for streams.
"""

import asyncio
import json
from collections.abc import AsyncIterator

from sqlalchemy import Connection, func, select
from starlette.responses import StreamingResponse

from case_api.http.house import House
from case_api.http.news import Ear
from case_api.identity import Device
from case_api.problems import ProblemError
from case_api.storage.engine import reading
from case_api.storage.tables_sync import change_log
from case_api.telephony.reading import live_events, newest_event
from hotline.wire import BEAT_SECONDS, CallEventOut


class EventStream(StreamingResponse):
    """An answer of server-sent events."""

    media_type = "text/event-stream"


_Missed = tuple[list[str], int, list[CallEventOut], int]
"""Scopes, the newest position, the events of the live call, and the newest event of all."""
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
"""No proxy may keep a stream back."""


async def stream(house: House, device: Device, last_event_id: str) -> AsyncIterator[bytes]:
    """Yield the events of a device's seat until the client goes or the centre ends the stream.

    It begins with a beat, what the seat has missed since `last_event_id`, the events of its live calls and which those
    are, and the line of its queue, which comes again whenever it is another one. While the database cannot be read it
    only beats.
    """
    loop = asyncio.get_running_loop()
    ear = Ear(device)
    with house.news.listening(ear):
        yield beat(house)
        while (missed := await _read_missed(house, ear, last_event_id)) is None:
            await asyncio.sleep(BEAT_SECONDS)
            if ear.ended:
                return
            yield beat(house)
        scopes, pos, calls, known = missed
        ear.forget_calls(known)
        due, told = loop.time() + BEAT_SECONDS, None
        for call in calls:
            yield event("call", call)
        yield event("calls", {"live": sorted({str(call.call_id) for call in calls})})
        calls = []
        while True:
            for call in calls:
                yield event("call", call)
            if scopes:
                yield event("poke", {"scopes": scopes}, f"{house.epoch}.{pos}")
            if nudged := ear.nudged():
                yield event("poke", {"scopes": nudged})
            if (line := house.board.told_line(device.seat)).key != told:
                told = line.key
                yield event("line", line.text)
            if ear.ended:
                return
            try:
                async with asyncio.timeout_at(due):
                    await ear.wake.wait()
            except TimeoutError:
                yield beat(house)
                due = loop.time() + BEAT_SECONDS
            scopes, pos, calls = ear.heard()


def beat(house: House) -> bytes:
    """Return a beat: the centre's time, and whether it can keep what it is told."""
    return event("beat", {"now": house.centre.now().isoformat(), "keeps": house.seats.keeps})


def newest_positions(conn: Connection, after: int, scopes: frozenset[str] | None = None) -> dict[str, int]:
    """Return the newest position of the feed in each scope (of `scopes`, or of all) that has one above `after`."""
    wanted = select(change_log.c.scope, func.max(change_log.c.pos).label("newest")).where(change_log.c.pos > after)
    if scopes is not None:
        wanted = wanted.where(change_log.c.scope.in_(sorted(scopes)))
    return {row.scope: row.newest for row in conn.execute(wanted.group_by(change_log.c.scope))}


async def _read_missed(house: House, ear: Ear, last_event_id: str) -> _Missed | None:
    try:
        return await house.hands.read(_missed, house, ear, last_event_id)
    except ProblemError:
        return None


def _missed(house: House, ear: Ear, last_event_id: str) -> _Missed:
    epoch, _, last = last_event_id.rpartition(".")
    after = int(last) if epoch == house.epoch and last.isascii() and last.isdigit() and len(last) < 19 else 0
    with reading(house.centre.engine) as conn:
        positions = newest_positions(conn, after, ear.scopes)
        calls = live_events(conn, house.centre.cipher, ear.device.seat)
        known = newest_event(conn)
    return sorted(positions), max(positions.values(), default=after), calls, known


def event(name: str, data: dict[str, object] | CallEventOut | str, event_id: str = "") -> bytes:
    """Return an event of a stream as it is written; data that is text is JSON already."""
    if isinstance(data, CallEventOut):
        text = data.model_dump_json()
    else:
        text = data if isinstance(data, str) else json.dumps(data)
    head = f"id: {event_id}\n" if event_id else ""
    return f"event: {name}\n{head}data: {text}\n\n".encode()
