"""Calls of a week ago for a demo centre, so that its board has something to stand its figures beside.

The same hour of a week ago and those after it are there, as the demo's own day begins when it is started; of the
evening before only that calls came. Who called is not kept: nobody is to be called back any more.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from heapq import heapify, heapreplace
from random import Random
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from case_api.board.states import State, keep_states
from case_api.centre import Centre
from case_api.demo_people import DEMO_SEAT, operator_at
from case_api.identity import Device
from case_api.settings import Simulator
from case_api.telephony.simulated_callers import Caller, Callers
from case_api.telephony.store import record
from city_packs.model import CityPack
from hotline.call_events import CallEvent
from hotline.codes import AgentState, CallQueue
from hotline.codes import CallEventKind as Kind
from hotline.spans import Span, day_span, hour_span, week_before

_HOURS = timedelta(hours=2)
"""So much is there from the beginning of the hour on: longer hardly anybody looks at a demo, and each call costs."""
_BEFORE = timedelta(minutes=2)
"""So much of the evening before, so that the day is one that the centre knows from its beginning on."""
_STAFFED = 0.8
"""This share of the seats was at work."""
_OF_TODAY = 0.8
"""So many called as call today: as many as those seats answer almost all in time."""
_IMPATIENT = 0.02
"""This share gives up although a seat would have answered."""
_GIVES_UP_S = (4.0, 20.0)
_SEED = 7
_DEVICES = UUID("01930f2c-0000-7000-8000-00000000ca11")
_RINGS_S = (2.0, 7.0)
_WRAP_UP_S = (15.0, 75.0)
_LINE = "12345"


class _Floor:
    """The seats of a queue: who has been free the longest is rung first."""

    def __init__(self, seats: list[str], since: datetime) -> None:
        self._free = [(since, seat) for seat in seats]
        heapify(self._free)
        self.states: dict[str, list[tuple[datetime, AgentState, UUID | None]]] = defaultdict(list)
        for seat in seats:
            self.states[seat].append((since, AgentState.READY, None))

    def take(self, caller: Caller, at: datetime, draw: Random) -> Iterator[CallEvent]:
        """Yield what the switch tells of a caller who comes at a moment."""
        queue = CallQueue.ENTERPRISE if caller.for_enterprise else CallQueue.GENERAL

        def told(kind: Kind, then: datetime, seat: str = "") -> CallEvent:
            return CallEvent(caller.call_id, kind, then, seat, line=_LINE, queue=queue)

        free_at, seat = self._free[0]
        rings = max(at, free_at)
        answered = rings + timedelta(seconds=draw.uniform(*_RINGS_S))
        yield told(Kind.OFFERED, at)
        patience = caller.patience
        if draw.random() < _IMPATIENT:
            patience = min(patience, timedelta(seconds=draw.uniform(*_GIVES_UP_S)))
            answered = at + 2 * patience
        if answered - at > patience:
            yield told(Kind.ABANDONED, at + patience)
            return
        ended = answered + caller.talk
        ready = ended + timedelta(seconds=draw.uniform(*_WRAP_UP_S))
        heapreplace(self._free, (ready, seat))
        yield told(Kind.RINGING, rings, seat)
        yield told(Kind.ANSWERED, answered, seat)
        yield told(Kind.HUNG_UP, ended, seat)
        of_call = ((answered, AgentState.TALKING), (ended, AgentState.WRAP_UP))
        self.states[seat] += [(since, state, caller.call_id) for since, state in of_call]
        self.states[seat].append((ready, AgentState.READY, None))


def store_week_ago(conn: Connection, centre: Centre, calls: Simulator, enterprise: list[str]) -> None:
    """Store calls and agent states of a week ago. `enterprise` are the seats that answer for enterprises."""
    pack, now = centre.pack, centre.now()
    zone = ZoneInfo(pack.time_zone)
    then = week_before(now, zone)
    midnight, hour = day_span(then.astimezone(zone).date(), zone).since, hour_span(then, zone).since
    evening, day = Span(midnight - _BEFORE, midnight), Span(hour, hour + _HOURS)
    events: list[CallEvent] = []
    for span in (evening, day) if hour > midnight else (Span(evening.since, day.until),):
        told, states = _lived(pack, calls, enterprise, span)
        events += told
        keep_states(conn, states, now)
    record(conn, centre.cipher, events, now)


def _lived(
    pack: CityPack, calls: Simulator, enterprise: list[str], span: Span
) -> tuple[list[CallEvent], list[tuple[Device, list[State]]]]:
    draw = Random(f"{_SEED}/{span.since}")  # noqa: S311 - a simulation, no secret
    places = {seat: each.code for each in pack.sub_centres.values() for seat in each.seats if seat != DEMO_SEAT}
    general = [seat for seat in sorted(places) if seat not in enterprise]
    at_work = sorted(draw.sample(general, round(_STAFFED * len(general))))
    floors = {False: _Floor(at_work, span.since), True: _Floor(enterprise, span.since)}
    came = calls.model_copy(update={"seed": _SEED, "calls_per_hour": _OF_TODAY * calls.calls_per_hour})
    callers = Callers(came, span.since, ZoneInfo(pack.time_zone))
    events: list[CallEvent] = []
    while (at := callers.due) is not None and at < span.until:
        if (caller := callers.come(len(places))) is not None:
            events += floors[caller.for_enterprise].take(caller, at, draw)
    return events, [
        (_device(seat, span, places[seat]), _states(seat, states, span))
        for floor in floors.values()
        for seat, states in floor.states.items()
    ]


def _device(seat: str, span: Span, sub_centre: str) -> Device:
    """Return a device that the seat had then and has no more."""
    return Device(uuid5(_DEVICES, f"{seat} {span.since}"), seat, 0, sub_centre)


def _states(seat: str, states: list[tuple[datetime, AgentState, UUID | None]], span: Span) -> list[State]:
    """Return the states of a seat; when its last call is over, its operator signs out."""
    goes = max(states[-1][0], span.until)
    told = [State(0, state, since, operator_at(seat), "", call_id) for since, state, call_id in states if since < goes]
    return [
        State(seq, each.state, each.since, each.operator_id, "", each.call_id)
        for seq, each in enumerate([*told, State(0, AgentState.SIGNED_OUT, goes)], start=1)
    ]
