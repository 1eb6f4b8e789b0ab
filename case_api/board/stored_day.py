"""Reads calls and agent states of a span of time back from the tables, for figures of a day or of any past minute.

A day is read call by call, so that it is never in memory as a whole.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, bindparam, func, select, tuple_

from case_api.storage.metadata import Moment
from case_api.storage.tables_accounts import seats
from case_api.storage.tables_board import seat_states
from case_api.storage.tables_calls import call_legs, call_visits, calls
from hotline.call_record import CallRecord, Leg, Visit
from hotline.codes import AgentState, LegEnd, VisitEnd
from hotline.spans import Span
from hotline.state_times import StateSince, StateTime, wrap_ups

_WRAPPED_UP_LATER = timedelta(hours=2)
"""How long after a span the work after its calls is looked for: it takes minutes."""
_AT_ONCE = 500

_VISIT_ENDS: dict[str | None, VisitEnd | None] = {None: None} | {end.value: end for end in VisitEnd}
_LEG_ENDS: dict[str | None, LegEnd | None] = {None: None} | {end.value: end for end in LegEnd}
_STATES = {state.value: state for state in AgentState}
_NO_HOLD = timedelta()


def calls_in(conn: Connection, span: Span) -> Iterator[CallRecord]:
    """Yield the calls of which a visit began in a span, each whole.

    Times are as they are known now; `hotline.stays.as_it_stood` gives them as they were.
    """
    return calls_of(_rows(conn, CALLS.where(calls.c.call_id.in_(_in_span)), span.since, span.until))


def calls_of(rows: Iterable[Any]) -> Iterator[CallRecord]:
    """Yield the calls in rows of `CALLS`."""
    for call_id, of_call in groupby(rows, key=itemgetter(0)):
        visits, ended_at = [], None
        for _, of_visit in groupby(of_call, key=itemgetter(1)):
            each = list(of_visit)
            _, _, queue, offered_at, left_at, end, handed_on, ended_at = each[0][:8]
            legs = tuple(_leg(*row[8:]) for row in each if row[8] is not None)
            visits.append(Visit(queue, offered_at, left_at, _VISIT_ENDS[end], legs, handed_on))
        yield CallRecord(call_id, tuple(visits), ended_at)


def wrap_ups_in(conn: Connection, span: Span, at: datetime) -> dict[UUID, tuple[StateTime, ...]]:
    """Return the wrap-ups of a span's calls that were over at a moment, by call, as `wrap_ups` does."""
    found: dict[UUID, tuple[StateTime, ...]] = {}
    rows = _rows(conn, _WRAP_UPS, span.since, span.until + _WRAPPED_UP_LATER)
    for _, of_seat in groupby(rows, key=itemgetter(0)):
        for call_id, times in wrap_ups(_with_next(of_seat), at).items():
            known = found.get(call_id)
            found[call_id] = tuple(sorted((*known, *times), key=attrgetter("since"))) if known else times
    return found


def _with_next(rows: Iterable[Any]) -> Iterator[StateSince]:
    for seat, operator_id, since, call_id, seq, next_name, next_since, next_seq in rows:
        yield StateSince(seat, operator_id, AgentState.WRAP_UP, "", since, call_id, seq)
        state = _STATES.get(next_name)
        if state is not None and state is not AgentState.WRAP_UP:
            yield StateSince(seat, "", state, "", next_since, None, next_seq)


def states_in(conn: Connection, span: Span) -> Iterator[StateSince]:
    """Yield what seats told of their states in a span, and of each seat the last before it, in no order.

    A state that this centre does not know, of a console that is newer than it, is left out.
    """
    yield from states_told(_rows(conn, _LAST_BEFORE, span.since, span.until))
    yield from states_told(_rows(conn, _STATES_IN, span.since, span.until))


def states_by_seat(conn: Connection, span: Span, sub_centre: str = "") -> Iterator[tuple[str, list[StateSince]]]:
    """Yield each seat, of one sub-centre or of all, that told any state by the end of a span, with what it told.

    That is what `states_in` yields, in two questions however many seats there are, and one seat in memory at a time.
    """
    last, within = _LAST_BEFORE, _STATES_IN.order_by(seat_states.c.seat)
    if sub_centre:
        there = seat_states.c.seat.in_(select(seats.c.seat).where(seats.c.sub_centre == sub_centre))
        last, within = last.where(there), within.where(there)
    before = defaultdict[str, list[StateSince]](list)
    for each in states_told(_rows(conn, last, span.since, span.until)):
        before[each.seat].append(each)
    for seat, told in groupby(states_told(_rows(conn, within, span.since, span.until)), key=attrgetter("seat")):
        yield seat, [*before.pop(seat, ()), *told]
    yield from before.items()


