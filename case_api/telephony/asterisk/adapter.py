"""Asterisk as a switch: what comes on the line becomes what the centre is told, and what it wants goes back.

All of it happens in the worker's thread; only the line has one of its own. After every gap, and now and then without
one, Asterisk is asked how things are.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import structlog

from case_api.settings import Asterisk
from case_api.telephony.asterisk.connection import Address, Connection, LineDown, LineUp
from case_api.telephony.asterisk.gap import LOG_PATIENCE, Gap, Known
from case_api.telephony.asterisk.kept_calls import KeptCalls, KeptUnavailableError
from case_api.telephony.asterisk.login import Credentials
from case_api.telephony.asterisk.moves import Moves
from case_api.telephony.asterisk.naming import CallIds, Telephones, moment
from case_api.telephony.asterisk.pace import Pace
from case_api.telephony.asterisk.pauses import Pauses
from case_api.telephony.asterisk.remote_control import act_on
from case_api.telephony.asterisk.snapshot import Snapshot
from case_api.telephony.asterisk.tracked_calls import TrackedCall, TrackedCalls, events_of
from case_api.telephony.asterisk.translation import Translation
from case_api.telephony.asterisk.wire_format import Packet
from case_api.telephony.switch import CallAct, Staffing, Told
from hotline.call_record import CallRecord

_log = structlog.get_logger()
_LOOK_EVERY = timedelta(minutes=1)
"""So often it is asked how things are although the line was there all the time: an event may be lost on the way."""
_LOOK_AGAIN = timedelta(seconds=5)
"""So soon after a gap: of calls that only the queue log told of it is not known yet whether they are still there."""
_OUT_OF_PLACE = timedelta(hours=1)
"""A time so far ahead of the switch's own clock is no time of its."""


