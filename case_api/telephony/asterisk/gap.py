"""After a gap: what has become of calls while nobody listened, so that nobody who gave up then is lost.

First the queue log is asked, where it is given: it knows all that happened, to the second. What it does not know is
concluded from who waits and which channels there are now, at the time at which that was found.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from case_api.telephony.asterisk.kept_calls import KeptCalls
from case_api.telephony.asterisk.log_reading import news_of_log
from case_api.telephony.asterisk.naming import CallIds, Telephones, caller_number, dialled_line
from case_api.telephony.asterisk.queue_log import rows_between
from case_api.telephony.asterisk.snapshot import Snapshot
from case_api.telephony.asterisk.tracked_calls import TrackedCall, TrackedCalls
from case_api.telephony.asterisk.wire_format import Packet
from hotline.call_events import CallEvent
from hotline.codes import CallEventKind as Kind

_log = structlog.get_logger()
LOG_PATIENCE = timedelta(seconds=3)
"""So long the queue log is given to tell of the end of a call that is gone."""
_EDGE = timedelta(seconds=2)
_IN_USE = frozenset({"2", "3", "6", "7", "8"})
"""Status of a member of a queue: in use, busy, ringing, ringing while in use, on hold."""
_UP = "6"


@dataclass(frozen=True, slots=True)
class Known:
    """What the adapter knows, and where it may ask."""

    calls: TrackedCalls
    ids: CallIds
    telephones: Telephones
    log: Path | None = None
    kept: KeptCalls | None = None


@dataclass(slots=True)
class Gap:
    """A gap that is to be closed. All times but `patience_until` are the switch's.

    `since` is when the switch was heard last, None where it never was; `until` when it was heard again; `found_at`
    the time of the snapshot.
    """

    snapshot: Snapshot
    since: datetime | None
    until: datetime
    found_at: datetime
    patience_until: datetime
    closed: bool = False

    def close(self, known: Known, now: datetime) -> list[CallEvent]:
        """Return what is clear by now; `closed` says whether that is all. Raises `KeptUnavailableError`."""
        view = _View(self.snapshot, known)
        view.learn_channels()
        log_asked, told = self._from_log(known, view)
        told += view.waiting_ones(self.found_at)
        if log_asked and now < self.patience_until and view.missing():
            return told
        self.closed = True
        told += view.others(self.found_at)
        for call in view.missing():
            told += view.gone(call, self.found_at)
        return told

    def _from_log(self, known: Known, view: "_View") -> tuple[bool, list[CallEvent]]:
        begins = [call.record.began_at for call in known.calls.open() if call.record.began_at is not None]
        if self.snapshot.after_gap and self.since is not None:
            begins.append(self.since)
        if known.log is None or not begins or not (self.snapshot.after_gap or view.missing()):
            return False, []
        try:
            rows = rows_between(known.log, min(begins) - _EDGE, self.until)
        except OSError as error:
            _log.error("the queue log of the telephone switch cannot be read", why=error.strerror, file=str(known.log))
            return False, []
        return True, news_of_log(rows, known.calls, known.ids, known.telephones, known.kept)


class _View:
    """A snapshot beside what is known."""

    def __init__(self, snapshot: Snapshot, known: Known) -> None:
        self._snapshot = snapshot
        self._known = known
        channels = snapshot.channels or ()
        self._linkedids = {each.get("Uniqueid", ""): each.get("Linkedid", "") for each in channels}
        self._channels: dict[TrackedCall, list[Packet]] = {}
        for channel in channels:
            if (call := self._call(channel)) is not None:
                self._channels.setdefault(call, []).append(channel)
        self._waiting = {call for entry in snapshot.entries if (call := self._call(entry)) is not None}

    def learn_channels(self) -> None:
        """Note which channels belong to which call: a worker that has just begun knows of none."""
        calls = self._known.calls
        for call, channels in self._channels.items():
            for channel in channels:
                calls.has_channel(call, channel.get("Uniqueid", ""))
                if seat := self._seat(channel):
                    call.agent_channels[seat] = (channel["Channel"], channel.get("Uniqueid", ""))
            if call.talk is not None:
                calls.speaks(call.talk.seat, call)

    def waiting_ones(self, found_at: datetime) -> list[CallEvent]:
        """Return that those who wait do, as far as nobody has told it."""
        told: list[CallEvent] = []
        for entry in self._snapshot.entries:
            call = self._call(entry)
            uniqueid = entry.get("Uniqueid", "")
            if call is None and uniqueid:
                call = TrackedCall(self._known.ids.of(self._linkedids.get(uniqueid) or uniqueid))
                self._known.calls.add(call)
            elif call is None or self._snapshot.told_then.get(call.call_id) != len(call.told):
                continue  # whoever told of it since knows better, also the log that goes on being written
            call.channel = call.channel or uniqueid
            self._known.calls.has_channel(call, uniqueid)
            call.number = call.number or caller_number(entry.get("CallerIDNum", ""))
            queue = self._known.telephones.queue(entry.get("Queue", ""))
            waits = call.record.waiting
            if waits is not None and waits.queue == queue:
                continue
            at = found_at - _seconds(entry.get("Wait", ""))
            if call.talk is not None:
                told += call.tell(Kind.TRANSFERRED, at, call.talk.seat)
            elif waits is not None:
                told += call.tell(Kind.FLOWED_OUT, at)
            told += call.tell(Kind.OFFERED, at, queue=queue)
        return told

    def missing(self) -> list[TrackedCall]:
        """Return the calls that are not any more what they were, while nobody has told why."""
        return [call for call in self._known.calls.open() if self._is_as_then(call) and not self._is_there(call)]

    def gone(self, call: TrackedCall, at: datetime) -> list[CallEvent]:
        """Return what became of a call as far as its channels tell."""
        spoken_to = next((seat for seat in self._seats_up(call)), None)
        if call.record.waiting is not None:
            if call not in self._channels:
                return call.tell(Kind.ABANDONED, at)
            if spoken_to is None:
                return call.tell(Kind.FLOWED_OUT, at)
            self._known.calls.speaks(spoken_to, call)
            return call.tell(Kind.ANSWERED, at, spoken_to)
        if call not in self._channels:
            return call.tell(Kind.HUNG_UP, at, call.talk.seat if call.talk else "")
        told = call.tell(Kind.TRANSFERRED, at, call.talk.seat) if call.talk else []
        if spoken_to is not None:
            self._known.calls.speaks(spoken_to, call)
            told += call.tell(Kind.ANSWERED, at, spoken_to)
        return told

    def others(self, found_at: datetime) -> Iterator[CallEvent]:
        """Yield the calls that came and were answered meanwhile, as far as their channels tell."""
        of_linkedid: dict[str, list[Packet]] = {}
        for channel in self._snapshot.channels or ():
            of_linkedid.setdefault(channel.get("Linkedid", ""), []).append(channel)
        for linkedid, channels in of_linkedid.items():
            seats = [seat for each in channels if each.get("ChannelState") == _UP and (seat := self._seat(each))]
            caller = next((each for each in channels if _queue_of(each)), None)
            if caller is None or not linkedid or not seats or self._call(caller) is not None:
                continue
            queue = self._known.telephones.queue(_queue_of(caller))
            number, line = caller_number(caller.get("CallerIDNum", "")), dialled_line(caller.get("Exten", ""))
            call = TrackedCall(self._known.ids.of(linkedid), number, line, caller.get("Uniqueid", ""))
            self._known.calls.add(call)
            self._known.calls.has_channel(call, call.channel)
            yield from call.tell(Kind.OFFERED, found_at, queue=queue)
            yield from call.tell(Kind.ANSWERED, found_at, seats[0], queue)
            self._known.calls.speaks(seats[0], call)

    def _is_as_then(self, call: TrackedCall) -> bool:
        return self._snapshot.heard_then.get(call.call_id) == call.heard

    def _is_there(self, call: TrackedCall) -> bool:
        if call.record.waiting is not None:
            return call in self._waiting
        if self._snapshot.channels is not None:
            spoken_to = self._seats_up(call)
            as_known = call.talk.seat in ("", *spoken_to) if call.talk else not spoken_to
            return call in self._channels and as_known
        return call.talk is not None and call.talk.seat in self._seats_in_use()

    def _seats_in_use(self) -> set[str]:
        busy = (each for each in self._snapshot.members if each.get("Status") in _IN_USE or each.get("InCall") == "1")
        return {self._known.telephones.seat(each.get("Location", "")) for each in busy}

    def _seats_up(self, call: TrackedCall) -> list[str]:
        up = (each for each in self._channels.get(call, ()) if each.get("ChannelState") == _UP)
        return [seat for each in up if (seat := self._seat(each))]

    def _seat(self, channel: Packet) -> str:
        return self._known.telephones.seat_of_channel(channel.get("Channel", ""))

    def _call(self, packet: Packet) -> TrackedCall | None:
        uniqueid = packet.get("Uniqueid", "")
        linkedid = packet.get("Linkedid") or self._linkedids.get(uniqueid) or uniqueid
        known = self._known
        return known.calls.of_channel(uniqueid) or known.calls.get(known.ids.of(linkedid))


def _queue_of(channel: Packet) -> str:
    """Return the queue that a caller's channel is in: the application runs as long as the talk does."""
    is_in_queue = channel.get("Application", "").endswith("Queue")
    return channel.get("ApplicationData", "").partition(",")[0] if is_in_queue else ""


def _seconds(text: str) -> timedelta:
    return timedelta(seconds=int(text)) if text.isdecimal() and len(text) < len("1000000") else timedelta()
