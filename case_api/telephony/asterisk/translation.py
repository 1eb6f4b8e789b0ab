"""What Asterisk's events mean for a call. An event says what it is about by Linkedid, else by channel or telephone.

Two things Asterisk does not say outright. A caller who leaves a queue was connected, as the very next event says, or
gave up, as a hang-up of the caller's channel says, or was given up by the queue: so it is waited for that event. And
a caller whom the queue gave up is told as abandoned too (app_queue.c counts both as abandoned).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from case_api.telephony.asterisk.naming import CallIds, Telephones, caller_number, dialled_line
from case_api.telephony.asterisk.tracked_calls import TrackedCall, TrackedCalls
from case_api.telephony.asterisk.wire_format import Packet
from hotline.call_events import CallEvent
from hotline.codes import CallEventKind as Kind

LEFT_FOR = timedelta(seconds=1.5)
"""So long after a caller left a queue Asterisk has said why, which takes it milliseconds."""


@dataclass(frozen=True, slots=True)
class _Said:
    """An event: `at` the switch's time, `now` ours when it came."""

    packet: Packet
    at: datetime
    now: datetime


_Means = Callable[["Translation", _Said], list[CallEvent]]


@dataclass(slots=True)
class _Leaving:
    """A caller who left a queue, nobody knows yet why: `at` the switch's time, `until` by our clock."""

    at: datetime
    until: datetime


