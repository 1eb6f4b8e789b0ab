"""Who calls a simulated switch and when: moments by a day's profile, and what each caller is like, drawn by a seed.

The n-th caller of a run is the same person whatever the seats do: each has a draw of their own.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from random import Random
from uuid import UUID

from case_api.settings import Simulator

CALLERS = 300
"""How many different numbers call."""
REGULARS = 24
"""So many of them make four calls in ten, so that some have called before."""
_REGULAR_SHARE = 0.4
_LONGEST = 3.0
"""A drawn time is at most so many times its mean, and at least a third of it."""
_HOUR = timedelta(hours=1)

DAY = (
    0.15, 0.10, 0.08, 0.07, 0.08, 0.15, 0.55, 1.05, 1.55, 1.80, 1.80, 1.55,
    1.25, 1.30, 1.65, 1.75, 1.65, 1.45, 1.45, 1.40, 1.25, 0.95, 0.60, 0.37,
)  # fmt: skip
"""Callers in each hour of a day, as a multiple of the day's mean hour: a city's working day with a dip at noon. The
peak is 1.8 times the mean (source row D10: "averaged more than 200 daily acceptance, and 364 ... up to")."""
_FLAT = (1.0,)


def caller_number(index: int) -> str:
    """Return the number of a simulated caller, 0 to 9999, in the range 199 0000 xxxx that no network serves."""
    return f"1990000{index:04d}"


@dataclass(frozen=True, slots=True)
class Caller:
    """A caller and what they are going to do: wait for `patience`, in each queue anew, and talk for `talk`.

    `for_enterprise` says whose matter it is; `moves_after` is when in the talk the seat finds that it is the other
    queue's, None where it is not. `seat` is the seat that they are meant for, empty for any.
    """

    call_id: UUID
    number: str
    patience: timedelta
    talk: timedelta
    for_enterprise: bool = False
    moves_after: timedelta | None = None
    seat: str = ""


class Callers:
    """The callers of a run that began at `start`. `zone` is the city's time, by which its days have their hours."""

    def __init__(self, settings: Simulator, start: datetime, zone: tzinfo) -> None:
        self._settings = settings
        self._start = start
        self._zone = zone
        self._profile = DAY if settings.profile == "day" else _FLAT
        self._arrivals = _drawing(settings, "arrivals")
        self._own = {seat: _drawing(settings, seat) for seat in settings.seats}
        self._count = 0
        self.due = self._after(start + timedelta(seconds=settings.first_after_s))

    def come(self, staffed: int) -> Caller | None:
        """Return who calls at `due`, and go on to the next; None where too few seats are staffed for that one."""
        at = self.due
        if at is None:
            return None
        self._count += 1
        draw = _drawing(self._settings, f"caller {self._count}")
        come = draw.random() * self._settings.full_at_seats <= staffed
        self.due = self._after(at)
        return self._caller(draw, at) if come else None

    def come_for(self, seat: str, at: datetime) -> Caller:
        """Return who calls at a moment and is meant for one seat."""
        return self._caller(self._own[seat], at, seat)

    def pause_of(self, seat: str) -> timedelta:
        """Return how long after one caller of its own a seat has the next."""
        return _length(self._own[seat], self._settings.between_s)

    def _after(self, at: datetime) -> datetime | None:
        """Return when the next caller comes: a Poisson process, thinned to what the hour has of the peak."""
        peak = max(self._profile)
        if not self._settings.calls_per_hour:
            return None
        while True:
            at += _HOUR * self._arrivals.expovariate(self._settings.calls_per_hour * peak)
            if self._arrivals.random() * peak < self._profile[self._hour(at) % len(self._profile)]:
                return at

    def _hour(self, at: datetime) -> int:
        if self._settings.begin_hour is None:
            return at.astimezone(self._zone).hour
        return self._settings.begin_hour + (at - self._start) // _HOUR

    def _caller(self, draw: Random, at: datetime, seat: str = "") -> Caller:
        settings = self._settings
        number = caller_number(draw.randrange(REGULARS if draw.random() < _REGULAR_SHARE else CALLERS))
        talk = _length(draw, settings.talk_s)
        patience = _length(draw, settings.patience_s)
        enterprise = draw.random() < settings.enterprise_share and not seat
        moves_after = talk * draw.uniform(0.2, 0.6) if draw.random() < settings.transfer_share and not seat else None
        return Caller(_call_id(draw, at), number, patience, talk, enterprise, moves_after, seat)


def _drawing(settings: Simulator, what: str) -> Random:
    return Random(f"{settings.seed}/{what}")  # noqa: S311 - a simulation, no secret


def _length(draw: Random, mean: float) -> timedelta:
    drawn = draw.expovariate(1 / mean)
    return timedelta(seconds=min(max(drawn, mean / _LONGEST), mean * _LONGEST))


def _call_id(draw: Random, at: datetime) -> UUID:
    """Return a UUIDv7 of the moment and the draw: the same in the same run, another after a restart."""
    milliseconds = int(at.timestamp() * 1000)
    high = milliseconds << 16 | 0x7000 | draw.getrandbits(12)
    low = 0b10 << 62 | draw.getrandbits(62)
    return UUID(int=high << 64 | low)
