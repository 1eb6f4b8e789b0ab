"""A floor that was lived on for some time: what truly became of each call, and what each seat truly did."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from hotline.codes import AgentState as State
from hotline.codes import CallEventKind as Kind
from hotline.spans import Span
from tests.hotline.made_calls import Made, MadeCall, OneCallEach, made_day

REST = timedelta(seconds=100)
"""A seat has that long from the end of one call to the next, for the work after it and a pause."""
_BECOMES = {
    Kind.RINGING: State.RINGING,
    Kind.ANSWERED: State.TALKING,
    Kind.HELD: State.HELD,
    Kind.RESUMED: State.TALKING,
    Kind.MISSED: State.READY,
}
_END = frozenset({Kind.HUNG_UP, Kind.TRANSFERRED})


@dataclass(frozen=True)
class Did:
    """A state that a seat went into. `again`: a console that came back says it once more and nothing changed."""

    state: State
    since: datetime
    reason: str = ""
    call_id: UUID | None = None
    again: bool = False


@dataclass(frozen=True)
class WrapUp:
    """The work after a call, of the visit that a seat had answered."""

    call_id: UUID
    visit: int
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class Lived:
    """All that happened in a span. `gaps` are those in which nobody heard the switch."""

    span: Span
    gaps: tuple[Span, ...]
    calls: tuple[MadeCall, ...]
    seats: dict[str, tuple[Did, ...]]
    wrap_ups: tuple[WrapUp, ...]


def lived(draw: random.Random, since: datetime, length: timedelta, calls: int, seats: Sequence[str]) -> Lived:
    """Return what happened on a floor: calls from its first moment on, some of them going on after its last."""
    gaps = _gaps(draw, since, length)
    phones = ["", *(f"1990000{number:04}" for number in range(calls // 2))]
    made = Made(since, length, OneCallEach(seats, REST), phones, gaps)
    day = tuple(made_day(draw, calls, made))
    did = {seat: [Did(State.READY, since + timedelta(seconds=draw.uniform(0, 5)))] for seat in seats}
    wrap_ups: list[WrapUp] = []
    for call in day:
        _had_by_seats(draw, call, did, wrap_ups)
    span = Span(since, since + length)
    return Lived(span, gaps, day, {seat: _in_order(draw, span, each) for seat, each in did.items()}, tuple(wrap_ups))


def _gaps(draw: random.Random, since: datetime, length: timedelta) -> tuple[Span, ...]:
    begins = sorted(since + length * draw.random() for _ in range(2))
    gaps = [Span(at, at + timedelta(seconds=draw.uniform(20, 200))) for at in begins]
    return tuple(gaps) if gaps[0].until < gaps[1].since else (gaps[0],)


def _had_by_seats(draw: random.Random, call: MadeCall, did: dict[str, list[Did]], wrap_ups: list[WrapUp]) -> None:
    """Note what a call made of the seats that had it; who is not of this floor is left out."""
    seat, answered = "", -1
    for event in call.events:
        seat = event.seat or seat
        if event.kind is Kind.ANSWERED:
            answered = next(n for n, visit in enumerate(call.visits) if visit.left_at == event.at)
        if event.kind is Kind.ANSWERED:
            for other, its in did.items():  # it rang there too
                if other != seat and its[-1].state is State.RINGING and its[-1].call_id == call.call_id:
                    its.append(Did(State.READY, event.at))
        if seat not in did:
            continue
        if event.kind in _BECOMES:
            state = _BECOMES[event.kind]
            did[seat].append(Did(state, event.at, call_id=None if state is State.READY else call.call_id))
        elif event.kind is Kind.ABANDONED and did[seat][-1].state is State.RINGING:
            if did[seat][-1].call_id == call.call_id:
                did[seat].append(Did(State.READY, event.at))
        elif event.kind in _END and did[seat][-1].state is not State.READY:
            over = event.at + timedelta(seconds=draw.uniform(2, 60))
            did[seat] += [Did(State.WRAP_UP, event.at, call_id=call.call_id), *_after_work(draw, over)]
            wrap_ups.append(WrapUp(call.call_id, answered, event.at, over))
        if event.kind in _END:
            seat = ""


def _after_work(draw: random.Random, at: datetime) -> list[Did]:
    if draw.random() < 0.8:
        return [Did(State.READY, at)]
    back = at + timedelta(seconds=draw.uniform(1, 30))
    return [Did(State.PAUSED, at, reason=draw.choice(("meal", "rest"))), Did(State.READY, back)]


def _in_order(draw: random.Random, span: Span, did: list[Did]) -> tuple[Did, ...]:
    """Return a seat's states in order, here and there one that its console tells twice, with a later time."""
    did.sort(key=lambda each: each.since)
    told: list[Did] = []
    for each, following in pairwise([*did, Did(State.SIGNED_OUT, span.until)]):
        told.append(each)
        if draw.random() < 0.05 and following.since > each.since:
            told.append(replace(each, since=each.since + (following.since - each.since) / 2, again=True))
    return tuple(told)
