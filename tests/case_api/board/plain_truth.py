"""What boards must say of a floor at a moment, added up one by one from what truly happened: no code of the product.

Formulas: domain.md, section 3b. A caller counts in the span of time in which they joined a queue.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from hotline.call_record import Leg, Visit
from hotline.codes import AgentState, LegEnd, VisitEnd
from hotline.spans import Span

from .lived import Did, Lived, WrapUp

IN_TIME, AT_ONCE = timedelta(seconds=15), timedelta(seconds=3)
"""Answered in time is who waits no longer than that; who hangs up before that has not given up."""
ZONE = ZoneInfo("Asia/Shanghai")
_END = {VisitEnd.ANSWERED: "answered", VisitEnd.ABANDONED: "abandoned"}


@dataclass(frozen=True)
class Stayed:
    """A stay of a caller in a queue as it stood at a moment; `number` is its place in its call."""

    call_id: UUID
    number: int
    visit: Visit
    went_on: bool
    over: bool
    wrap_ups: tuple[WrapUp, ...]

    @property
    def talk(self) -> Leg | None:
        """The leg on which the caller was spoken to."""
        return _talk(self.visit)


class Truth:
    """What is true of a floor at a moment."""

    def __init__(self, floor: Lived, at: datetime) -> None:
        self._floor, self.at = floor, at
        self.span = floor.span
        self.stays = list(self._stays())

    def day(self) -> Span:
        """Return the day of the city's clock."""
        midnight = self.at.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
        return Span(midnight, midnight + timedelta(days=1))

    def hour(self) -> Span:
        """Return the hour of the city's clock."""
        begun = self.at.astimezone(ZONE).replace(minute=0, second=0, microsecond=0)
        return Span(begun, begun + timedelta(hours=1))

    def behind(self, span: Span, queue: str = "") -> dict[str, set[tuple[UUID, datetime]]]:
        """Return the stays behind each tile, by call and beginning."""
        found: dict[str, set[tuple[UUID, datetime]]] = {}
        for stay in self.stays:
            if stay.visit.offered_at in span and queue in ("", stay.visit.queue):
                for tile in self._tiles(stay):
                    found.setdefault(tile, set()).add((stay.call_id, stay.visit.offered_at))
        return found

    def figures(self, span: Span) -> dict[str, int]:
        """Return the figures that are not nought of the callers who came in a span."""
        found = Counter({tile: len(stays) for tile, stays in self.behind(span).items()})
        longest = 0
        for stay in self.stays:
            if stay.visit.offered_at not in span:
                continue
            visit = stay.visit
            found["missed_rings"] += sum(
                leg.end is LegEnd.MISSED and leg.ended_at is not None and leg.ended_at <= self.at for leg in visit.legs
            )
            if "answered" in self._tiles(stay) and visit.left_at is not None:
                waited = _ms(visit.left_at - visit.offered_at)
                found["wait_ms"] += waited
                longest = max(longest, waited)
            if stay.over:
                leg = stay.talk
                assert leg is not None
                assert leg.answered_at is not None
                assert leg.ended_at is not None
                found["hold_ms"] += _ms(leg.held)
                found["talk_ms"] += _ms(leg.ended_at - leg.answered_at) - _ms(leg.held)
            for each in stay.wrap_ups:
                assert each.until is not None
                found["wrap_up_ms"] += _ms(each.until - each.since)
        found["longest_wait_ms"] = longest
        return {name: count for name, count in found.items() if count}

    def waiting(self) -> list[tuple[datetime, UUID, str, str]]:
        """Return who waits, longest first: since when, call, queue and the seat at which it rings."""
        found = []
        for stay in self.stays:
            visit = stay.visit
            if "waiting" in self._tiles(stay):
                rings = [leg for leg in visit.legs if leg.rang_at is not None and leg.rang_at <= self.at]
                live = [leg.seat for leg in rings if leg.ended_at is None or leg.ended_at > self.at]
                found.append((visit.offered_at, stay.call_id, visit.queue, live[-1] if live else ""))
        return sorted(found)

    def to_call_back(self) -> dict[str, tuple[int, datetime]]:
        """Return who gave up and was not spoken to since, by number: how often since then, and when last."""
        spoken: dict[str, datetime] = {}
        gave_up: dict[str, list[datetime]] = {}
        for call in self._floor.calls:
            mine = [stay.visit for stay in self.stays if stay.call_id == call.call_id]
            answers = [visit.left_at for visit in mine if visit.end is VisitEnd.ANSWERED and self._is_past(visit)]
            if call.number and answers:
                spoken[call.number] = max(spoken.get(call.number, self.span.since), *filter(None, answers))
            last = mine[-1] if mine else None  # who waits again after a transfer may give up, too
            if call.number and last and last.end is not VisitEnd.ANSWERED and self._is_past(last) and last.left_at:
                gave_up.setdefault(call.number, []).append(last.left_at)
        found = {}
        for number, moments in gave_up.items():
            since = [at for at in moments if number not in spoken or at > spoken[number]]
            if since:
                found[number] = len(since), max(since)
        return found

    def state_of(self, seat: str) -> Did:
        """Return what a seat is doing, since when its console said so for the last time."""
        return [each for each in self._floor.seats[seat] if each.since <= self.at][-1]

    def times_of(self, seat: str, span: Span) -> list[tuple[AgentState, str, datetime, datetime]]:
        """Return what a seat did in a span up to now, oldest first; before its first word nobody was signed in."""
        until = min(span.until, self.at)
        did = [each for each in self._floor.seats[seat] if not each.again and each.since <= until]
        begins = [Did(AgentState.SIGNED_OUT, span.since), *did]
        found = []
        for place, each in enumerate(begins):
            end = begins[place + 1].since if place + 1 < len(begins) else until
            if max(each.since, span.since) < end:
                found.append((each.state, each.reason, max(each.since, span.since), end))
        return found

    def _is_past(self, visit: Visit) -> bool:
        return visit.left_at is not None and visit.left_at <= self.at

    def _stays(self) -> Iterator[Stayed]:
        for call in self._floor.calls:
            begun = [visit for visit in call.visits if visit.offered_at <= self.at]
            for number, visit in enumerate(begun):
                talk = _talk(visit)
                over = talk is not None and talk.ended_at is not None and talk.ended_at <= self.at
                wraps = (each for each in self._floor.wrap_ups if (each.call_id, each.visit) == (call.call_id, number))
                wrapped = tuple(each for each in wraps if each.until and each.until <= self.at)
                yield Stayed(call.call_id, number, visit, number + 1 < len(begun), over, wrapped)

    def _tiles(self, stay: Stayed) -> Iterator[str]:
        visit = stay.visit
        if not visit.handed_on:
            yield "offered"
            if not self._is_past(visit) or visit.left_at is None or visit.end is None:
                yield "waiting"
            elif visit.end is VisitEnd.FLOWED_OUT:
                yield "flowed_on" if stay.went_on else "flowed_out"
            elif visit.end is VisitEnd.ABANDONED and visit.left_at - visit.offered_at < AT_ONCE:
                yield "short_abandoned"
            else:
                yield _END[visit.end]
                if visit.left_at - visit.offered_at <= IN_TIME:
                    yield f"{_END[visit.end]}_within"
        if stay.over:
            yield "handled"
        if stay.wrap_ups:
            yield "wrap_ups"


def _talk(visit: Visit) -> Leg | None:
    return next((leg for leg in visit.legs if leg.answered_at is not None), None)


def _ms(length: timedelta) -> int:
    return round(length / timedelta(milliseconds=1))
