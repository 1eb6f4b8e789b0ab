"""What became of a call, told by the events of the telephone switch. Pure: no I/O, no clock.

A switch may tell the same twice, late and in any order, and may be silent for a while. So a call is never moved on from
one event to the next: its record is worked out anew from all events that are there, in the order of the switch's own
times. Whoever has the same events has the same record, however they came.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from uuid import UUID

from hotline.call_record import CallRecord, Leg, Visit
from hotline.codes import CallEventKind as Kind
from hotline.codes import CallQueue, LegEnd, VisitEnd

_TOGETHER = (
    Kind.RESUMED,
    Kind.TRANSFERRED,
    Kind.OFFERED,
    Kind.MISSED,
    Kind.RINGING,
    Kind.ANSWERED,
    Kind.HELD,
    Kind.FLOWED_OUT,
    Kind.ABANDONED,
    Kind.HUNG_UP,
)
"""In which order things happened that the switch tells of one moment: a transfer ends with one seat before it begins
with another, an unanswered ring ends before the next one begins, an answer comes before the end. Only a caller who
waited before that moment leaves the queue first: they may join another one, or the same again, at once."""
_RANK = {kind: rank for rank, kind in enumerate(_TOGETHER)}


@dataclass(frozen=True, slots=True)
class CallEvent:
    """One event of a call, at the switch's own time.

    `seat` is the seat that it is about ("0042"), empty while the caller only waits. `number` is the caller's, empty
    where the switch hides it; `line` the number that was dialled; `queue` where the caller waits or waited.
    """

    call_id: UUID
    kind: Kind
    at: datetime
    seat: str = ""
    number: str = ""
    line: str = ""
    queue: str = CallQueue.GENERAL


def record_of(call_id: UUID, events: Iterable[CallEvent]) -> CallRecord:
    """Return what became of a call, from events in any order, some maybe twice; those of other calls are left out."""
    mine = {(each.at, _RANK[each.kind], each.seat, each.queue): each for each in events if each.call_id == call_id}
    call = CallRecord(call_id)
    for _, together in groupby(sorted(mine), key=lambda key: key[0]):
        keys = list(together)
        if call.waiting is not None:
            keys.sort(key=lambda key: key[1] != _RANK[Kind.FLOWED_OUT])
        for key in keys:
            call = _after(call, mine[key])
    return call


def _after(call: CallRecord, event: CallEvent) -> CallRecord:
    if call.ended_at is not None:
        return call
    match event.kind:
        case Kind.OFFERED:
            return _joined(call, event)
        case Kind.RINGING:
            return _rings(call, event)
        case Kind.ANSWERED:
            return _answered(call, event)
        case Kind.MISSED:
            return _ring_ended(call, event)
        case Kind.HELD | Kind.RESUMED:
            return _held(call, event)
        case Kind.TRANSFERRED:
            return _transferred(call, event)
        case Kind.FLOWED_OUT:
            return _gave_up(call, event, VisitEnd.FLOWED_OUT)
        case Kind.ABANDONED:
            return replace(_gave_up(call, event, VisitEnd.ABANDONED), ended_at=event.at)
        case Kind.HUNG_UP:
            return replace(_hung_up(call, event), ended_at=event.at)


def _joined(call: CallRecord, event: CallEvent) -> CallRecord:
    if call.visits and call.visits[-1].queue == event.queue and (call.waiting or call.live_leg):
        return call  # told twice, the second time with another time
    if call.waiting:  # who joins another queue has left the one before, told or not, and did not give up
        call = _gave_up(call, replace(event, queue=call.waiting.queue), VisitEnd.FLOWED_OUT)
    elif call.live_leg:  # a transfer of which only the arrival was told
        call = _legs_over(call, event.at, LegEnd.TRANSFERRED)
    return replace(call, visits=(*call.visits, Visit(event.queue, event.at)))


def _rings(call: CallRecord, event: CallEvent) -> CallRecord:
    visit, call = _waiting_visit(call, event)
    if visit is None or _rings_at(visit, event.seat):
        return call
    return _with(call, replace(visit, legs=(*visit.legs, Leg(event.seat, event.at))))


def _answered(call: CallRecord, event: CallEvent) -> CallRecord:
    spoken = [leg for visit in call.visits if (leg := visit.answered)]
    if any(leg.seat == event.seat and leg.answered_at == event.at for leg in spoken):
        return call  # its transfer at the same moment had proved it
    if spoken and spoken[-1].end is None and spoken[-1].seat and event.seat not in ("", spoken[-1].seat):
        call = _legs_over(call, event.at, LegEnd.TRANSFERRED)  # of which only the answer at the other seat was told
    visit, call = _waiting_visit(call, event)
    if visit is None:
        return call
    if not _rings_at(visit, event.seat):
        visit = replace(visit, legs=(*visit.legs, Leg(event.seat)))
    legs = []
    for leg in visit.legs:
        if leg.end is not None:
            legs.append(leg)
        elif leg.seat == event.seat:
            legs.append(replace(leg, answered_at=event.at))
        else:
            legs.append(leg.over(event.at, LegEnd.ELSEWHERE))
    return _with(call, replace(visit, left_at=event.at, end=VisitEnd.ANSWERED, legs=tuple(legs)))


def _ring_ended(call: CallRecord, event: CallEvent) -> CallRecord:
    visit = call.waiting
    if visit is None and not call.visits:
        visit, call = _waiting_visit(call, event)
    if visit is None:
        return call
    if not any(leg.seat == event.seat for leg in visit.legs):  # that it rang was not told
        visit = replace(visit, legs=(*visit.legs, Leg(event.seat)))
    legs = tuple(
        leg.over(event.at, LegEnd.MISSED) if leg.end is None and leg.seat == event.seat else leg for leg in visit.legs
    )
    return _with(call, replace(visit, legs=legs))


def _held(call: CallRecord, event: CallEvent) -> CallRecord:
    if event.kind is Kind.HELD:
        call = _spoken_to(call, event)
    visit = call.visits[-1] if call.visits else None
    leg = visit.live_leg if visit else None
    if visit is None or leg is None or leg.answered_at is None or (event.seat and leg.seat != event.seat):
        return call
    if event.kind is Kind.HELD:
        changed = leg if leg.held_at else replace(leg, held_at=event.at)
    else:
        changed = leg.resumed(event.at)
    return _with(call, replace(visit, legs=tuple(changed if each is leg else each for each in visit.legs)))


def _transferred(call: CallRecord, event: CallEvent) -> CallRecord:
    call = _spoken_to(call, event)
    leg = call.live_leg
    if leg is None or leg.answered_at is None or (event.seat and leg.seat != event.seat):
        return call
    return _legs_over(call, event.at, LegEnd.TRANSFERRED)


def _gave_up(call: CallRecord, event: CallEvent, end: VisitEnd) -> CallRecord:
    if call.live_leg is not None and call.waiting is None:  # somebody is spoken to, whatever the queue says
        return call if end is VisitEnd.FLOWED_OUT else _legs_over(call, event.at, LegEnd.HUNG_UP)
    visit = call.waiting
    if _left_before(call, event, end):
        return call
    if visit is None:
        visit = Visit(event.queue, event.at)
        call = replace(call, visits=(*call.visits, visit))
    call = _with(call, replace(visit, left_at=event.at, end=end))
    return _legs_over(call, event.at, LegEnd.ABANDONED if end is VisitEnd.ABANDONED else LegEnd.MISSED)


def _hung_up(call: CallRecord, event: CallEvent) -> CallRecord:
    visit = call.waiting
    if visit is not None:  # the caller hung up before anybody answered, however the switch puts it
        return _gave_up(call, event, VisitEnd.ABANDONED)
    return _legs_over(call, event.at, LegEnd.HUNG_UP)


def _left_before(call: CallRecord, event: CallEvent, end: VisitEnd) -> bool:
    """Say whether it was told already that the queue gave the caller up; to hang up after that is no second wait."""
    waiting = call.waiting
    over = call.visits[:-1] if waiting else call.visits
    if not over or over[-1].end is not VisitEnd.FLOWED_OUT or over[-1].queue != event.queue:
        return False
    return waiting is None or (end is VisitEnd.FLOWED_OUT and waiting.queue != event.queue)


def _spoken_to(call: CallRecord, event: CallEvent) -> CallRecord:
    """Return the call as answered where a seat at which it rings does what only who speaks to the caller can do."""
    rings = call.waiting is not None and event.seat and _rings_at(call.waiting, event.seat)
    return _answered(call, event) if rings else call


def _rings_at(visit: Visit, seat: str) -> bool:
    return any(leg.seat == seat and leg.end is None for leg in visit.legs)


def _waiting_visit(call: CallRecord, event: CallEvent) -> tuple[Visit | None, CallRecord]:
    """Return the visit that waits, made up where nothing was told of the caller's joining; None when answered."""
    if call.waiting is not None:
        return call.waiting, call
    if call.live_leg is not None:
        return None, call
    by_a_seat = bool(call.visits) and call.visits[-1].end is VisitEnd.ANSWERED
    visit = Visit(event.queue, event.at, handed_on=by_a_seat)
    return visit, replace(call, visits=(*call.visits, visit))


def _with(call: CallRecord, visit: Visit) -> CallRecord:
    return replace(call, visits=(*call.visits[:-1], visit))


def _legs_over(call: CallRecord, at: datetime, end: LegEnd) -> CallRecord:
    visit = call.visits[-1] if call.visits else None
    if visit is None:
        return call
    return _with(call, replace(visit, legs=tuple(leg if leg.end else leg.over(at, end) for leg in visit.legs)))
