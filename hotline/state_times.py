"""How long seats were in which agent state, from the changes that their consoles told.

A state lasts until the seat's next one. So however late, twice or in whatever order changes come, the times of a seat
follow each other without a gap and never lie over each other: no seat is in two states, and the times of a shift add
up to the shift.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TypeVar
from uuid import UUID

from hotline.codes import AgentState
from hotline.spans import Span


@dataclass(frozen=True, slots=True)
class StateSince:
    """A state that a seat went into. `reason` is that of a pause; `operator_id` is empty while nobody is signed in.

    `seq` is the console's own number, which tells the later one of two changes at one moment.
    """

    seat: str
    operator_id: str
    state: AgentState
    reason: str
    since: datetime
    call_id: UUID | None = None
    seq: int = 0


@dataclass(frozen=True, slots=True)
class StateTime:
    """A seat in one state, from `since` on and before `until`."""

    seat: str
    operator_id: str
    state: AgentState
    reason: str
    call_id: UUID | None
    since: datetime
    until: datetime

    @property
    def length(self) -> timedelta:
        """Return how long it lasted."""
        return self.until - self.since


def state_times(told: Iterable[StateSince], span: Span) -> dict[str, tuple[StateTime, ...]]:
    """Return the times in state of each seat of which anything was told by the end of a span, oldest first.

    They fill the span from end to end. `told` holds for each seat what it told in the span and the last before it;
    before the first that it ever told, nobody was signed in. Give a span that is over (`Span.so_far`): nobody knows
    what a seat will be in.
    """
    found = {}
    for seat, changes in _by_seat(told).items():
        if changes[0].since >= span.until:
            continue
        first = StateSince(seat, "", AgentState.SIGNED_OUT, "", span.since)
        known = changes if changes[0].since <= span.since else [first, *changes]
        ends = [*(each.since for each in known[1:]), span.until]
        cut = (
            _time(each, max(each.since, span.since), min(end, span.until))
            for each, end in zip(known, ends, strict=True)
        )
        found[seat] = tuple(each for each in cut if each.since < each.until)
    return found


def wrap_ups(told: Iterable[StateSince], at: datetime) -> dict[UUID, tuple[StateTime, ...]]:
    """Return the wrap-ups that were over at a moment, by the call that they were of, oldest first.

    Wrap-up (话后) goes from the end of the call to the seat's next state, by the form and not by the switch. One that
    lasts is not in it, nor one of no call.
    """
    found = defaultdict[UUID, list[StateTime]](list)
    for changes in _by_seat([each for each in told if each.since <= at]).values():
        for each, following in pairwise(changes):
            if each.state is AgentState.WRAP_UP and each.call_id is not None:
                found[each.call_id].append(_time(each, each.since, following.since))
    return {call_id: tuple(sorted(times, key=lambda each: each.since)) for call_id, times in found.items()}


def by_state(times: Iterable[StateTime]) -> dict[AgentState, timedelta]:
    """Return the time in each state that occurs; together they are as long as all the times."""
    found = defaultdict[AgentState, timedelta](timedelta)
    for each in times:
        found[each.state] += each.length
    return dict(found)


def by_pause_reason(times: Iterable[StateTime]) -> dict[str, timedelta]:
    """Return the time paused for each reason that occurs."""
    found = defaultdict[str, timedelta](timedelta)
    for each in times:
        if each.state is AgentState.PAUSED:
            found[each.reason] += each.length
    return dict(found)


@dataclass(frozen=True, slots=True)
class TimeSpent:
    """How long seats were in each state and paused for each reason; of wrap-ups (话后) those that are over."""

    states: Mapping[AgentState, timedelta]
    pauses: Mapping[str, timedelta]
    wrap_ups: int
    wrap_up: timedelta

    def __add__(self, other: "TimeSpent") -> "TimeSpent":
        """Return the time of both."""
        return TimeSpent(
            _both(self.states, other.states),
            _both(self.pauses, other.pauses),
            self.wrap_ups + other.wrap_ups,
            self.wrap_up + other.wrap_up,
        )

    @property
    def average_wrap_up_s(self) -> float | None:
        """Seconds of wrap-up ÷ wrap-ups, of those that are over; None without any."""
        return self.wrap_up.total_seconds() / self.wrap_ups if self.wrap_ups else None

    @property
    def occupancy(self) -> float | None:
        """Return the occupancy, as `occupancy` computes it."""
        return occupancy(self.states)


NO_TIME = TimeSpent({}, {}, 0, timedelta())


def time_spent(times: Iterable[StateTime], until: datetime) -> TimeSpent:
    """Return what the times of a seat add up to, which are known `until` a moment; what lasts then is not over."""
    times = tuple(times)
    over = [each.length for each in times if each.state is AgentState.WRAP_UP and each.until < until]
    return TimeSpent(by_state(times), by_pause_reason(times), len(over), sum(over, timedelta()))


_AT_WORK = (AgentState.TALKING, AgentState.HELD, AgentState.WRAP_UP)
_IDLE = (AgentState.READY, AgentState.RINGING)


def occupancy(times: Mapping[AgentState, timedelta]) -> float | None:
    """Return the share of work in the time for calls, 0 to 1; None where there was no such time.

    Occupancy (工时利用率) = (talk + hold + wrap-up) ÷ (talk + hold + wrap-up + idle) (domain.md, section 3b;
    reporting-toolbox.com). Idle is ready, and ringing, in which nothing is done yet. Pauses are in neither.
    """
    at_work = sum((times.get(each, timedelta()) for each in _AT_WORK), timedelta())
    idle = sum((times.get(each, timedelta()) for each in _IDLE), timedelta())
    return at_work / (at_work + idle) if at_work + idle else None


_Key = TypeVar("_Key")


def _both(one: Mapping[_Key, timedelta], other: Mapping[_Key, timedelta]) -> dict[_Key, timedelta]:
    return {key: one.get(key, timedelta()) + other.get(key, timedelta()) for key in (*one, *other)}


def _by_seat(told: Iterable[StateSince]) -> dict[str, list[StateSince]]:
    """Return each seat's changes in the order of their times; what changed nothing or lasted no time is left out."""
    seats = defaultdict[str, list[StateSince]](list)
    for each in told:
        seats[each.seat].append(each)
    return {seat: _changes(each) for seat, each in seats.items()}


def _changes(told: list[StateSince]) -> list[StateSince]:
    told.sort(key=_order)
    kept: list[StateSince] = []
    for each in told:
        if kept and kept[-1].since == each.since:
            kept.pop()
        if not kept or not _same(kept[-1], each):
            kept.append(each)
    return kept


def _order(each: StateSince) -> tuple[object, ...]:
    return each.since, each.seq, each.state, each.reason, each.operator_id, each.call_id.int if each.call_id else 0


def _same(one: StateSince, other: StateSince) -> bool:
    return (
        one.state is other.state
        and one.call_id == other.call_id
        and one.reason == other.reason
        and one.operator_id == other.operator_id
    )


def _time(each: StateSince, since: datetime, until: datetime) -> StateTime:
    return StateTime(each.seat, each.operator_id, each.state, each.reason, each.call_id, since, until)
