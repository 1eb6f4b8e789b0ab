"""The queues of a simulated switch: callers wait in the order in which they came, seats ring, talk comes to its end."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from heapq import heappop, heappush
from itertools import count
from uuid import UUID

from case_api.settings import Simulator
from case_api.telephony.simulated_callers import Caller, Callers
from case_api.telephony.simulated_seats import SimulatedSeats
from case_api.telephony.switch import CallAct, Staffing
from hotline.call_events import CallEvent
from hotline.codes import CallEventKind as Kind
from hotline.codes import CallQueue

_RINGS_AFTER = timedelta(milliseconds=400)
"""What a switch says before it rings a seat takes so long."""
_PASSED_OVER = timedelta(seconds=10)
"""A seat that did not answer is left alone for so long."""
_SETTLES = timedelta(seconds=4)
"""A seat is left alone for so long after a call: its console says in that time that it is in wrap-up."""
_LINE = "12345"
_OTHER: dict[str, str] = {CallQueue.GENERAL: CallQueue.ENTERPRISE, CallQueue.ENTERPRISE: CallQueue.GENERAL}


@dataclass(slots=True)
class _Call:
    """A call. `timers` are what happens by itself in the state it is in; to forget one here is to stop it."""

    caller: Caller
    queue: str
    state: Kind = Kind.OFFERED
    seat: str = ""
    moved: bool = False
    timers: dict[str, int] = field(default_factory=dict)


class SimulatedQueues:
    """All calls and seats of a simulated switch. Moments may never go back."""

    def __init__(self, settings: Simulator, start: datetime, zone: tzinfo) -> None:
        self._settings = settings
        self._first_after = timedelta(seconds=settings.first_after_s)
        self._callers = Callers(settings, start, zone)
        self._seats = SimulatedSeats(settings.seats)
        self._own_from: dict[str, datetime] = dict.fromkeys(settings.seats, start) if settings.between_s else {}
        """From when on a seat may have the next caller of its own."""
        self._calls: dict[UUID, _Call] = {}
        self._waiting: defaultdict[str, dict[UUID, _Call]] = defaultdict(dict)
        self._numbers = count(1)
        self._timers: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._told: list[CallEvent] = []
        for seat in self._own_from:
            self._free(seat, start)

    def run(self, now: datetime) -> list[CallEvent]:
        """Let happen what happens by itself up to a moment, and return it, oldest first."""
        while (due := self.due()) is not None and due <= now:
            if self._callers.due is not None and self._callers.due == due:
                caller = self._callers.come(self._seats.staffed)
                if caller is not None:
                    self._comes(caller, due)
            else:
                _, _, happen = heappop(self._timers)
                happen(due)
        return self._taken_told()

    def due(self) -> datetime | None:
        """Return when something happens by itself next, None for never; it may come to nothing."""
        timers = self._timers[0][0] if self._timers else None
        return min((at for at in (timers, self._callers.due) if at is not None), default=None)

    def staff(self, seats: Mapping[str, Staffing], now: datetime) -> list[CallEvent]:
        """Take in who may be called, and return what came of it."""
        for seat in self._seats.staff(seats):
            self._free(seat, now)
        return self._taken_told()

    def act(self, call_id: UUID, act: CallAct, now: datetime) -> list[CallEvent]:
        """Do what a seat asks of its call, and return what came of it; nothing where the call is not in that state."""
        call = self._calls.get(call_id)
        if call is None:
            return []
        match call.state, act:
            case Kind.RINGING, CallAct.ANSWER:
                self._answer(call, now)
            case Kind.ANSWERED | Kind.RESUMED, CallAct.HOLD:
                self._tell(call, Kind.HELD, now)
            case Kind.HELD, CallAct.RESUME:
                self._tell(call, Kind.RESUMED, now)
            case Kind.ANSWERED | Kind.RESUMED | Kind.HELD, CallAct.HANG_UP:
                self._hang_up(call, now)
        return self._taken_told()

    def _comes(self, caller: Caller, at: datetime) -> None:
        for_enterprise = caller.for_enterprise and self._seats.answers(CallQueue.ENTERPRISE)
        self._begin(caller, CallQueue.ENTERPRISE if for_enterprise else CallQueue.GENERAL, at)

    def _comes_for(self, seat: str, free_since: int, at: datetime) -> None:
        """Let a seat have a caller of its own if it has been free all the time since that was settled."""
        if self._seats.free_since(seat) == free_since:
            self._begin(self._callers.come_for(seat, at), self._seats.queue_of(seat), at)

    def _begin(self, caller: Caller, queue: str, at: datetime) -> None:
        call = self._calls[caller.call_id] = _Call(caller, queue)
        self._join(call, at)

    def _join(self, call: _Call, at: datetime) -> None:
        self._tell(call, Kind.OFFERED, at)
        self._waiting[call.queue][call.caller.call_id] = call
        self._later(call, "patience", at + call.caller.patience, self._abandon)
        self._at(at + _RINGS_AFTER, lambda then: self._ring_in(call.queue, then))

    def _ring_in(self, queue: str, at: datetime) -> None:
        """Ring seats for who waits, first come, first served, each at the seat that has been free the longest."""
        for call in self._waiting[queue].values():
            if call.state is Kind.RINGING:
                continue
            seat = self._seats.take(queue, call.caller.seat)
            if not seat:
                return
            call.seat = seat
            self._tell(call, Kind.RINGING, at)
            self._later(call, "ring", at + timedelta(seconds=self._settings.ring_s), self._miss)

    def _miss(self, call: _Call, at: datetime) -> None:
        seat = call.seat
        self._tell(call, Kind.MISSED, at)
        call.seat = ""
        self._let_go(seat, at, _PASSED_OVER)
        self._ring_in(call.queue, at)

    def _abandon(self, call: _Call, at: datetime) -> None:
        self._end(call, Kind.ABANDONED, at)
        del self._waiting[call.queue][call.caller.call_id]
        if call.seat:
            self._let_go(call.seat, at)

    def _answer(self, call: _Call, at: datetime) -> None:
        self._tell(call, Kind.ANSWERED, at)
        del self._waiting[call.queue][call.caller.call_id]
        call.timers.clear()
        moves_after = call.caller.moves_after
        if moves_after is not None and not call.moved:
            self._later(call, "move", at + moves_after, self._move)
        self._later(call, "talk", at + call.caller.talk, self._hang_up)

    def _move(self, call: _Call, at: datetime) -> None:
        """Let the seat move its caller into the other queue, where somebody answers for that one."""
        other = _OTHER.get(call.queue, "")
        if not self._seats.answers(other):
            return
        self._tell(call, Kind.TRANSFERRED, at)
        self._let_go(call.seat, at, _SETTLES)
        call.timers.clear()
        call.queue, call.seat, call.moved = other, "", True
        self._join(call, at)

    def _hang_up(self, call: _Call, at: datetime) -> None:
        self._end(call, Kind.HUNG_UP, at)
        self._let_go(call.seat, at, _SETTLES)

    def _let_go(self, seat: str, at: datetime, after: timedelta = timedelta()) -> None:
        if seat in self._own_from:
            self._own_from[seat] = at + self._callers.pause_of(seat)
        self._at(at + after, lambda then: self._give_back(seat, then))

    def _end(self, call: _Call, kind: Kind, at: datetime) -> None:
        self._tell(call, kind, at)
        call.timers.clear()
        del self._calls[call.caller.call_id]

    def _give_back(self, seat: str, at: datetime) -> None:
        if self._seats.give_back(seat):
            self._free(seat, at)

    def _free(self, seat: str, at: datetime) -> None:
        """Ring a seat that is free now for who waits the longest; where nobody does, its own caller is settled."""
        self._ring_in(self._seats.queue_of(seat), at)
        free_since = self._seats.free_since(seat)
        if free_since and seat in self._own_from:
            due = max(at + self._first_after, self._own_from[seat])
            self._at(due, lambda then: self._comes_for(seat, free_since, then))

    def _tell(self, call: _Call, kind: Kind, at: datetime) -> None:
        call.state = kind
        self._told.append(CallEvent(call.caller.call_id, kind, at, call.seat, call.caller.number, _LINE, call.queue))

    def _later(self, call: _Call, name: str, at: datetime, happen: Callable[[_Call, datetime], None]) -> None:
        number = call.timers[name] = next(self._numbers)

        def unless_stopped(then: datetime) -> None:
            if call.timers.get(name) == number:
                del call.timers[name]
                happen(call, then)

        self._at(at, unless_stopped)

    def _at(self, at: datetime, happen: Callable[[datetime], None]) -> None:
        heappush(self._timers, (at, next(self._numbers), happen))

    def _taken_told(self) -> list[CallEvent]:
        told, self._told = self._told, []
        return told