class Translation:
    """Turns events into what the centre is told. `calls` is what is known, shared with who mends it after a gap."""

    def __init__(self, calls: TrackedCalls, ids: CallIds, telephones: Telephones) -> None:
        self._calls = calls
        self._ids = ids
        self._telephones = telephones
        self._turns: dict[str, TrackedCall] = {}
        self._leaving: dict[TrackedCall, _Leaving] = {}

    def take(self, packet: Packet, at: datetime, now: datetime) -> list[CallEvent]:
        """Return what an event of the switch's time `at`, come at our `now`, tells of calls."""
        means = _MEANING.get(packet.get("Event", ""))
        return means(self, _Said(packet, at, now)) if means else []

    def settle(self, now: datetime) -> list[CallEvent]:
        """Return what has become clear because nothing more was said: who left a queue was given up by it."""
        gave_up = [call for call, leaving in self._leaving.items() if leaving.until <= now]
        return [event for call in gave_up for event in call.tell(Kind.FLOWED_OUT, self._leaving.pop(call).at)]

    def due(self) -> datetime | None:
        """Return when `settle` has something to say."""
        return min((leaving.until for leaving in self._leaving.values()), default=None)

    def forget(self, call: TrackedCall) -> None:
        """Let go of what was waited for: something else has told what became of a call."""
        self._leaving.pop(call, None)

    def line_lost(self) -> None:
        """Wait for nothing more: why somebody left a queue may have been said when nobody listened."""
        self._leaving.clear()

    def call_of(self, packet: Packet, prefix: str = "") -> TrackedCall | None:
        """Return the call that an event is about, None where it is none that is known."""
        for name in (f"{prefix}Linkedid", "DestLinkedid"):
            if linkedid := packet.get(name):
                known = self._turns.get(linkedid) or self._calls.get(self._ids.of(linkedid))
                if known is not None:
                    return known
        for name in (f"{prefix}Uniqueid", "DestUniqueid"):
            if (uniqueid := packet.get(name)) and (known := self._calls.of_channel(uniqueid)):
                return known
        return None

    def _call_in_queue(self, packet: Packet) -> TrackedCall | None:
        """Return the call, made known where it is not: whatever of it went missing."""
        call = self.call_of(packet)
        linkedid = packet.get("Linkedid") or packet.get("DestLinkedid") or packet.get("Uniqueid")
        if call is None and linkedid:
            call = self._calls.add(TrackedCall(self._ids.of(linkedid)))
        if call is not None:
            self._learn(call, packet)
        return call

    def _learn(self, call: TrackedCall, packet: Packet) -> None:
        call.number = call.number or caller_number(packet.get("CallerIDNum", ""))
        call.line = call.line or dialled_line(packet.get("Exten", ""))
        if channel := packet.get("Uniqueid"):
            call.channel = call.channel or channel
            self._calls.has_channel(call, channel)
        if seat := self._telephones.seat_of_channel(packet.get("DestChannel", "")):
            call.agent_channels[seat] = (packet["DestChannel"], packet.get("DestUniqueid", ""))
            self._calls.has_channel(call, packet.get("DestUniqueid", ""))

    def _joined(self, said: _Said) -> list[CallEvent]:
        call = self.call_of(said.packet)
        if call is not None and call.record.ended_at is not None and said.at > call.record.ended_at:
            self._next_turn(call, said.packet.get("Linkedid", ""))
        call = self._call_in_queue(said.packet)
        if call is None:
            return []
        told = self._given_up(call)
        return told + call.tell(Kind.OFFERED, said.at, queue=self._queue(said.packet))

    def _next_turn(self, call: TrackedCall, linkedid: str) -> None:
        turn = 2
        while (known := self._calls.get(self._ids.of(linkedid, turn))) and known.record.ended_at:
            turn += 1
        self._turns = {name: known for name, known in self._turns.items() if known in self._calls}
        self._turns[linkedid] = self._calls.add(TrackedCall(self._ids.of(linkedid, turn), call.number, call.line))

    def _rings(self, said: _Said) -> list[CallEvent]:
        return self._at_seat(Kind.RINGING, said)

    def _rang_in_vain(self, said: _Said) -> list[CallEvent]:
        return self._at_seat(Kind.MISSED, said)

    def _connected(self, said: _Said) -> list[CallEvent]:
        call = self._call_in_queue(said.packet)
        if call is None:
            return []
        self._leaving.pop(call, None)
        seat = self._telephones.seat(said.packet.get("Interface", ""))
        told = self._left_behind(seat, call, said.at)
        told += call.tell(Kind.ANSWERED, _before_given_up(call, said.at), seat, self._queue(said.packet))
        self._calls.speaks(seat, call)
        return told

    def _left_behind(self, seat: str, call: TrackedCall, at: datetime) -> list[CallEvent]:
        """End what a seat spoke on before: it speaks on one call at a time, and its end got lost."""
        before = self._calls.at_seat(seat)
        if before is None or before is call or before.talk is None or (before.talk.answered_at or at) >= at:
            return []
        return before.tell(Kind.HUNG_UP, at, seat)

    def _at_seat(self, kind: Kind, said: _Said) -> list[CallEvent]:
        call = self._call_in_queue(said.packet)
        seat = self._telephones.seat(said.packet.get("Interface", ""))
        return call.tell(kind, said.at, seat, self._queue(said.packet)) if call is not None else []

    def _completed(self, said: _Said) -> list[CallEvent]:
        seat = self._telephones.seat(said.packet.get("Interface", ""))
        call = self._call_in_queue(said.packet) or self._calls.at_seat(seat)
        if call is None:
            return []
        if said.packet.get("Reason") == "transfer":
            return call.tell(Kind.TRANSFERRED, said.at, seat) if call.talk and call.talk.seat == seat else []
        if call.told and call.talk is None and call.record.waiting is None:
            return []  # handed on, as was told before
        return call.tell(Kind.HUNG_UP, said.at, seat)

    def _held(self, said: _Said) -> list[CallEvent]:
        call = self.call_of(said.packet)
        seat = self._telephones.seat_of_channel(said.packet.get("Channel", ""))
        return call.tell(Kind.HELD, said.at, seat) if call is not None and seat else []

    def _resumed(self, said: _Said) -> list[CallEvent]:
        call = self.call_of(said.packet)
        if call is None or call.talk is None or call.talk.held_at is None:
            return []  # a transfer takes a caller off hold who was not on it
        seat = self._telephones.seat_of_channel(said.packet.get("Channel", ""))
        return call.tell(Kind.RESUMED, said.at, seat) if seat == call.talk.seat else []

    def _handed_on(self, said: _Said) -> list[CallEvent]:
        call = self.call_of(said.packet, "Transferer") or self.call_of(said.packet, "Transferee")
        if call is None or said.packet.get("Result", "Success") != "Success":
            return []
        return call.tell(Kind.TRANSFERRED, said.at, call.talk.seat) if call.talk else []

    def _handed_over(self, said: _Said) -> list[CallEvent]:
        """An attended transfer: the other seat is spoken to already."""
        found = (self.call_of(said.packet, name) for name in ("OrigTransferer", "Transferee", "SecondTransferer"))
        call = next((each for each in found if each is not None), None)
        if call is None or call.talk is None or said.packet.get("Result", "Success") != "Success":
            return []
        told = call.tell(Kind.TRANSFERRED, said.at, call.talk.seat)
        channel = said.packet.get("TransferTargetChannel", "")
        if seat := self._telephones.seat_of_channel(channel):
            uniqueid = said.packet.get("TransferTargetUniqueid", "")
            call.agent_channels[seat] = (channel, uniqueid)
            self._calls.has_channel(call, uniqueid)
        if seat := seat or call.consulted:  # Asterisk may name a channel of its own between the two
            told += call.tell(Kind.ANSWERED, said.at, seat)
            self._calls.speaks(seat, call)
        return told

    def _dialled(self, said: _Said) -> list[CallEvent]:
        """Whom the dialplan itself calls, because a caller was handed on straight to a seat, rings there."""
        call, seat = self.call_of(said.packet), self._telephones.seat_of_channel(said.packet.get("DestChannel", ""))
        if call is None or not seat or not _is_handed_on(call):
            return []
        self._learn(call, said.packet)
        return call.tell(Kind.RINGING, said.at, seat)

    def _dial_ended(self, said: _Said) -> list[CallEvent]:
        call, seat = self.call_of(said.packet), self._telephones.seat_of_channel(said.packet.get("DestChannel", ""))
        if call is None or not seat:
            return []
        if call.talk is not None and call.talk.seat != seat and said.packet.get("DialStatus") == "ANSWER":
            self._learn(call, said.packet)
            call.consulted = seat
        if not _is_handed_on(call):
            return []
        if said.packet.get("DialStatus") != "ANSWER":
            return call.tell(Kind.MISSED, said.at, seat)
        self._learn(call, said.packet)
        told = call.tell(Kind.ANSWERED, said.at, seat)
        self._calls.speaks(seat, call)
        return told

    def _abandoned(self, said: _Said) -> list[CallEvent]:
        call = self._call_in_queue(said.packet)
        if call is not None and call.talk is None and call.record.ended_at is None:
            self._leaving[call] = _Leaving(said.at, said.now + LEFT_FOR)
        return []

    def _left(self, said: _Said) -> list[CallEvent]:
        call = self.call_of(said.packet)
        if call is not None and call.record.waiting is not None and call not in self._leaving:
            self._leaving[call] = _Leaving(said.at, said.now + LEFT_FOR)
        return []

    def _given_up(self, call: TrackedCall) -> list[CallEvent]:
        """Who left one queue and came to another was given up by the first."""
        leaving = self._leaving.pop(call, None)
        return call.tell(Kind.FLOWED_OUT, leaving.at) if leaving is not None else []

    def _hung_up(self, said: _Said) -> list[CallEvent]:
        call = self.call_of(said.packet)
        if call is None or call.record.ended_at is not None:
            return []
        uniqueid = said.packet.get("Uniqueid", "")
        if uniqueid == (call.channel or said.packet.get("Linkedid")):
            leaving = self._leaving.pop(call, None)
            kind = Kind.ABANDONED if call.record.waiting is not None else Kind.HUNG_UP
            return call.tell(kind, leaving.at if leaving is not None else said.at)
        talk = call.talk
        if call.agent_channels.get(call.consulted, ("", ""))[1] == uniqueid:
            call.consulted = ""
        if talk is not None and call.agent_channels.get(talk.seat, ("", ""))[1] == uniqueid:
            return call.tell(Kind.HUNG_UP, said.at, talk.seat)
        return []

    def _queue(self, packet: Packet) -> str:
        return self._telephones.queue(packet.get("Queue", ""))


