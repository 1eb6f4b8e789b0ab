"""The cases behind a number of a report: whatever is counted can be listed, masked, page by page."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, literal, select, true, tuple_

from case_api.cases.query import CursorError, cursor_after, read_cursor
from case_api.centre import Centre
from case_api.problems import ProblemError
from case_api.reports.codes_asked import check_codes
from case_api.reports.days import end_moment, first_moment
from case_api.reports.rates import district_of
from case_api.reports.readers import check_reads_all, unit_shown
from case_api.storage.engine import reading
from case_api.storage.tables_cases import cases
from case_api.storage.tables_reports import settled_cases
from city_packs.model import CityPack
from hotline.behind import IN_HAND, NONE, RECEIVED, Behind
from hotline.case_doc import CaseDoc
from hotline.context import Actor
from hotline.counts import Count
from hotline.periods import Period
from hotline.queues import Queue
from hotline.rates import SATISFIED_AS, SOLVED_AS
from hotline.report_doc import BehindPage
from hotline.unit_view import without_caller_note
from hotline.wire import Problem

_UNSETTLED = (RECEIVED, IN_HAND)


def cases_behind(
    centre: Centre, period: Period, behind: Behind, reader: Actor, *, cursor: str = "", limit: int = 50
) -> BehindPage:
    """Return the cases behind a number, the newest first, masked; no report shows a note on a caller.

    Raises `ProblemError`: `forbidden`, `invalid` (422) for a cursor that no page gave, `busy`; `UnknownCodeError`.
    """
    if behind.what in _UNSETTLED:
        check_reads_all(reader)
    else:
        behind = behind._replace(unit=unit_shown(reader, behind.unit))
    with reading(centre.engine) as conn:
        check_codes(conn, centre, period, behind)
        rows = _rows(conn, centre, period, behind, cursor, limit + 1)
    docs = tuple(without_caller_note(CaseDoc.model_validate_json(row.doc)) for row in rows[:limit])
    more = cursor_after(rows[limit - 1].at, rows[limit - 1].id) if len(rows) > limit else None
    return BehindPage(cases=docs, next=more)


def numbers_behind(
    conn: Connection, centre: Centre, period: Period, behind: Behind, units: Collection[str] | None = None
) -> list[Any]:
    """Return the cases behind a number, the newest first, as rows of `number`, `at` and `unit`.

    `units` narrows them down further. `at` is when a case was settled, or came in; without a unit it is empty.
    """
    of_unit = {RECEIVED: literal(""), IN_HAND: cases.c.unit}.get(behind.what, settled_cases.c.unit)
    wanted = _statement(centre.pack, behind, cases.c.number).add_columns(of_unit.label("unit"))
    if units is not None:
        wanted = wanted.where(settled_cases.c.unit.in_(sorted(units)))
    return list(conn.execute(wanted, _moments(centre, period)))


def counting(count: Count) -> ColumnElement[bool]:
    """Return the condition on `settled_cases` for those that a count counts."""
    columns = settled_cases.c
    match count:
        case Count.SETTLED:
            return true()
        case Count.NOT_CONTACTED:
            return and_(columns.must_contact, ~columns.contacted)
        case Count.OVERDUE:
            return and_(columns.must_reply, ~columns.replied)
        case Count.CALLED_BACK:
            return columns.solved.is_not(None)
        case Count.SOLVED | Count.MOSTLY_SOLVED | Count.UNSOLVED:
            return columns.solved == SOLVED_AS[count].value
        case Count.SATISFIED | Count.MOSTLY_SATISFIED | Count.DISSATISFIED:
            return columns.satisfied == SATISFIED_AS[count].value
        case _:
            flag: ColumnElement[bool] = columns[count.value]
            return flag


def _rows(
    conn: Connection, centre: Centre, period: Period, behind: Behind, cursor: str, limit: int
) -> list[Any]:  # fmt: skip
    wanted = _statement(centre.pack, behind, cases.c.doc).limit(limit)
    if cursor:
        wanted = wanted.where(tuple_(*_key(behind)) < tuple_(*_read(cursor)))
    return list(conn.execute(wanted, _moments(centre, period)))


def _key(behind: Behind) -> tuple[Any, Any]:
    if behind.what in _UNSETTLED:
        return cases.c.created_at, cases.c.id
    return settled_cases.c.closed_at, settled_cases.c.case_id


def _statement(pack: CityPack, behind: Behind, of_case: Any) -> Select[*tuple[Any, ...]]:
    at, case_id = _key(behind)
    wanted = select(of_case, at.label("at"), case_id.label("id")).order_by(at.desc(), case_id.desc())
    if behind.what == IN_HAND:
        wanted = wanted.where(cases.c.queue == Queue.UNIT.value, cases.c.red_at <= bindparam("now"))
        return wanted if behind.unit is None else wanted.where(cases.c.unit == behind.unit)
    where = cases.c if behind.what == RECEIVED else settled_cases.c
    if behind.what != RECEIVED:
        wanted = wanted.join(settled_cases, settled_cases.c.case_id == cases.c.id).where(counting(behind.what))
        if behind.adjusted:
            wanted = wanted.where(~settled_cases.c.excluded)
        if behind.unit is not None:
            wanted = wanted.where(settled_cases.c.unit == behind.unit)
    if behind.class_code:
        wanted = wanted.where(where.class_code.in_(_classes_below(pack, behind.class_code)))
    if behind.district == "":
        wanted = wanted.where(where.area_code.not_in(list(pack.areas)))
    elif behind.district is not None:
        wanted = wanted.where(where.area_code.in_(_areas_of(pack, behind.district)))
    return wanted.where(at >= bindparam("since"), at < bindparam("until"))


def _classes_below(pack: CityPack, code: str) -> list[str]:
    if code == NONE:
        return [""]
    below = (each for each in pack.classes if any(step.code == code for step in pack.class_path(each)))
    return [code, *(each for each in below if each != code)]


def _areas_of(pack: CityPack, district: str) -> list[str]:
    return [code for code in pack.areas if district_of(pack, code) == district]


def _moments(centre: Centre, period: Period) -> dict[str, datetime]:
    zone = ZoneInfo(centre.pack.time_zone)
    return {"since": first_moment(period, zone), "until": end_moment(period, zone), "now": centre.now()}


def _read(cursor: str) -> tuple[datetime, UUID]:
    try:
        return read_cursor(cursor)
    except CursorError as error:
        raise ProblemError(Problem.INVALID, 422, "not a cursor of this centre", {"field": "cursor"}) from error
