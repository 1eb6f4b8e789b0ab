"""A made day of calls: what truly became of each, and the events by which a switch would tell it."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from hotline.call_record import CallEvent, Leg, Visit
from hotline.codes import CallEventKind, CallQueue, LegEnd, VisitEnd
from tests.hotline.calls_told import TEN

_Kind = CallEventKind
_QUEUES = (CallQueue.GENERAL, CallQueue.ENTERPRISE, CallQueue.OTHER)


@dataclass(frozen=True)
class MadeCall:
    """A call as its maker knows it. All that happens of it is at least two seconds apart."""

    call_id: UUID
    visits: tuple[Visit, ...]
    events: tuple[CallEvent, ...]


def made_day(draw: random.Random, calls: int) -> Iterator[MadeCall]:
    """Yield calls of ten hours from ten o'clock, each with an end of some kind."""
    for number in range(calls):
        at = TEN + timedelta(microseconds=draw.randrange(36_000_000_000))
        yield _Story(draw, UUID(int=number + 1), at).told()


def a_second_later(event: CallEvent, share: float) -> CallEvent:
    """Return the same event as another source tells it, less than a second later."""
    return replace(event, at=event.at + timedelta(seconds=share))


class _Story:
    def __init__(self, draw: random.Random, call_id: UUID, at: datetime) -> None:
        self._draw, self._call_id, self._at = draw, call_id, at
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
                self._queue = self._draw.choice([each for each in _QUEUES if each != self._queue])
            goes_on = self._visit(handed_on=handed_on)
        return MadeCall(self._call_id, tuple(self._visits), tuple(self._events))

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
            if end == "ring abandoned":
                left, went, visit_end = self._tell(_Kind.ABANDONED), None, VisitEnd.ABANDONED
                legs.append(Leg(self._seat, rang, None, left, LegEnd.ABANDONED))
            else:
                left, visit_end = self._tell(_Kind.ANSWERED, self._seat), VisitEnd.ANSWERED
                legs.append(self._talk(rang, left))
                went = LegEnd.TRANSFERRED if legs[-1].end is LegEnd.TRANSFERRED else None
        self._visits.append(Visit(self._queue, offered, left, visit_end, tuple(legs), handed_on))
        return went

    def _ring(self, *, later: bool) -> datetime:
        self._seat = f"{self._draw.randrange(1, 121):04}"
        return self._tell(_Kind.RINGING, self._seat, later=later)

    def _missed(self, *, later: bool) -> Leg:
        rang = self._ring(later=later)
        return Leg(self._seat, rang, None, self._tell(_Kind.MISSED, self._seat), LegEnd.MISSED)

    def _talk(self, rang: datetime, answered: datetime) -> Leg:
        held = timedelta()
        for _ in range(self._draw.choices((0, 1, 2), (6, 2, 1))[0]):
            since = self._tell(_Kind.HELD, self._seat)
            held += self._tell(_Kind.RESUMED, self._seat) - since
        if self._draw.random() < 0.2:
            return Leg(self._seat, rang, answered, self._tell(_Kind.TRANSFERRED, self._seat), LegEnd.TRANSFERRED, held)
        seat = self._seat if self._draw.random() < 0.5 else ""
        return Leg(self._seat, rang, answered, self._tell(_Kind.HUNG_UP, seat), LegEnd.HUNG_UP, held)

    def _tell(self, kind: CallEventKind, seat: str = "", *, later: bool = True) -> datetime:
        if later:
            self._at += timedelta(
                seconds=self._draw.choice((2, 3, 5, 8, 13, 40)), microseconds=self._draw.randrange(10**6)
            )
        self._events.append(CallEvent(self._call_id, kind, self._at, seat, queue=self._queue))
        return self._at
