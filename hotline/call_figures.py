"""The figures of calls, and the formulas of their rates. Pure: from stays of callers, no I/O, no clock.

The same code gives a tile, the list behind it, the wall, the same hour of last week and any past minute. A stay counts
in the span of time in which the caller joined the queue, whenever it ended. Durations are whole milliseconds, so that
they add up to the same whatever the order.
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from enum import StrEnum
from operator import add, attrgetter, sub
from typing import NamedTuple
from uuid import UUID

from hotline.call_record import CallRecord
from hotline.rates import share_of
from hotline.spans import Span
from hotline.state_times import StateTime
from hotline.stays import FigureSettings, Stay, Tile, missed_rings, stays, tiles

_MILLISECOND = timedelta(milliseconds=1)


class CallRate(StrEnum):
    """The rates of calls; `FORMULAS` says how each is computed."""

    CONNECT = "connect"
    WITHIN_OF_ANSWERED = "within_of_answered"
    WITHIN_OF_OFFERED = "within_of_offered"
    WITHIN_AS_PERF2 = "within_as_perf2"
    ABANDONMENT = "abandonment"


class CallFormula(NamedTuple):
    """A rate's numerator and denominator: the stays behind these tiles together, each in one of them only."""

    over: tuple[Tile, ...]
    of: tuple[Tile, ...]


_NO_LONGER_WAITING = (Tile.ANSWERED, Tile.ABANDONED, Tile.SHORT_ABANDONED, Tile.FLOWED_OUT, Tile.FLOWED_ON)

FORMULAS: Mapping[CallRate, CallFormula] = {
    CallRate.CONNECT: CallFormula((Tile.ANSWERED,), (Tile.ANSWERED, Tile.ABANDONED, Tile.FLOWED_OUT)),
    CallRate.WITHIN_OF_ANSWERED: CallFormula((Tile.ANSWERED_WITHIN,), (Tile.ANSWERED,)),
    CallRate.WITHIN_OF_OFFERED: CallFormula((Tile.ANSWERED_WITHIN,), _NO_LONGER_WAITING),
    CallRate.WITHIN_AS_PERF2: CallFormula(
        (Tile.ANSWERED_WITHIN, Tile.ABANDONED_WITHIN), (Tile.ANSWERED, Tile.ABANDONED)
    ),
    CallRate.ABANDONMENT: CallFormula((Tile.ABANDONED,), _NO_LONGER_WAITING),
}
"""What each rate is computed from. Sources: domain.md, section 3b (KPI formulas) and section 2 (Asterisk's two).

Callers who still wait are in no rate: nobody knows yet what they count for.

- CONNECT (接通率): answered ÷ offered to humans; at least 95 % (GB/T 33358-2016). Left out: who hung up at once (short
  abandons), and who came from this queue to another or to a seat, where they count. Whom a queue gave up and nobody
  else took is in it: a queue that only ever times out connects nobody.
- WITHIN_OF_ANSWERED (15秒接通率, of those answered): answered within the service-level seconds ÷ answered. This is
  Asterisk's ServicelevelPerf.
- WITHIN_OF_OFFERED (the same of all): answered within the service-level seconds ÷ offered.
- WITHIN_AS_PERF2: Asterisk's ServicelevelPerf2, to compare with it only: (answered within + abandoned within) ÷
  (answered + abandoned). A caller who gives up quickly makes it better.
- ABANDONMENT (放弃率): abandoned less short abandons ÷ offered (Genesys, help 120396).
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted and added up of stays; figures of disjoint stays can be added.

    Counts are those of `Tile`. `wait_ms` and `longest_wait_ms` are of answered callers, `talk_ms` (without hold) and
    `hold_ms` of handled ones, `wrap_up_ms` of the work after calls that is over.
    """

    offered: int = 0
    waiting: int = 0
    answered: int = 0
    answered_within: int = 0
    abandoned: int = 0
    abandoned_within: int = 0
    short_abandoned: int = 0
    flowed_out: int = 0
    flowed_on: int = 0
    handled: int = 0
    wrap_ups: int = 0
    missed_rings: int = 0
    wait_ms: int = 0
    longest_wait_ms: int = 0
    talk_ms: int = 0
    hold_ms: int = 0
    wrap_up_ms: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        """Return the figures of both; the longest wait is the longer one."""
        return Figures(*_added(_ROW_OF(self), _ROW_OF(other)))

    def count(self, tile: Tile) -> int:
        """Return the number on a tile."""
        found: int = getattr(self, tile.value)
        return found

    def share(self, rate: CallRate) -> float | None:
        """Return a rate, 0 to 1; None where nothing counts for it, which is neither 0 nor all."""
        formula = FORMULAS[rate]
        over, of = (sum(map(self.count, part)) for part in formula)
        return share_of((over, of))

    @property
    def average_wait_s(self) -> float | None:
        """Average speed of answer (ASA) in seconds: Σ wait of answered ÷ answered; None without any."""
        return share_of((self.wait_ms / 1000, self.answered))

    @property
    def average_talk_s(self) -> float | None:
        """Seconds of talk, hold not in it, ÷ handled; None without any."""
        return share_of((self.talk_ms / 1000, self.handled))

    @property
    def average_wrap_up_s(self) -> float | None:
        """Seconds of wrap-up (话后, ACW) ÷ wrap-ups; None without any."""
        return share_of((self.wrap_up_ms / 1000, self.wrap_ups))

    @property
    def average_handling_s(self) -> float | None:
        """Average handling time (AHT) in seconds: (talk + hold + wrap-up) ÷ handled; None without any."""
        return share_of(((self.talk_ms + self.hold_ms + self.wrap_up_ms) / 1000, self.handled))