def _rows(conn: Connection, statement: Select[Any], since: datetime, until: datetime) -> Iterator[Any]:
    for some in conn.execute(statement, {"since": since, "until": until}).partitions(_AT_ONCE):
        yield from some


def states_told(rows: Iterable[Any]) -> Iterator[StateSince]:
    """Yield the states in rows of `STATE`."""
    for seat, operator_id, name, reason, since, call_id, seq in rows:
        state = _STATES.get(name)
        if state is not None:
            yield StateSince(seat, operator_id, state, reason, since, call_id, seq)


def _leg(
    seat: str,
    rang_at: datetime | None,
    answered_at: datetime | None,
    ended_at: datetime | None,
    end: str | None,
    held_s: float,
    held_at: datetime | None,
) -> Leg:
    held = timedelta(seconds=held_s) if held_s else _NO_HOLD
    return Leg(seat, rang_at, answered_at, ended_at, _LEG_ENDS[end], held, held_at)


_since, _until = bindparam("since", type_=Moment), bindparam("until", type_=Moment)
_in_span = select(call_visits.c.call_id).where(call_visits.c.offered_at >= _since, call_visits.c.offered_at < _until)
CALLS = (
    select(
        calls.c.call_id, call_visits.c.visit, call_visits.c.queue, call_visits.c.offered_at,
        call_visits.c.left_at, call_visits.c.ended, call_visits.c.handed_on, calls.c.ended_at,
        call_legs.c.seat, call_legs.c.rang_at, call_legs.c.answered_at, call_legs.c.ended_at, call_legs.c.ended,
        call_legs.c.held_s, call_legs.c.held_at,
    )
    .select_from(calls)
    .join(call_visits, call_visits.c.call_id == calls.c.call_id)
    .outerjoin(call_legs, (call_legs.c.call_id == call_visits.c.call_id) & (call_legs.c.visit == call_visits.c.visit))
    .order_by(calls.c.call_id, call_visits.c.visit, call_legs.c.leg)
)  # fmt: skip
"""Selects calls with all their visits and legs."""
STATE = (
    seat_states.c.seat, seat_states.c.operator_id, seat_states.c.state, seat_states.c.reason, seat_states.c.since,
    seat_states.c.call_id, seat_states.c.seq,
)  # fmt: skip
# Of all seats, so that the index of seats and times serves, however many years there are.
_STATES_IN = select(*STATE).where(
    seat_states.c.seat.in_(select(seats.c.seat)), seat_states.c.since >= _since, seat_states.c.since < _until
)
_before = seat_states.alias()
_last = select(
    seats.c.seat,
    select(func.max(_before.c.since))
    .where(_before.c.seat == seats.c.seat, _before.c.since < _since)
    .scalar_subquery()
    .label("since"),
).subquery()
_LAST_BEFORE = select(*STATE).join(_last, (_last.c.seat == seat_states.c.seat) & (_last.c.since == seat_states.c.since))
_later = seat_states.alias()
_next = seat_states.alias()
_wrapped = (
    select(
        seat_states.c.seat, seat_states.c.operator_id, seat_states.c.since, seat_states.c.call_id, seat_states.c.seq,
        select(_later.c.n)
        .where(
            _later.c.seat == seat_states.c.seat,
            tuple_(_later.c.since, _later.c.seq) > tuple_(seat_states.c.since, seat_states.c.seq),
        )
        .order_by(_later.c.since, _later.c.seq)
        .limit(1)
        .scalar_subquery()
        .label("next_n"),
    )
    .where(
        seat_states.c.seat.in_(select(seats.c.seat)),
        seat_states.c.since >= _since,
        seat_states.c.since < _until,
        seat_states.c.state == AgentState.WRAP_UP.value,
    )
    .cte("wrapped")
    .prefix_with("MATERIALIZED")  # else PostgreSQL looks for what came next of each wrap-up twice
)  # fmt: skip
_WRAP_UPS = (
    select(
        _wrapped.c.seat, _wrapped.c.operator_id, _wrapped.c.since, _wrapped.c.call_id, _wrapped.c.seq,
        _next.c.state, _next.c.since, _next.c.seq,
    )
    # The second condition follows from the first: PostgreSQL joins by reading the whole table, and leaves years out so.
    .join_from(_wrapped, _next, (_next.c.n == _wrapped.c.next_n) & (_next.c.since >= _since))
    .order_by(_wrapped.c.seat)
)  # fmt: skip
"""Each wrap-up with what came next; of one in which a console came back after a crash, that is the same again."""
