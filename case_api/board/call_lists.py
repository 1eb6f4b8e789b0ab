"""The callers behind a tile, and what a seat was doing: lists that add up to what boards show."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, select

from case_api.board import times
from case_api.board.calls_of_day import Placed
from case_api.board.case_counts import case_numbers
from case_api.board.seat_names import names_of
from case_api.board.stored_changes import calls_by_id, states_of
from case_api.cases.query import CursorError, cursor_after, read_cursor
from case_api.problems import ProblemError
from case_api.storage.metadata import Moment
from case_api.storage.tables_board import seat_presence
from case_api.storage.tables_calls import missed_callers
from case_api.telephony.missed_callers import Settled
from city_packs.model import CityPack
from hotline.board_doc import CallLine, CallPage, SeatStates, StateLine
from hotline.spans import Span, day_span
from hotline.state_times import StateTime, state_times, time_spent
from hotline.stays import Stay, Tile, stays
from hotline.wire import Problem

CallTile = Tile | Literal["called_back"]
"""A tile with calls behind it; those who were called back today had given up today or before."""
LONGEST = timedelta(days=7)
"""States of a seat are asked for at most so many at once."""


def page_of(conn: Connection, found: Sequence[Placed], now: datetime, cursor: str, limit: int) -> CallPage:
    """Return a page of stays of callers, newest first; only its own calls are read.

    `found` are all stays that the tile counts, oldest first. Raises `ProblemError` (invalid) for a cursor that no
    page gave.
    """
    end = bisect_left(found, _read(cursor), key=_key) if cursor else len(found)
    shown = found[max(0, end - limit) : end][::-1]
    more = cursor_after(*_key(shown[-1])) if end > limit else ""
    calls = {call.call_id: stays(call) for call in calls_by_id(conn, sorted({each.call_id for each in shown}))}
    lines = [calls[each.call_id][each.visit_n] for each in shown if _is_there(calls, each)]
    return CallPage(total=len(found), lines=_lines(conn, lines, now), next=more)


def called_back(conn: Connection, pack: CityPack, now: datetime, queue: str = "") -> list[Placed]:
    """Return who was called back today, of a queue or of all, oldest first: they had given up today or before."""
    zone = ZoneInfo(pack.time_zone)
    today = day_span(now.astimezone(zone).date(), zone)
    back = calls_by_id(conn, conn.scalars(_CALLED_BACK, {"since": today.since}).all())
    last = [stays(call)[-1] for call in back]
    found = [Placed(each.visit.offered_at, each.call_id, each.visit_n, each.visit.queue, frozenset()) for each in last]
    return sorted((each for each in found if queue in ("", each.queue)), key=_key)


def stays_of_call(conn: Connection, call_id: UUID, now: datetime) -> CallPage:
    """Return all stays of one call, newest first; none of a call that the centre does not know."""
    found = [stay for call in calls_by_id(conn, [call_id]) for stay in stays(call)]
    return CallPage(total=len(found), lines=_lines(conn, found[::-1], now))


def seat_states(conn: Connection, seat: str, span: Span, now: datetime) -> SeatStates:
    """Return what a seat was doing in a span, newest first, one state ending where the next begins, and how long.

    Of a seat that is silent nothing is known after it was last heard.
    """
    row = conn.execute(_HEARD.where(seat_presence.c.seat == seat)).one_or_none()
    known_until = row.heard_at if row is not None and row.silent else now
    over = span.so_far(known_until)
    spans = state_times(states_of(conn, seat, over), over).get(seat, ())
    names = names_of(conn, (each.operator_id for each in spans))
    lasts = row is not None and not row.silent and span.until >= now
    lines = [_state_line(each, names, lasts=lasts and each is spans[-1]) for each in spans]
    return SeatStates(seat=seat, states=tuple(reversed(lines)), spent=times.told(time_spent(spans, over.until)))


def _key(placed: Placed) -> tuple[datetime, UUID]:
    return placed.offered_at, placed.call_id


def _is_there(calls: Mapping[UUID, list[Stay]], placed: Placed) -> bool:
    """Say whether a stay is still known: what the switch told since may have made others of a call."""
    return placed.call_id in calls and placed.visit_n < len(calls[placed.call_id])


def _lines(conn: Connection, shown: Sequence[Stay], now: datetime) -> tuple[CallLine, ...]:
    numbers = case_numbers(conn, {each.call_id for each in shown})
    return tuple(_line(each, now, numbers.get(each.call_id, ())) for each in shown)


def _line(stay: Stay, now: datetime, numbers: tuple[str, ...]) -> CallLine:
    visit, leg = stay.visit, stay.visit.answered
    talked = leg.busy(now) - leg.on_hold(leg.ended_at or now) if leg else timedelta()
    at = leg or (visit.legs[-1] if visit.legs else None)
    return CallLine(
        call_id=stay.call_id,
        queue=visit.queue,
        offered_at=visit.offered_at,
        left_at=visit.left_at,
        ended=visit.end or "",
        wait_s=visit.wait(now).total_seconds(),
        talk_s=talked.total_seconds(),
        seat=at.seat if at else "",
        case_numbers=numbers,
    )


def _state_line(time: StateTime, names: dict[str, str], *, lasts: bool) -> StateLine:
    return StateLine(
        state=time.state,
        reason=time.reason,
        operator=names.get(time.operator_id, ""),
        call_id=time.call_id,
        since=time.since,
        until=None if lasts else time.until,
    )


def _read(cursor: str) -> tuple[datetime, UUID]:
    try:
        return read_cursor(cursor)
    except CursorError as error:
        raise ProblemError(Problem.INVALID, 422, "not a cursor of this centre", {"field": "cursor"}) from error


_CALLED_BACK = select(missed_callers.c.call_id).where(
    missed_callers.c.settled == Settled.CALLED_BACK.value,
    missed_callers.c.settled_at >= bindparam("since", type_=Moment),
)
_HEARD = select(seat_presence.c.heard_at, seat_presence.c.silent)
