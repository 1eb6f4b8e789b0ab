"""A made day of calls: what truly became of each, and the events by which a switch would tell it."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from hotline.call_events import CallEvent
from hotline.call_record import Leg, Visit
from hotline.codes import CallEventKind, CallQueue, LegEnd, VisitEnd
from hotline.spans import Span
from tests.hotline.calls_told import TEN

_Kind = CallEventKind
_QUEUES = (CallQueue.GENERAL, CallQueue.ENTERPRISE, CallQueue.OTHER)


@dataclass(frozen=True)
class MadeCall:
    """A call as its maker knows it. All that happens of it is at least one second apart."""

    call_id: UUID
    visits: tuple[Visit, ...]
    events: tuple[CallEvent, ...]
    number: str = ""


class AnySeat:
    """Seats that take any number of calls at once: enough where only calls are looked at."""

    def takes(self, draw: random.Random, _at: datetime) -> str:
        """Return a seat for a call that is to ring after a moment."""
        return f"{draw.randrange(1, 121):04}"

    def leaves(self, seat: str, at: datetime) -> None:
        """Take in that a seat is done with a call."""


class OneCallEach(AnySeat):
    """Seats that have one call after another and some time to rest between them.

    Where none is free, it rings at one that nobody knows of, each time at another.
    """

    def __init__(self, seats: Sequence[str], rest: timedelta) -> None:
        self._free_at: dict[str, datetime | None] = dict.fromkeys(seats, TEN.replace(year=2000))
        self._rest = rest
        self._unknown = 9000

    def takes(self, draw: random.Random, at: datetime) -> str:
        """Return a seat that has no call from a moment on."""
        free = [seat for seat, since in self._free_at.items() if since is not None and since <= at]
        if free:
            seat = draw.choice(free)
            self._free_at[seat] = None
            return seat
        self._unknown += 1
        return f"{self._unknown:04}"

    def leaves(self, seat: str, at: datetime) -> None:
        """Take in that a seat is done with a call."""
        if seat in self._free_at:
            self._free_at[seat] = at + self._rest


@dataclass(frozen=True)
class Made:
    """What a day is made of: from when on and how long, where it rings, who calls, and when nobody listened.

    What happens in a gap is known from a log alone: to the second, and of holds nothing.
    """

    since: datetime = TEN
    length: timedelta = timedelta(hours=10)
    seats: AnySeat = field(default_factory=AnySeat)
    numbers: Sequence[str] = ("",)
    gaps: Sequence[Span] = ()

    def in_gap(self, at: datetime) -> bool:
        """Say whether nobody listened at a moment."""
        return any(at in gap for gap in self.gaps)


def made_day(draw: random.Random, calls: int, made: Made | None = None) -> Iterator[MadeCall]:
    """Yield calls in the order of their beginnings, each with an end of some kind."""
    made = made or Made()
    begins = sorted(made.since + made.length * draw.random() for _ in range(calls))
    for number, at in enumerate(begins):
        yield _Story(draw, UUID(int=number + 1), at, made).told()


def a_second_later(event: CallEvent, share: float) -> CallEvent:
    """Return the same event as another source tells it, less than a second later."""
    return replace(event, at=event.at + timedelta(seconds=share))


class _Story:
    def __init__(self, draw: random.Random, call_id: UUID, at: datetime, made: Made) -> None:
        self._draw, self._call_id, self._at, self._made = draw, call_id, at, made
        self._number = draw.choice(made.numbers)
        self._queue: str = draw.choices(_QUEUES, (8, 2, 1))[0]
        self._seat = ""
        self._events: list[CallEvent] = []
        self._visits: list[Visit] = []

    def told(self) -> MadeCall:
        """Tell a call: one or several visits, one after another, until the caller is gone."""
        goes_on: VisitEnd | LegEnd | None = self._visit(handed_on=False)
        while goes_on is not None:
            handed_on = goes_on is LegEnd.TRANSFERRED and self._draw.random() < 0.5
            if not handed_on:
                again = goes_on is LegEnd.TRANSFERRED  # a seat may send a caller back into the queue
                self._queue = self._draw.choice([each for each in _QUEUES if again or each != self._queue])
            goes_on = self._visit(handed_on=handed_on)
        return MadeCall(self._call_id, tuple(self._visits), tuple(self._events), self._number)

    def _visit(self, *, handed_on: bool) -> VisitEnd | LegEnd | None:
        """Tell a visit; return what the next one begins with, None for nothing."""
        if not handed_on:
            self._tell(_Kind.OFFERED, later=False)
        offered, legs = self._at, list[Leg]()
        for _ in range(self._draw.choices((0, 1, 2), (7, 2, 1))[0]):
            legs.append(self._missed(later=bool(legs) or not handed_on))
        ends = ("answered", "abandoned", "ring abandoned", "flowed out")
        end = self._draw.choices(
            ends[:3] if handed_on else ends, (12, 1, 1, 0 if handed_on else 1)[: 3 + (not handed_on)]
        )[0]
        if handed_on and not legs and end == "abandoned":
            end = "ring abandoned"
        if end == "abandoned":
            left, went = self._tell(_Kind.ABANDONED), None
            visit_end = VisitEnd.ABANDONED
        elif end == "flowed out":
            left, visit_end = self._tell(_Kind.FLOWED_OUT), VisitEnd.FLOWED_OUT
            went = VisitEnd.FLOWED_OUT if self._draw.random() < 0.5 else None
            if went is None:
                self._tell(_Kind.HUNG_UP)
        else:
            rang = self._ring(later=bool(legs) or not handed_on)
            also = self._also_rings() if end == "answered" and self._draw.random() < 0.15 else ""
            if end == "ring abandoned":
                left, went, visit_end = self._tell(_Kind.ABANDONED), None, VisitEnd.ABANDONED
                legs.append(Leg(self._seat, rang, None, left, LegEnd.ABANDONED))
                self._made.seats.leaves(self._seat, left)
            else:
                left, visit_end = self._tell(_Kind.ANSWERED, self._seat), VisitEnd.ANSWERED
                self._made.seats.leaves(also, left)
                talk = self._talk(rang, left)
                legs += [talk, Leg(also, rang, None, left, LegEnd.ELSEWHERE)][: 2 if also else 1]
                legs[-2:] = sorted(legs[-2:], key=lambda leg: (leg.rang_at, leg.seat))
                went = LegEnd.TRANSFERRED if talk.end is LegEnd.TRANSFERRED else None
        self._visits.append(Visit(self._queue, offered, left, visit_end, tuple(legs), handed_on))
        return went

    def _ring(self, *, later: bool) -> datetime:
        self._seat = self._made.seats.takes(self._draw, self._at)
        return self._tell(_Kind.RINGING, self._seat, later=later)

    def _also_rings(self) -> str:
        """Let it ring at another seat at the same moment; return that one, empty for none."""
        seat = self._made.seats.takes(self._draw, self._at)
        if seat == self._seat or any(leg.seat == seat for visit in self._visits for leg in visit.legs):
            self._made.seats.leaves(seat, self._at)
            return ""
        self._tell(_Kind.RINGING, seat, later=False)
        return seat

    def _missed(self, *, later: bool) -> Leg:
        rang = self._ring(later=later)
        over = self._tell(_Kind.MISSED, self._seat)
        self._made.seats.leaves(self._seat, over)
        return Leg(self._seat, rang, None, over, LegEnd.MISSED)

    def _talk(self, rang: datetime, answered: datetime) -> Leg:
        held = timedelta()
        for _ in range(self._draw.choices((0, 1, 2), (6, 2, 1))[0]):
            held += self._hold()
        transferred = self._draw.random() < 0.2
        end = LegEnd.TRANSFERRED if transferred else LegEnd.HUNG_UP
        seat = self._seat if transferred or self._draw.random() < 0.5 else ""
        over = self._tell(_Kind.TRANSFERRED if transferred else _Kind.HUNG_UP, seat)
        self._made.seats.leaves(self._seat, over)
        return Leg(self._seat, rang, answered, over, end, held)

    def _hold(self) -> timedelta:
        since = self._tell(_Kind.HELD, self._seat)
        until = self._tell(_Kind.RESUMED, self._seat)
        if self._made.in_gap(since) or self._made.in_gap(until):
            del self._events[-2:]
            return timedelta()
        return until - since

    def _tell(self, kind: CallEventKind, seat: str = "", *, later: bool = True) -> datetime:
        if later:
            self._at += timedelta(
                seconds=self._draw.choice((2, 3, 5, 8, 13, 40)), microseconds=self._draw.randrange(10**6)
            )
        if self._made.in_gap(self._at):
            self._at = self._at.replace(microsecond=0)
        number = self._number if kind is _Kind.OFFERED else ""
        self._events.append(CallEvent(self._call_id, kind, self._at, seat, number, queue=self._queue))
        return self._at
