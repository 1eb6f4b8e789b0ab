"""Callers' stays in a queue as they count for figures: which tile each stands behind, and how it was at a past moment.

A tile's number is the number of stays behind it, so that its list always adds up to it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from hotline.call_record import CallRecord, Leg, Visit
from hotline.codes import LegEnd, VisitEnd
from hotline.state_times import StateTime


@dataclass(frozen=True, slots=True)
class FigureSettings:
    """A city's settings for figures: `answer_seconds` and `short_abandon_seconds` of its pack.

    A call is answered in time after `service_level_s` seconds at the latest (15: GB/T 33358-2016). Who hangs up before
    `short_abandon_s` seconds are over did not give up: they may have dialled wrong.
    """

    service_level_s: float
    short_abandon_s: float = 0.0


class Tile(StrEnum):
    """What a number on a board counts; also a field of `Figures`.

    Whoever is offered is in just one of: waiting, answered, abandoned, short abandoned, flowed out (the queue gave
    them up and they came to nobody else), flowed on (to another queue or a seat). A caller whom a seat handed on to
    another was not offered to a queue. Handled: the talk with them is over; wrap-ups: the work after it, too.
    """

    OFFERED = "offered"
    WAITING = "waiting"
    ANSWERED = "answered"
    ANSWERED_WITHIN = "answered_within"
    ABANDONED = "abandoned"
    ABANDONED_WITHIN = "abandoned_within"
    SHORT_ABANDONED = "short_abandoned"
    FLOWED_OUT = "flowed_out"
    FLOWED_ON = "flowed_on"
    HANDLED = "handled"
    WRAP_UPS = "wrap_ups"


@dataclass(frozen=True, slots=True)
class Stay:
    """A visit of a call with what is known around it.

    `visit_n` is its place in the call from 0; `goes_on` says that another one followed; `wrap_ups` are those of the
    seat that answered.
    """

    call_id: UUID
    visit_n: int
    visit: Visit
    goes_on: bool = False
    wrap_ups: tuple[StateTime, ...] = ()

    @property
    def handled(self) -> Leg | None:
        """The leg on which the caller was spoken to, if that is over."""
        leg = self.visit.answered
        return leg if leg is not None and leg.ended_at is not None else None

    @property
    def wait(self) -> timedelta:
        """How long the caller waited; none while they wait."""
        return self.visit.wait(self.visit.offered_at)


def stays(call: CallRecord, wrapped: Iterable[StateTime] = ()) -> list[Stay]:
    """Return the visits of a call as stays, oldest first, each with the wrap-ups after it.

    `wrapped` are the wrap-ups of this call (`state_times.wrap_ups`). One belongs to the last visit in which its seat
    had answered before; one of a seat that the switch never told of belongs to none.
    """
    after: dict[int | None, list[StateTime]] = defaultdict(list)
    for each in wrapped:
        after[_wrapped_up(call.visits, each)].append(each)
    last = len(call.visits) - 1
    return [
        Stay(call.call_id, number, visit, number < last, tuple(after.get(number, ())))
        for number, visit in enumerate(call.visits)
    ]


def tiles(stay: Stay, settings: FigureSettings) -> Set[Tile]:
    """Return the tiles behind which a stay stands."""
    found: set[Tile] = set()
    visit = stay.visit
    if not visit.handed_on:
        found.add(Tile.OFFERED)
        waited_s = stay.wait.total_seconds()
        within = waited_s <= settings.service_level_s
        match visit.end:
            case None:
                found.add(Tile.WAITING)
            case VisitEnd.ANSWERED:
                found.update((Tile.ANSWERED, Tile.ANSWERED_WITHIN) if within else (Tile.ANSWERED,))
            case VisitEnd.FLOWED_OUT:
                found.add(Tile.FLOWED_ON if stay.goes_on else Tile.FLOWED_OUT)
            case _ if waited_s < settings.short_abandon_s:
                found.add(Tile.SHORT_ABANDONED)
            case _:
                found.update((Tile.ABANDONED, Tile.ABANDONED_WITHIN) if within else (Tile.ABANDONED,))
    if stay.handled:
        found.add(Tile.HANDLED)
    if stay.wrap_ups:
        found.add(Tile.WRAP_UPS)
    return found


def missed_rings(stay: Stay) -> tuple[Leg, ...]:
    """Return the rings of a stay that nobody answered; a caller may have several."""
    return tuple([leg for leg in stay.visit.legs if leg.end is LegEnd.MISSED])


def longest_waiting(of: Iterable[Stay]) -> Stay | None:
    """Return the stay of the caller who has waited longest and waits still, None where nobody does."""
    waiting = (each for each in of if each.visit.end is None and not each.visit.handed_on)
    return min(waiting, key=lambda each: (each.visit.offered_at, each.call_id), default=None)


def as_it_stood(call: CallRecord, at: datetime) -> CallRecord:
    """Return a call as it was known to be at a moment: what happened after it is not there.

    How long the caller had been on hold is not known of a leg that was not over at that moment and is now: only the
    sum of a leg's holds is kept.
    """
    if call.ended_at is not None and call.ended_at <= at:
        return call
    visits = tuple(_visit_then(visit, at) for visit in call.visits if visit.offered_at <= at)
    ended_at = call.ended_at if call.ended_at is not None and call.ended_at <= at else None
    return CallRecord(call.call_id, visits, ended_at)


def _visit_then(visit: Visit, at: datetime) -> Visit:
    legs = tuple(then for leg in visit.legs if (then := _leg_then(leg, at)))
    if visit.left_at is None or visit.left_at <= at:
        return replace(visit, legs=legs)
    return replace(visit, legs=legs, left_at=None, end=None)


def _leg_then(leg: Leg, at: datetime) -> Leg | None:
    began_at = leg.rang_at or leg.answered_at or leg.ended_at
    if began_at is None or began_at > at:
        return None
    answered_at = leg.answered_at if leg.answered_at and leg.answered_at <= at else None
    if leg.ended_at is not None and leg.ended_at <= at:
        return leg
    if leg.held_at is not None and leg.held_at <= at:
        return replace(leg, answered_at=answered_at, ended_at=None, end=None)
    return Leg(leg.seat, leg.rang_at, answered_at)


def _wrapped_up(visits: Sequence[Visit], wrap_up: StateTime) -> int | None:
    found = None
    for number, visit in enumerate(visits):
        leg = visit.answered
        if leg is None or leg.answered_at is None or leg.seat != wrap_up.seat:
            continue
        if found is None or leg.answered_at <= wrap_up.since:
            found = number
    return found
