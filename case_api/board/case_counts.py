"""What a board says of cases: how many wait for dispatch and for how long, lamps, what was filed today.

A number and its list are by the same condition, so that they agree; nothing of what a case says is in either.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, or_, select, text, tuple_

from case_api.board.limits import RED_SOON, Limits
from case_api.cases.query import CursorError, cursor_after, read_cursor
from case_api.problems import ProblemError
from case_api.storage.tables_audit import case_events
from case_api.storage.tables_cases import cases
from city_packs.model import CityPack
from hotline.board_doc import BoardCasePage, CaseOnBoard, Filed, Trouble
from hotline.codes import Light, State
from hotline.command_table import COMMANDS, Start
from hotline.queues import Queue
from hotline.spans import Span, day_span
from hotline.wire import Problem

FILED, ON_THE_SPOT = "filed", "answered_on_the_spot"
TO_DISPATCH, DISPATCH_YELLOW, DISPATCH_RED = "to_dispatch", "not_dispatched_yellow", "not_dispatched_red"
RED, YELLOW = "red", "yellow"
ANSWERED = "answer_directly"
OUTCOMES = tuple(op for op, row in COMMANDS.items() if row.starts_from(Start.NEW))
"""What becomes of a call at the desk: the commands that make a case."""
TILES = (FILED, ON_THE_SPOT, *OUTCOMES, TO_DISPATCH, DISPATCH_YELLOW, DISPATCH_RED, RED, YELLOW)
_MOST_TROUBLES = 50
"""Of a kind: nobody acts on more, and the tile has them all."""


class CaseCounts(NamedTuple):
    """The numbers of cases at a moment, and those cases that are trouble."""

    filed: Filed = Filed()
    to_dispatch: int = 0
    not_dispatched_yellow: int = 0
    not_dispatched_red: int = 0
    red: int = 0
    yellow: int = 0
    troubles: tuple[Trouble, ...] = ()


class _At(NamedTuple):
    """What decides of which cases a tile is."""

    now: datetime
    day: Span
    limits: Limits


def filed_in(conn: Connection, span: Span) -> Filed:
    """Count the cases that were made at desks in a span, by the command that made them."""
    counted = select(case_events.c.op, func.count().label("cases")).select_from(_with_outcome(cases))
    rows = conn.execute(counted.where(_filed_in(span), case_events.c.op.in_(OUTCOMES)).group_by(case_events.c.op))
    by_outcome: dict[str, int] = {row.op: row.cases for row in rows}
    return Filed(by_outcome=by_outcome, answered_on_the_spot=by_outcome.get(ANSWERED, 0), all=sum(by_outcome.values()))


def case_counts(conn: Connection, pack: CityPack, now: datetime) -> CaseCounts:
    """Count the cases of all tiles."""
    at = _at(pack, now)
    filed = filed_in(conn, at.day)
    lists = (TO_DISPATCH, DISPATCH_YELLOW, DISPATCH_RED, RED, YELLOW)
    waiting, late, too_late, red, yellow = (_count(conn, tile, at) for tile in lists)
    return CaseCounts(filed, waiting, late, too_late, red, yellow, _troubles(conn, at))


def cases_behind_tile(
    conn: Connection, pack: CityPack, tile: str, now: datetime, cursor: str = "", limit: int = 50
) -> BoardCasePage:
    """Return a page of the cases behind a tile, newest first.

    Raises `ProblemError` (invalid) for a tile that is none and for a cursor that no page gave.
    """
    if tile not in TILES:
        raise ProblemError(Problem.INVALID, 422, "There is no such tile.", {"field": "tile"})
    at = _at(pack, now)
    key = cases.c.created_at, cases.c.id
    wanted = select(*_LINE).select_from(_with_outcome(cases, known=_is_of_desk(tile))).where(_behind(tile, at))
    if cursor:
        wanted = wanted.where(tuple_(*key) < tuple_(*_read(cursor)))
    rows = conn.execute(wanted.order_by(*(each.desc() for each in key)).limit(limit + 1)).all()
    more = cursor_after(rows[limit - 1].created_at, rows[limit - 1].id) if len(rows) > limit else ""
    return BoardCasePage(total=_count(conn, tile, at), lines=tuple(map(_line, rows[:limit])), next=more)


def cases_of_call(conn: Connection, call_id: UUID) -> BoardCasePage:
    """Return all cases that came from a call, newest first; none of a call that the centre does not know."""
    rows = conn.execute(_OF_CALL, {"calls": [call_id]}).all()
    return BoardCasePage(total=len(rows), lines=tuple(map(_line, rows)))


def case_numbers(conn: Connection, call_ids: Collection[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Return the numbers of the cases that came from these calls, oldest first; calls without a case are not in it."""
    found: dict[UUID, tuple[str, ...]] = {}
    for row in reversed(conn.execute(_OF_CALL, {"calls": list(call_ids)}).all()) if call_ids else ():
        found[row.call_id] = (*found.get(row.call_id, ()), row.number)
    return found


