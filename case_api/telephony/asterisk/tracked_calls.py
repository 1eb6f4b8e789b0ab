"""The calls that the adapter knows of, each with all that was told of it, so that nothing is told twice."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from hotline.call_events import CallEvent, record_of
from hotline.call_record import CallRecord, Leg
from hotline.codes import CallEventKind as Kind
from hotline.codes import CallQueue, LegEnd, VisitEnd

_KEPT = timedelta(minutes=10)
"""A call that is over is kept for events that come late."""
_ROUGHLY = timedelta(seconds=1)
"""The queue log tells whole seconds: what it told may be told again, at a time up to so much later."""


@dataclass(slots=True, eq=False)
class TrackedCall:
    """A call. `channel` is the Uniqueid of the caller's channel; `agent_channels` has each seat's name and Uniqueid.
    `consulted` is the seat whose advice is asked beside the talk.
    """

    call_id: UUID
    number: str = ""
    line: str = ""
    channel: str = ""
    agent_channels: dict[str, tuple[str, str]] = field(default_factory=dict)
    consulted: str = ""
    told: list[CallEvent] = field(default_factory=list)
    from_log: list[CallEvent] = field(default_factory=list)
    _record: CallRecord | None = None

    @property
    def record(self) -> CallRecord:
        """What became of it, by all that was told."""
        if self._record is None:
            self._record = record_of(self.call_id, self.told)
        return self._record

    @property
    def heard(self) -> int:
        """How many events the switch itself told of it: not those that its log did."""
        return len(self.told) - len(self.from_log)

    @property
    def queue(self) -> str:
        """The queue it is or was in last."""
        return self.record.visits[-1].queue if self.record.visits else CallQueue.OTHER

    @property
    def talk(self) -> Leg | None:
        """The leg on which the caller is spoken to now."""
        leg = self.record.live_leg
        return leg if leg is not None and leg.answered_at is not None else None

    def tell(self, kind: Kind, at: datetime, seat: str = "", queue: str | None = None) -> list[CallEvent]:
        """Return the event as a list, empty where it is told already or the call was over before."""
        event = CallEvent(self.call_id, kind, at, seat, self.number, self.line, self.queue if queue is None else queue)
        if self._is_known(event):
            return []
        self.told.append(event)
        self._record = None
        return [event]

    def take(self, event: CallEvent) -> None:
        """Take in what the queue log told."""
        self.told.append(event)
        self.from_log.append(event)
        self._record = None

    def _is_known(self, event: CallEvent) -> bool:
        if self.record.ended_at is not None and event.at > self.record.ended_at:
            return True
        return event in self.told or any(
            _alike(event, each) and timedelta() <= event.at - each.at < _ROUGHLY for each in self.from_log
        )


def _alike(one: CallEvent, other: CallEvent) -> bool:
    return (one.kind, one.seat, one.queue) == (other.kind, other.seat, other.queue)


_TOLD_AS = {LegEnd.MISSED: Kind.MISSED, LegEnd.TRANSFERRED: Kind.TRANSFERRED}
_GAVE_UP = {VisitEnd.ABANDONED: Kind.ABANDONED, VisitEnd.FLOWED_OUT: Kind.FLOWED_OUT}


class TrackedCalls:
    """All calls that are known, by their id, and which channel belongs to which."""

    def __init__(self) -> None:
        self._calls: dict[UUID, TrackedCall] = {}
        self._of_channel: dict[str, TrackedCall] = {}
        self._talking: dict[str, TrackedCall] = {}

    def __iter__(self) -> Iterator[TrackedCall]:
        return iter(tuple(self._calls.values()))

    def __contains__(self, call: TrackedCall) -> bool:
        return call.call_id in self._calls

    def get(self, call_id: UUID) -> TrackedCall | None:
        """Return a call, None where it is not known."""
        return self._calls.get(call_id)

    def open(self) -> list[TrackedCall]:
        """Return the calls that are not over."""
        return [call for call in self._calls.values() if call.record.ended_at is None]

    def add(self, call: TrackedCall) -> TrackedCall:
        """Take in a call."""
        return self._calls.setdefault(call.call_id, call)

    def has_channel(self, call: TrackedCall, uniqueid: str) -> None:
        """Note that a channel belongs to a call."""
        if uniqueid:
            self._of_channel[uniqueid] = call

    def of_channel(self, uniqueid: str) -> TrackedCall | None:
        """Return the call of a channel."""
        return self._of_channel.get(uniqueid)

    def at_seat(self, seat: str) -> TrackedCall | None:
        """Return the call that a seat speaks on, as far as it is known."""
        call = self._talking.get(seat)
        return call if call is not None and call.talk is not None and call.talk.seat == seat else None

    def speaks(self, seat: str, call: TrackedCall) -> None:
        """Note that a seat speaks on a call now."""
        if seat:
            self._talking[seat] = call

    def forget_old(self, now: datetime) -> None:
        """Forget calls that have been over for long, with their channels."""
        gone = {call_id for call_id, call in self._calls.items() if _is_old(call, now)}
        if not gone:
            return
        for call_id in gone:
            del self._calls[call_id]
        self._of_channel = {name: call for name, call in self._of_channel.items() if call.call_id not in gone}
        self._talking = {seat: call for seat, call in self._talking.items() if call.call_id not in gone}


def _is_old(call: TrackedCall, now: datetime) -> bool:
    return call.record.ended_at is not None and now - call.record.ended_at > _KEPT


def events_of(call: CallRecord) -> Iterable[CallEvent]:
    """Yield the events that make up a record: how a worker knows what one before it was told."""
    for visit in call.visits:
        queue = visit.queue
        if not visit.handed_on:
            yield CallEvent(call.call_id, Kind.OFFERED, visit.offered_at, queue=queue)
        for leg in visit.legs:
            if leg.rang_at is not None:
                yield CallEvent(call.call_id, Kind.RINGING, leg.rang_at, leg.seat, queue=queue)
            if leg.answered_at is not None:
                yield CallEvent(call.call_id, Kind.ANSWERED, leg.answered_at, leg.seat, queue=queue)
            if leg.held_at is not None:
                yield CallEvent(call.call_id, Kind.HELD, leg.held_at, leg.seat, queue=queue)
            if leg.ended_at is not None and leg.end in _TOLD_AS:
                yield CallEvent(call.call_id, _TOLD_AS[leg.end], leg.ended_at, leg.seat, queue=queue)
        if visit.end in _GAVE_UP and visit.left_at is not None:
            yield CallEvent(call.call_id, _GAVE_UP[visit.end], visit.left_at, queue=queue)
    if call.ended_at is not None:
        yield CallEvent(call.call_id, Kind.HUNG_UP, call.ended_at)
