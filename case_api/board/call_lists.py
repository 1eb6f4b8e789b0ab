"""The callers behind a tile, and what a seat was doing: lists that add up to what boards show."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, select

from case_api.board import times
from case_api.board.calls_of_day import figure_settings
from case_api.board.case_counts import case_numbers
from case_api.board.seat_names import names_of
from case_api.board.stored_changes import calls_by_id, live_calls, states_of
from case_api.board.stored_day import calls_in, wrap_ups_in
from case_api.cases.query import CursorError, cursor_after, read_cursor
from case_api.problems import ProblemError
from case_api.storage.metadata import Moment
from case_api.storage.tables_board import seat_presence
from case_api.storage.tables_calls import missed_callers
from case_api.telephony.missed_callers import Settled
from city_packs.model import CityPack
from hotline.board_doc import CallLine, CallPage, SeatStates, StateLine
from hotline.spans import Span, day_span, hour_span
from hotline.state_times import StateTime, state_times, time_spent
from hotline.stays import Stay, Tile, is_behind, stays
from hotline.wire import Problem

SpanName = Literal["day", "hour"]
CallTile = Tile | Literal["called_back"]
"""A tile with calls behind it; those who were called back today had given up today or before."""
LONGEST = timedelta(days=7)
"""States of a seat are asked for at most so many at once."""


def calls_behind_tile(
    conn: Connection,
    pack: CityPack,
    tile: CallTile,
    span: SpanName,
    now: datetime,
    *,
    queue: str = "",
    cursor: str = "",
    limit: int = 50,
) -> CallPage:
    """Return a page of the stays of callers that a tile counts, in a queue or in all, newest first.

    Raises `ProblemError` (invalid) for a cursor that no page gave.
    """
    found = [each for each in _stays(conn, pack, tile, span, now) if queue in ("", each.visit.queue)]
    found.sort(key=_key, reverse=True)
    after = _read(cursor) if cursor else None
    rest = [each for each in found if after is None or _key(each) < after]
    shown = rest[:limit]
    more = cursor_after(*_key(shown[-1])) if len(rest) > limit else ""
    return CallPage(total=len(found), lines=_lines(conn, shown, now), next=more)


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


def _stays(conn: Connection, pack: CityPack, tile: CallTile, name: SpanName, now: datetime) -> list[Stay]:
    settings, zone = figure_settings(pack), ZoneInfo(pack.time_zone)
    today = day_span(now.astimezone(zone).date(), zone)
    if tile == "called_back":
        back = calls_by_id(conn, conn.scalars(_CALLED_BACK, {"since": today.since}).all())
        return [stays(call)[-1] for call in back]
    if tile is Tile.WAITING and name == "day":  # who waits over midnight is on the board all the same
        waiting = (each for call in calls_by_id(conn, sorted(live_calls(conn))) for each in stays(call))
        return [each for each in waiting if is_behind(tile, each, settings)]
    span = today if name == "day" else hour_span(now, zone)
    wrapped = wrap_ups_in(conn, span, now) if tile is Tile.WRAP_UPS else {}
    found = (each for call in calls_in(conn, span) for each in stays(call, wrapped.get(call.call_id, ())))
    return [each for each in found if each.visit.offered_at in span and is_behind(tile, each, settings)]


def _key(stay: Stay) -> tuple[datetime, UUID]:
    return stay.visit.offered_at, stay.call_id


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
