"""What came of the days on which leaders answer calls (source rows Z7, Z8): calls answered, cases, where they are.

What is a leader's follows from the states of the seat: in each stands who answered there. So it is the same whether
the console had a line, died and came back, or told of it a day later.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, select

from case_api.board.case_counts import ANSWERED, OUTCOMES
from case_api.board.seat_names import names_of
from case_api.storage.tables_audit import case_events
from case_api.storage.tables_board import seat_presence, seat_states
from case_api.storage.tables_calls import call_legs, call_visits
from case_api.storage.tables_cases import cases
from case_api.storage.tables_shifts import leader_days
from hotline.leader_doc import LeaderCase, LeaderDay, LeaderStay
from hotline.spans import Span

_AROUND = timedelta(days=1)
"""So long before and after the time of the rota it is looked whether they answered."""
_WAITED = timedelta(hours=1)
"""Longer than any caller waits: calls are found by when they were offered."""
_WRITTEN_DOWN = timedelta(hours=12)
"""So long after a call its case may still be filed."""
_ASKED_BACK = "query_seat"


def days_between(conn: Connection, span: Span, now: datetime) -> tuple[LeaderDay, ...]:
    """Return the leaders' days that begin in a span, newest first, each with what came of it."""
    begin_in = (leader_days.c.begins_at >= span.since, leader_days.c.begins_at < span.until)
    order = leader_days.c.begins_at.desc(), leader_days.c.seat, leader_days.c.name
    rows = conn.execute(select(leader_days).where(*begin_in).order_by(*order)).all()
    found = [(row, tuple(_stays(conn, row))) for row in rows]
    told = [(row, stays) for row, stays in found if stays or row.replaced_at is None]
    who = {name for row, _ in told for name in (row.operator_id, row.words_by)}
    names = names_of(conn, who | {stay.beside for _, stays in told for stay in stays} - {""}) | {"": ""}
    return tuple(_day(conn, row, stays, names, now) for row, stays in told)


def _stays(conn: Connection, row: Row[Any]) -> Iterator[LeaderStay]:
    """Yield the times for which they answered: each ends with the first state of the seat that is not theirs."""
    states = conn.execute(
        select(seat_states.c.since, seat_states.c.operator_id, seat_states.c.leader_day_id)
        .where(
            seat_states.c.seat == row.seat,
            seat_states.c.since >= row.begins_at - _AROUND,
            seat_states.c.since < row.ends_at + _AROUND,
        )
        .order_by(seat_states.c.since, seat_states.c.seq)
    ).all()
    since, beside = None, ""
    for state in states:
        theirs = state.leader_day_id == row.leader_day_id
        if since is not None and (not theirs or state.operator_id != beside):
            yield LeaderStay(since=since, until=state.since, beside=beside)
            since = None
        if since is None and theirs:
            since, beside = state.since, state.operator_id
    if since is not None:
        heard = conn.execute(
            select(seat_presence.c.heard_at, seat_presence.c.silent).where(seat_presence.c.seat == row.seat)
        ).one_or_none()
        silent = max(since, heard.heard_at) if heard is not None and heard.silent else None
        yield LeaderStay(since=since, until=None, silent_since=silent, beside=beside)


def _day(
    conn: Connection, row: Row[Any], stays: Sequence[LeaderStay], names: dict[str, str], now: datetime
) -> LeaderDay:
    spans = [Span(each.since, max(each.since, each.until or now)) for each in stays]
    calls = {call for span in spans for call in _answered(conn, row.seat, span)}
    filed = list(_filed(conn, row.seat, spans, calls)) if spans else []
    return LeaderDay(
        leader_day_id=row.leader_day_id,
        begins=row.begins_at,
        ends=row.ends_at,
        name=row.name,
        title=row.title,
        seat=row.seat,
        operator=names[row.operator_id],
        on_rota=row.replaced_at is None,
        stays=tuple(each.model_copy(update={"beside": names[each.beside]}) for each in stays),
        words=row.words,
        words_by=names[row.words_by],
        answered=len(calls),
        on_the_spot=sum(each.outcome == ANSWERED for each in filed),
        asked_back=_asked_back(conn, [each.case_id for each in filed]),
        cases=tuple(filed),
    )


def _answered(conn: Connection, seat: str, span: Span) -> set[UUID]:
    legs = (
        select(call_legs.c.call_id)
        .join(
            call_visits,
            (call_visits.c.call_id == call_legs.c.call_id) & (call_visits.c.visit == call_legs.c.visit),
        )
        .where(
            call_visits.c.offered_at >= span.since - _WAITED,
            call_visits.c.offered_at < span.until,
            call_legs.c.seat == seat,
            call_legs.c.answered_at >= span.since,
            call_legs.c.answered_at < span.until,
        )
    )
    return set(conn.scalars(legs))


def _filed(conn: Connection, seat: str, spans: Sequence[Span], calls: set[UUID]) -> Iterator[LeaderCase]:
    """Yield the cases of these calls; of a case of no call that the switch knew it decides when it was filed."""
    rows = conn.execute(
        select(*_CASE)
        .join(case_events, case_events.c.case_id == cases.c.id)
        .where(
            cases.c.created_at >= spans[0].since,
            cases.c.created_at < spans[-1].until + _WRITTEN_DOWN,
            case_events.c.n == _FIRST,
            case_events.c.op.in_(OUTCOMES),
            case_events.c.seat == seat,
        )
        .order_by(cases.c.created_at, cases.c.id)
    ).all()
    for row in rows:
        if row.call_id in calls or (row.call_id is None and any(row.created_at in span for span in spans)):
            yield LeaderCase(
                case_id=row.id,
                number=row.number,
                outcome=row.op,
                class_code=row.class_code,
                area_code=row.area_code,
                unit=row.unit or "",
            )


def _asked_back(conn: Connection, filed: Sequence[UUID]) -> int:
    if not filed:
        return 0
    asked = select(func.count(case_events.c.case_id.distinct())).where(
        case_events.c.case_id.in_(filed), case_events.c.op == _ASKED_BACK, case_events.c.outcome == "applied"
    )
    return conn.scalar(asked) or 0


_first = case_events.alias()
_FIRST = select(func.min(_first.c.n)).where(_first.c.case_id == cases.c.id).scalar_subquery()
_CASE = (
    cases.c.id, cases.c.number, cases.c.class_code, cases.c.area_code, cases.c.unit, cases.c.created_at,
    cases.c.call_id, case_events.c.op,
)  # fmt: skip
