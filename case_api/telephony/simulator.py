"""A simulated telephone switch: calls that come, wait, are answered, held and ended, drawn by a seed.

Given the same seed, the same moments of `step` and the same acts, it tells the same. Each seat has a draw of its own,
so that what one seat does changes nothing at another. Caller numbers are only from a range not in service.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from case_api.settings import Simulator
from case_api.telephony.switch import CallAct, Staffing, Told
from hotline.call_record import CallEvent, CallRecord
from hotline.codes import CallEventKind as Kind

CALLERS = 300
"""How many different numbers call."""
REGULARS = 24
"""So many of them make four calls in ten, so that some have called before."""
_REGULAR_SHARE = 0.4
_RINGS_AFTER = timedelta(milliseconds=400)
_LONGEST = 3.0
"""A drawn time is at most so many times its mean, and at least a third of it."""
_LINE = "12345"


def caller_number(index: int) -> str:
    """Return the number of a simulated caller, 0 to 9999, in the range 199 0000 xxxx that no network serves."""
    return f"1990000{index:04d}"


@dataclass(slots=True)
class _Call:
    call_id: UUID
    number: str
    state: Kind


class SimulatedSwitch:
    """The simulator as an adapter. `start` is the moment at which it begins to count."""

    def __init__(self, settings: Simulator, start: datetime, _wake: Callable[[], None] = lambda: None) -> None:
        self._seats = [_SeatLine(seat, settings, start) for seat in settings.seats]
        self._start = start

    def begin(self, open_calls: Sequence[CallRecord], now: datetime) -> list[Told]:
        """End the calls of the one before: it is gone with its callers."""
        return [CallEvent(call.call_id, Kind.ABANDONED if call.waiting else Kind.HUNG_UP, now) for call in open_calls]

    def staff(self, seats: Mapping[str, Staffing], now: datetime) -> None:
        """Ring whoever is named in the settings."""

    def up_since(self) -> datetime | None:
        """Be there always."""
        return self._start

    def close(self) -> None:
        """End."""

    def step(self, now: datetime) -> list[Told]:
        """Return what has happened at all seats up to `now`, oldest first."""
        return [*sorted((event for seat in self._seats for event in seat.step(now)), key=lambda event: event.at)]

    def act(self, call_id: UUID, act: CallAct, now: datetime) -> list[Told]:
        """Answer, hold, resume or hang up a call that is in a state for it."""
        return [event for seat in self._seats for event in seat.act(call_id, act, now)]

    def due(self) -> datetime | None:
        """Return when something happens by itself next."""
        return min((seat.due for seat in self._seats), default=None)


class _SeatLine:
    """The telephone of one seat: `due` is when `_next` happens unless an act comes before it."""

    def __init__(self, seat: str, settings: Simulator, start: datetime) -> None:
        self._seat = seat
        self._settings = settings
        self._draw = Random(f"{settings.seed}/{seat}")  # noqa: S311 - a simulation, no secret
        self._call = _Call(UUID(int=0), "", Kind.HUNG_UP)
        self._next: Callable[[datetime], CallEvent] = self._offer
        self.due = start + timedelta(seconds=settings.first_after_s)

    def step(self, now: datetime) -> list[CallEvent]:
        events = []
        while self.due <= now:
            events.append(self._next(self.due))
        return events

    def act(self, call_id: UUID, act: CallAct, now: datetime) -> list[CallEvent]:
        if self._call.call_id != call_id:
            return []
        match self._call.state, act:
            case Kind.RINGING, CallAct.ANSWER:
                self._wait(now, self._settings.talk_s, self._hang_up)
                return [self._tell(Kind.ANSWERED, now)]
            case Kind.ANSWERED | Kind.RESUMED, CallAct.HOLD:
                return [self._tell(Kind.HELD, now)]
            case Kind.HELD, CallAct.RESUME:
                return [self._tell(Kind.RESUMED, now)]
            case Kind.ANSWERED | Kind.RESUMED | Kind.HELD, CallAct.HANG_UP:
                return [self._hang_up(now)]
            case _:
                return []

    def _offer(self, at: datetime) -> CallEvent:
        drawn_from = REGULARS if self._draw.random() < _REGULAR_SHARE else CALLERS
        number = caller_number(self._draw.randrange(drawn_from))
        self._call = _Call(self._call_id(at), number, Kind.OFFERED)
        self.due, self._next = at + _RINGS_AFTER, self._ring
        return self._tell(Kind.OFFERED, at)

    def _ring(self, at: datetime) -> CallEvent:
        self._wait(at, self._settings.patience_s, self._abandon)
        return self._tell(Kind.RINGING, at)

    def _abandon(self, at: datetime) -> CallEvent:
        return self._end(Kind.ABANDONED, at)

    def _hang_up(self, at: datetime) -> CallEvent:
        return self._end(Kind.HUNG_UP, at)

    def _end(self, kind: Kind, at: datetime) -> CallEvent:
        event = self._tell(kind, at)
        self._wait(at, self._settings.between_s, self._offer)
        return event

    def _tell(self, kind: Kind, at: datetime) -> CallEvent:
        self._call.state = kind
        return CallEvent(self._call.call_id, kind, at, self._seat, self._call.number, _LINE)

    def _wait(self, at: datetime, mean: float, then: Callable[[datetime], CallEvent]) -> None:
        drawn = min(max(self._draw.expovariate(1 / mean), mean / _LONGEST), mean * _LONGEST)
        self.due, self._next = at + timedelta(seconds=drawn), then

    def _call_id(self, at: datetime) -> UUID:
        """Return a UUIDv7 of the moment and the draw: the same in the same run, another after a restart."""
        milliseconds = int(at.timestamp() * 1000)
        high = milliseconds << 16 | 0x7000 | self._draw.getrandbits(12)
        low = 0b10 << 62 | self._draw.getrandbits(62)
        return UUID(int=high << 64 | low)