def _is_handed_on(call: TrackedCall) -> bool:
    """Say whether a caller waits in no queue, speaks to nobody and is still there."""
    waits = call.record.waiting
    is_there = call.record.ended_at is None and bool(call.record.visits)
    return is_there and call.talk is None and (waits is None or waits.handed_on)


def _before_given_up(call: TrackedCall, at: datetime) -> datetime:
    """Return the moment of an answer, which lies before the one at which the caller was taken for given up."""
    for event in call.told:
        if event.kind is Kind.FLOWED_OUT and timedelta() <= at - event.at < LEFT_FOR:
            return event.at - timedelta(microseconds=1)
    return at


_MEANING: dict[str, _Means] = {
    "QueueCallerJoin": Translation._joined,
    "AgentCalled": Translation._rings,
    "AgentRingNoAnswer": Translation._rang_in_vain,
    "AgentConnect": Translation._connected,
    "AgentComplete": Translation._completed,
    "Hold": Translation._held,
    "Unhold": Translation._resumed,
    "BlindTransfer": Translation._handed_on,
    "AttendedTransfer": Translation._handed_over,
    "DialBegin": Translation._dialled,
    "DialEnd": Translation._dial_ended,
    "QueueCallerAbandon": Translation._abandoned,
    "QueueCallerLeave": Translation._left,
    "Hangup": Translation._hung_up,
}