NOTHING = Figures()
ByQueue = dict[str, Figures]
"""Figures by the queue in which the callers stayed."""
_Row = tuple[int, ...]
"""The fields of `Figures` in their order: a day is added up in these, at a fraction of the time."""
_NAMES = tuple(field.name for field in fields(Figures))
_LONGEST = _NAMES.index("longest_wait_ms")
_ROW_OF: Callable[[Figures], _Row] = attrgetter(*_NAMES)
_COUNTS = tuple(Tile(name) for name in _NAMES[: len(Tile)])


def contribution(call: CallRecord, settings: FigureSettings, span: Span, wrapped: Iterable[StateTime] = ()) -> ByQueue:
    """Return what a call counts for, of its stays that began in a span. `wrapped` are its wrap-ups that are over.

    For a past minute give the call `as_it_stood` and the wrap-ups that were over then.
    """
    return added_up((call,), settings, span, {call.call_id: tuple(wrapped)})


def added_up(
    calls: Iterable[CallRecord],
    settings: FigureSettings,
    span: Span,
    wrapped: Mapping[UUID, tuple[StateTime, ...]] | None = None,
) -> ByQueue:
    """Return the figures of a span of time by queue. `wrapped` are wrap-ups by call (`state_times.wrap_ups`)."""
    found: dict[str, _Row] = {}
    for call in calls:
        for stay in stays(call, (wrapped or {}).get(call.call_id, ())):
            if stay.visit.offered_at in span:
                row, before = _row(stay, settings), found.get(stay.visit.queue)
                found[stay.visit.queue] = _added(before, row) if before else row
    return {queue: Figures(*row) for queue, row in found.items()}


def all_queues(figures: ByQueue) -> Figures:
    """Return the figures of all queues together."""
    return sum(figures.values(), NOTHING)


class Tally:
    """The figures of a span of time, kept up to date call by call: as if all were added up anew each time."""

    def __init__(self, settings: FigureSettings, span: Span) -> None:
        self._settings, self._span = settings, span
        self._of_call: dict[UUID, ByQueue] = {}
        self._sums: ByQueue = {}
        self._waits = defaultdict[str, list[int]](list)

    def take(self, call: CallRecord, wrapped: Iterable[StateTime] = ()) -> None:
        """Take a call as it is now, in place of what it was before."""
        for queue, figures in self._of_call.pop(call.call_id, {}).items():
            waits = self._waits[queue]
            del waits[bisect_left(waits, figures.longest_wait_ms)]
            self._sums[queue] = Figures(*map(sub, _ROW_OF(self._sums[queue]), _ROW_OF(figures)))
        counts_for = contribution(call, self._settings, self._span, wrapped)
        for queue, figures in counts_for.items():
            insort(self._waits[queue], figures.longest_wait_ms)
            self._sums[queue] = Figures(*map(add, _ROW_OF(self._sums.get(queue, NOTHING)), _ROW_OF(figures)))
        if counts_for:
            self._of_call[call.call_id] = counts_for

    def by_queue(self) -> ByQueue:
        """Return the figures by queue."""
        return {
            queue: replace(figures, longest_wait_ms=self._waits[queue][-1])
            for queue, figures in self._sums.items()
            if self._waits[queue]
        }


def _row(stay: Stay, settings: FigureSettings) -> _Row:
    behind = tiles(stay, settings)
    waited = _ms(stay.wait) if Tile.ANSWERED in behind else 0
    talked = held = 0
    leg = stay.handled
    if leg is not None and leg.ended_at is not None:
        held = _ms(leg.on_hold(leg.ended_at))
        talked = _ms(leg.busy(leg.ended_at)) - held
    wrapped = sum(_ms(each.length) for each in stay.wrap_ups)
    counts = [1 if tile in behind else 0 for tile in _COUNTS]
    return (*counts, len(missed_rings(stay)), waited, waited, talked, held, wrapped)


def _added(one: _Row, other: _Row) -> _Row:
    both = list(map(add, one, other))
    both[_LONGEST] = max(one[_LONGEST], other[_LONGEST])
    return tuple(both)


def _ms(length: timedelta) -> int:
    return round(length / _MILLISECOND)
