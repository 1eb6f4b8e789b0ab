"""Reads calls and agent states of a span of time back from the tables, for figures of a day or of any past minute."""

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, select

from case_api.storage.metadata import Moment
from case_api.storage.tables_accounts import seats
from case_api.storage.tables_board import seat_states
from case_api.storage.tables_calls import call_legs, call_visits, calls
from hotline.call_record import CallRecord, Leg, Visit
from hotline.codes import AgentState, LegEnd, VisitEnd
from hotline.spans import Span
from hotline.state_times import StateSince

WRAPPED_UP_LATER = timedelta(hours=2)
"""How long after a span the work after its calls is looked for; `wrap_up_seconds` is minutes."""

_VISIT_ENDS: dict[str | None, VisitEnd | None] = {None: None} | {end.value: end for end in VisitEnd}
_LEG_ENDS: dict[str | None, LegEnd | None] = {None: None} | {end.value: end for end in LegEnd}
_STATES = {state.value: state for state in AgentState}


def calls_in(conn: Connection, span: Span) -> list[CallRecord]:
    """Return the calls of which a visit began in a span, each whole, in the order in which they began.

    Times are as they are known now; `hotline.stays.as_it_stood` gives them as they were.
    """
    asked = {"since": span.since, "until": span.until}
    legs = defaultdict[tuple[UUID, int], list[Leg]](list)
    for call_id, at_visit, seat, rang_at, answered_at, ended_at, end, held_s, held_at in conn.execute(_LEGS, asked):
        held = timedelta(seconds=held_s) if held_s else timedelta()
        legs[call_id, at_visit].append(Leg(seat, rang_at, answered_at, ended_at, _LEG_ENDS[end], held, held_at))
    visits = defaultdict[UUID, list[Visit]](list)
    ended = dict[UUID, datetime | None]()
    for call_id, number, queue, offered_at, left_at, end, handed_on, ended_at in conn.execute(_VISITS, asked):
        at_seats = tuple(legs.get((call_id, number), ()))
        visits[call_id].append(Visit(queue, offered_at, left_at, _VISIT_ENDS[end], at_seats, handed_on))
        ended[call_id] = ended_at
    found = [CallRecord(call_id, tuple(each), ended[call_id]) for call_id, each in visits.items()]
    return sorted(found, key=lambda call: (call.visits[0].offered_at, call.call_id))


def states_in(conn: Connection, span: Span) -> list[StateSince]:
    """Return what seats told of their states in a span and `WRAPPED_UP_LATER` after it, and of each the last before it.

    A state that this centre does not know, of a console that is newer than it, is left out.
    """
    asked = {"since": span.since, "until": span.until + WRAPPED_UP_LATER}
    rows = [*conn.execute(_LAST_BEFORE, {"since": span.since}), *conn.execute(_STATES_IN, asked)]
    return [
        StateSince(seat, operator_id, state, reason, since, call_id, seq)
        for seat, operator_id, name, reason, since, call_id, seq in rows
        if (state := _STATES.get(name))
    ]


_since, _until = bindparam("since", type_=Moment), bindparam("until", type_=Moment)
_in_span = (
    select(call_visits.c.call_id)
    .where(call_visits.c.offered_at >= _since, call_visits.c.offered_at < _until)
    .distinct()
).subquery()
_VISITS = (
    select(
        call_visits.c.call_id, call_visits.c.visit, call_visits.c.queue, call_visits.c.offered_at,
        call_visits.c.left_at, call_visits.c.ended, call_visits.c.handed_on, calls.c.ended_at,
    )
    .select_from(_in_span)
    .join(calls, calls.c.call_id == _in_span.c.call_id)
    .join(call_visits, call_visits.c.call_id == _in_span.c.call_id)
    .order_by(call_visits.c.call_id, call_visits.c.visit)
)  # fmt: skip
_LEGS = (
    select(
        call_legs.c.call_id, call_legs.c.visit, call_legs.c.seat, call_legs.c.rang_at, call_legs.c.answered_at,
        call_legs.c.ended_at, call_legs.c.ended, call_legs.c.held_s, call_legs.c.held_at,
    )
    .join(_in_span, _in_span.c.call_id == call_legs.c.call_id)
    .order_by(call_legs.c.call_id, call_legs.c.visit, call_legs.c.leg)
)  # fmt: skip
_STATE = (
    seat_states.c.seat, seat_states.c.operator_id, seat_states.c.state, seat_states.c.reason, seat_states.c.since,
    seat_states.c.call_id, seat_states.c.seq,
)  # fmt: skip
# Over the seats, so that the index of seats and times serves, however many years there are.
_STATES_IN = (
    select(*_STATE)
    .join(seats, seats.c.seat == seat_states.c.seat)
    .where(seat_states.c.since >= _since, seat_states.c.since < _until)
)
_before = seat_states.alias()
_last = select(
    seats.c.seat,
    select(func.max(_before.c.since))
    .where(_before.c.seat == seats.c.seat, _before.c.since < _since)
    .scalar_subquery()
    .label("since"),
).subquery()
_LAST_BEFORE = select(*_STATE).join(
    _last, (_last.c.seat == seat_states.c.seat) & (_last.c.since == seat_states.c.since)
)
