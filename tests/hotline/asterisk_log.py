"""Asterisk's queue log as our events of calls: for tests of figures; the adapter has a reader of its own.

A row is `second|call|queue|agent|event|data…`. Its moments are cut off to whole seconds, so that the difference of two
rows is up to a second off what Asterisk counted; how long somebody waited and talked stands in the rows' own data, and
the moments here are put by that.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

from hotline.call_events import CallEvent
from hotline.codes import CallEventKind as Kind


class _Row(NamedTuple):
    at: datetime
    call: str
    queue: str
    agent: str
    event: str
    data: list[str]


def call_events(log: Path) -> dict[UUID, list[CallEvent]]:
    """Return what a queue log tells of each call."""
    calls: dict[str, list[_Row]] = {}
    for line in log.read_text("utf-8").splitlines():
        second, call, queue, agent, event, *data = line.split("|")
        if call.startswith("hotline-"):
            row = _Row(datetime.fromtimestamp(int(second), UTC), call, queue, agent, event, data)
            calls.setdefault(call, []).append(row)
    return {_id(call): list(_told(rows)) for call, rows in calls.items()}


def _told(rows: list[_Row]) -> Iterator[CallEvent]:
    joined = answered = ended = datetime.min.replace(tzinfo=UTC)
    for row in rows:
        match row.event, row.data:
            case "ENTERQUEUE", _:
                joined = max(row.at, ended)
                left = joined + timedelta(seconds=_waited(rows, row.queue))
                yield _event(row, Kind.OFFERED, joined)
            case "RINGNOANSWER", (rang_ms, *_):
                missed = min(row.at, left)
                yield _event(row, Kind.RINGING, max(joined, missed - timedelta(milliseconds=int(rang_ms))))
                yield _event(row, Kind.MISSED, missed)
            case "CONNECT", _:
                answered = left
                yield _event(row, Kind.ANSWERED, answered)
            case (("COMPLETEAGENT" | "COMPLETECALLER"), (_, talked_s, *_)):
                yield _event(row, Kind.HUNG_UP, answered + timedelta(seconds=int(talked_s)))
            case "BLINDTRANSFER", (*_, talked_s, _):
                ended = answered + timedelta(seconds=int(talked_s))
                yield _event(row, Kind.TRANSFERRED, ended)
            case "ABANDON", _:
                yield _event(row, Kind.ABANDONED, left)
            case "EXITWITHTIMEOUT", _:
                yield _event(row, Kind.FLOWED_OUT, left)


def _waited(rows: list[_Row], queue: str) -> int:
    """Return how many seconds a caller waited in a queue, as the row says that ends the wait."""
    for row in rows:
        if row.queue == queue and row.event == "CONNECT":
            return int(row.data[0])
        if row.queue == queue and row.event in ("ABANDON", "EXITWITHTIMEOUT"):
            return int(row.data[2])
    raise ValueError(f"nobody knows how long {rows[0].call} waited")


def _event(row: _Row, kind: Kind, at: datetime) -> CallEvent:
    seat = "" if row.agent == "NONE" else row.agent
    return CallEvent(_id(row.call), kind, at, seat, queue=row.queue)


def _id(call: str) -> UUID:
    return uuid5(NAMESPACE_URL, call)