class AsteriskSwitch:
    """The adapter. `kept` is what the centre has kept of calls, None where it has kept nothing."""

    def __init__(
        self,
        settings: Asterisk,
        credentials: Callable[[], Credentials],
        wake: Callable[[], None],
        kept: KeptCalls | None = None,
        pace: Pace | None = None,
    ) -> None:
        telephones = Telephones(settings.seats, settings.queues)
        log = Path(settings.queue_log) if settings.queue_log else None
        self._known = Known(TrackedCalls(), CallIds(settings.system), telephones, log, kept)
        self._translation = Translation(self._known.calls, self._known.ids, telephones)
        self._pauses = Pauses(telephones, settings.pause_reasons)
        self._moves = Moves(telephones, settings.queues) if settings.move_telephones else None
        self._notify = settings.notify_telephones
        address = Address(settings.host, settings.port, settings.tls, settings.tls_ca)
        self._line = Connection(address, credentials, wake, pace or Pace(settings.connect_s, settings.silence_s))
        self._up_since: datetime | None = None
        self._heard_at: datetime | None = None
        self._silent_since: datetime | None = None
        self._begun_at: datetime | None = None
        self._ahead = timedelta()
        self._snapshots = 0
        self._snapshot: Snapshot | None = None
        self._gap: Gap | None = None
        self._look_at: datetime | None = None

    def begin(self, open_calls: Sequence[CallRecord], now: datetime) -> list[Told]:  # noqa: ARG002 - asked so of each
        """Begin to look for the switch. What became of open calls is told once it was asked."""
        newest: list[datetime] = []
        for record in open_calls:
            call = self._known.calls.add(TrackedCall(record.call_id))
            call.told.extend(events_of(record))
            newest += [event.at for event in call.told]
        with suppress(KeptUnavailableError):
            kept = self._known.kept.newest() if self._known.kept is not None else None
            newest += [kept] if kept is not None else []
        self._silent_since = max(newest, default=None)
        self._line.start()
        return []

    def step(self, now: datetime) -> list[Told]:
        """Return what has happened up to `now`, oldest first."""
        told: list[Told] = []
        for heard in self._line.take():
            if isinstance(heard, LineUp):
                self._line_is_up(now)
            elif isinstance(heard, LineDown):
                self._line_is_down()
            else:
                told += self._take_safely(heard, now)
        told += self._translation.settle(now)
        told += self._close_gap(now)
        if self._up_since is not None:
            self._look_around(now)
        return sorted(told, key=lambda each: each.at)

    def act(self, call_id: UUID, act: CallAct, now: datetime) -> list[Told]:  # noqa: ARG002 - asked so of each
        """Ask Asterisk for what can be done from here; what comes of it is told by later steps."""
        call = self._known.calls.get(call_id)
        if call is not None and self._up_since is not None:
            self._line.send(act_on(call, act, notify=self._notify))
        return []

    def staff(self, seats: Mapping[str, Staffing], now: datetime) -> None:  # noqa: ARG002 - asked so of each
        """Pause the telephones of those who may not be called, end the pauses of those who may, move who was moved."""
        self._pauses.want(seats)
        if self._moves is not None:
            self._moves.want(seats)
        self._send_staffing()

    def up_since(self) -> datetime | None:
        """Return since when there is a line, None while there is none."""
        return self._up_since

    @property
    def is_in_step(self) -> bool:
        """Whether it is known how things are: there is a line, and nothing of a gap before it is open."""
        return self._up_since is not None and self._snapshot is None and self._gap is None

    def due(self) -> datetime | None:
        """Return when a step has something to tell although nothing comes."""
        return self._translation.due()

    def close(self) -> None:
        """Let the line go."""
        self._line.close()

    def join(self, timeout: float | None = None) -> bool:
        """Wait until the line is gone, after `close`."""
        return self._line.join(timeout)

    def _line_is_up(self, now: datetime) -> None:
        _log.info("there is a line to the telephone switch")
        self._up_since, self._begun_at, self._gap = now, None, None
        self._ask(now, after_gap=True)

    def _line_is_down(self) -> None:
        _log.warning("the line to the telephone switch is lost")
        self._up_since, self._snapshot, self._gap = None, None, None
        self._silent_since = self._silent_since or self._heard_at
        self._translation.line_lost()

    def _ask(self, now: datetime, *, after_gap: bool) -> None:
        self._snapshots += 1
        self._snapshot = Snapshot.asked(f"look-{self._snapshots}", self._known.calls, after_gap=after_gap)
        self._look_at = now + _LOOK_EVERY
        self._line.send(self._snapshot.questions())

    def _take_safely(self, packet: Packet, now: datetime) -> list[Told]:
        """Take a packet in; one that we cannot deal with is not to cost all that came with it."""
        try:
            return self._take(packet, now)
        except Exception as error:
            _log.error("an event of the switch is left out after a defect", kind=type(error).__name__)
            return []

    def _take(self, packet: Packet, now: datetime) -> list[Told]:
        at = moment(packet.get("Timestamp", ""))
        if at is not None and ("Ping" in packet or self._heard_at is None):
            self._ahead = at - now
        at = at or now + self._ahead
        if at - now - self._ahead < _OUT_OF_PLACE:
            self._heard_at = max(at, self._heard_at or at)
        if self._snapshot is not None and self._snapshot.take(packet):
            return self._answered(self._snapshot, packet, at, now)
        self._known.telephones.learn(packet)
        if self._moves is not None:
            self._moves.take(packet)
        return [*self._translation.take(packet, at, now), *self._pauses.take(packet, at)]

    def _answered(self, snapshot: Snapshot, packet: Packet, at: datetime, now: datetime) -> list[Told]:
        self._known.telephones.learn(packet)
        self._begun_at = self._begun_at or at
        if not snapshot.whole:
            return []
        self._snapshot = None
        self._gap = Gap(snapshot, self._silent_since, self._begun_at, at, now + LOG_PATIENCE)
        if self._moves is not None and snapshot.members:
            self._moves.compare(snapshot.members)
        pauses = self._pauses.compare(snapshot.members, at) if snapshot.members else []
        return [*self._close_gap(now), *pauses]

    def _close_gap(self, now: datetime) -> list[Told]:
        gap = self._gap
        if gap is None:
            return []
        try:
            told = gap.close(self._known, now)
        except KeptUnavailableError:
            return []
        for event in told:
            if (call := self._known.calls.get(event.call_id)) is not None:
                self._translation.forget(call)
        if gap.closed:
            self._gap = None
            if gap.snapshot.after_gap:
                self._silent_since, self._look_at = None, now + _LOOK_AGAIN
        return list(told)

    def _look_around(self, now: datetime) -> None:
        self._send_staffing()
        if self._look_at is not None and now >= self._look_at and self.is_in_step:
            self._known.calls.forget_old(now + self._ahead)
            self._ask(now, after_gap=False)

    def _send_staffing(self) -> None:
        if self._up_since is None or self._snapshot is not None:
            return
        if self._moves is not None:
            self._line.send(self._moves.actions(self._pauses))
        self._line.send(self._pauses.actions())