def open_cases(conn: Connection, pack: CityPack, now: datetime, sub_centre: str) -> list[tuple[str, Any]]:
    """Return the cases behind the two red tiles, and those of the work list of call-backs, each of them once.

    They lie with a sub-centre, or nobody knows where. Each comes as `red_lamp`, `not_dispatched` or `call_back_due`,
    and its row, those first that have been so for longest.
    """
    at = _at(pack, now)
    here = cases.c.sub_centre.in_(("", sub_centre))
    lamps = conn.execute(select(*_TROUBLE).where(_behind(RED, at), here).order_by(cases.c.red_at, cases.c.id)).all()
    known = {row.id for row in lamps}
    late = select(*_TROUBLE).where(_behind(DISPATCH_RED, at), here).order_by(cases.c.since, cases.c.id)
    waiting = [row for row in conn.execute(late) if row.id not in known]
    to_call = select(*_TROUBLE).where(cases.c.queue == Queue.CALLBACK.value, here)
    due = [row for row in conn.execute(to_call.order_by(cases.c.since, cases.c.id)) if row.id not in known]
    kinds = ("red_lamp", lamps), ("not_dispatched", waiting), ("call_back_due", due)
    return [(kind, row) for kind, rows in kinds for row in rows]


def _at(pack: CityPack, now: datetime) -> _At:
    zone = ZoneInfo(pack.time_zone)
    return _At(now, day_span(now.astimezone(zone).date(), zone), Limits.of(pack))


def _is_of_desk(tile: str) -> bool:
    return tile in (FILED, ON_THE_SPOT, *OUTCOMES)


def _behind(tile: str, at: _At) -> ColumnElement[bool]:
    columns = cases.c
    waits = and_(columns.queue == Queue.DISPATCH.value, columns.state == State.TO_DISPATCH.value)
    late, too_late = at.now - at.limits.dispatch_soon, at.now - at.limits.dispatch
    filed = _filed_in(at.day)
    red = and_(columns.red_at.is_not(None), columns.red_at <= at.now)
    match tile:
        case "filed":
            return and_(filed, case_events.c.op.in_(OUTCOMES))
        case "to_dispatch":
            return waits
        case "not_dispatched_yellow":
            return and_(waits, columns.since <= late, columns.since > too_late)
        case "not_dispatched_red":
            return and_(waits, columns.since <= too_late)
        case "red":
            return and_(text("supervised"), red)
        case "yellow":
            still = or_(columns.red_at.is_(None), columns.red_at > at.now)
            return and_(text("supervised"), columns.light == Light.YELLOW.value, still)
        case _:
            return and_(filed, case_events.c.op == (ANSWERED if tile == ON_THE_SPOT else tile))


def _filed_in(span: Span) -> ColumnElement[bool]:
    return and_(cases.c.created_at >= span.since, cases.c.created_at < span.until)


def _with_outcome(of: Any, *, known: bool = True) -> Any:
    """Join a case to the command that made it."""
    first = select(func.min(_first.c.n)).where(_first.c.case_id == cases.c.id).scalar_subquery()
    return of.join(case_events, case_events.c.n == first, isouter=not known)


def _count(conn: Connection, tile: str, at: _At) -> int:
    of = _with_outcome(cases) if _is_of_desk(tile) else cases
    return conn.scalar(select(func.count()).select_from(of).where(_behind(tile, at))) or 0


def _troubles(conn: Connection, at: _At) -> tuple[Trouble, ...]:
    """Return the cases that nobody dispatched in time, and the lamps that went or go red about now."""
    late = _behind(TO_DISPATCH, at) & (cases.c.since <= at.now - at.limits.dispatch_soon)
    recent = and_(text("supervised"), cases.c.red_at > at.now - RED_SOON, cases.c.red_at <= at.now + RED_SOON)
    found: list[Trouble] = []
    for row in conn.execute(select(*_TROUBLE).where(late).order_by(cases.c.since).limit(_MOST_TROUBLES)):
        limit = at.limits.dispatch if row.since <= at.now - at.limits.dispatch else at.limits.dispatch_soon
        found.append(_trouble("not_dispatched", row, row.since, limit.total_seconds()))
    turning = conn.execute(select(*_TROUBLE).where(recent).order_by(cases.c.red_at).limit(2 * _MOST_TROUBLES))
    lamps = (_trouble("red_lamp" if row.red_at <= at.now else "yellow_lamp", row, row.red_at) for row in turning)
    return (*found, *lamps)


def _trouble(kind: Any, row: Any, since: datetime, limit_s: float = 0.0) -> Trouble:
    return Trouble(
        kind=kind,
        since=since,
        limit_s=limit_s,
        case_id=row.id,
        number=row.number,
        class_code=row.class_code,
        area_code=row.area_code,
    )


def _line(row: Any) -> CaseOnBoard:
    seats = [seat for seat in row.seats.split(",") if seat]
    return CaseOnBoard(
        case_id=row.id,
        number=row.number,
        outcome=row.op if row.op in OUTCOMES else "",
        state=row.state,
        class_code=row.class_code,
        area_code=row.area_code,
        seat=seats[0] if seats else "",
        created_at=row.created_at,
        light=row.light,
        call_id=row.call_id,
    )


def _read(cursor: str) -> tuple[Any, Any]:
    try:
        return read_cursor(cursor)
    except CursorError as error:
        raise ProblemError(Problem.INVALID, 422, "not a cursor of this centre", {"field": "cursor"}) from error


_first = case_events.alias()
_TROUBLE = (
    cases.c.id, cases.c.number, cases.c.class_code, cases.c.area_code, cases.c.unit, cases.c.since, cases.c.red_at,
)  # fmt: skip
_LINE = (
    cases.c.id, cases.c.number, cases.c.state, cases.c.class_code, cases.c.area_code, cases.c.seats,
    cases.c.created_at, cases.c.light, cases.c.call_id, case_events.c.op,
)  # fmt: skip
_OF_CALL = (
    select(*_LINE)
    .select_from(_with_outcome(cases, known=False))
    .where(cases.c.call_id.in_(bindparam("calls", expanding=True)))
    .order_by(cases.c.created_at.desc(), cases.c.number.desc())
)
