"""Reports: the rates with their formulas, the classes that came in most, repeats, and the cases behind each number."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query
from starlette.responses import Response

from case_api.http.bodies import BodyRoute
from case_api.http.documented import PROBLEMS
from case_api.http.house import InHouse
from case_api.http.report_forms import FORMS, MEDIA_TYPES
from case_api.http.security import AskingPerson
from case_api.problems import ProblemError
from case_api.reports.behind import cases_behind
from case_api.reports.classes import top_classes
from case_api.reports.codes_asked import UnknownCodeError, check_unit
from case_api.reports.days import has_begun
from case_api.reports.exposed import named, overdue
from case_api.reports.rates import By, rates
from case_api.reports.readers import check_reads_all, unit_shown
from case_api.reports.repeats import MONTHS, MOST_MONTHS, repeats
from case_api.reports.reviews import review_repeat
from case_api.reports.sections import written
from case_api.reports.whole import report_of
from case_api.storage.engine import reading
from city_packs.entries import LEAF_LEVEL
from hotline.behind import Behind, What, or_none
from hotline.counts import Count
from hotline.periods import Period, PeriodError, asked
from hotline.periods import named as named_period
from hotline.report_doc import (
    BehindPage,
    ClassesPage,
    NamedPage,
    OverduePage,
    RatesPage,
    RepeatReview,
    RepeatsPage,
    ReviewRequest,
)
from hotline.wire import Problem
from hotline.work_order_text import Code
from wording import speaking

router = APIRouter(prefix="/v1/reports", route_class=BodyRoute, tags=["reports"])


def _period(
    house: InHouse,
    since: Annotated[date, Query(alias="from", description="first day, by the city's calendar")],
    until: Annotated[date, Query(alias="to", description="last day, included")],
) -> Period:
    return _read(lambda: has_begun(house.centre, asked(since, until)), "to")


def _read(period: Callable[[], Period], field: str) -> Period:
    try:
        with speaking("en"):
            return period()
    except PeriodError as error:
        raise ProblemError(Problem.INVALID, 422, str(error), {"field": field}) from error


@contextmanager
def _codes_said() -> Iterator[None]:
    try:
        with speaking("en"):
            yield
    except UnknownCodeError as error:
        raise ProblemError(Problem.INVALID, 422, str(error), {"field": error.field}) from error


_Asked = Annotated[Period, Depends(_period)]
_Unit = Annotated[Code | None, Query(description="a unit; `-` for what had none")]


@router.get("/rates", responses=PROBLEMS, response_model=RatesPage)
async def give_rates(
    house: InHouse, asking: AskingPerson, period: _Asked, by: By = "unit", unit: _Unit = None
) -> Response:
    """Give the rates of the cases that were settled in a period, raw and without excluded ones, with their change.

    For leads, supervisors, leaders, quality reviewers and dispatchers; people of a unit see their own unit.
    """

    def look() -> Response:
        shown = unit_shown(asking, or_none(unit))
        with _codes_said(), reading(house.centre.engine) as conn:
            check_unit(conn, house.centre, shown)
        return _json(rates(house.centre, period, by, asking, shown))

    return await house.hands.read(look)


@router.get("/classes", responses=PROBLEMS, response_model=ClassesPage)
async def give_classes(
    house: InHouse,
    asking: AskingPerson,
    period: _Asked,
    level: Annotated[int, Query(ge=1, le=LEAF_LEVEL, description="of the class tree")] = LEAF_LEVEL,
    limit: Annotated[int, Query(ge=1, le=200)] = 10,
) -> Response:
    """Give the classes of which most cases came in, with how many in the period before."""

    def look() -> Response:
        return _json(top_classes(house.centre, period, asking, level=level, most=limit).model_dump_json())

    return await house.hands.read(look)


@router.get("/repeats", responses=PROBLEMS, response_model=RepeatsPage)
async def give_repeats(
    house: InHouse,
    asking: AskingPerson,
    period: _Asked,
    months: Annotated[int, Query(ge=1, le=MOST_MONTHS, description="how far back a case counts")] = MONTHS,
    reviewed: Annotated[bool, Query(description="with those that were reviewed")] = True,
    start: Annotated[int, Query(ge=0, le=1_000_000, description="`next` of the page before")] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:
    """Give matters with which the same caller came again in a period: the same class, or the same place."""

    def look() -> Response:
        page = repeats(house.centre, period, asking, months=months, reviewed=reviewed, start=start, limit=limit)
        return _json(page.model_dump_json())

    return await house.hands.read(look)


@router.post("/repeats/reviewed", responses=PROBLEMS)
async def take_review(
    house: InHouse,
    asking: AskingPerson,
    asked: ReviewRequest,
    idempotency_key: Annotated[UUID, Header(description="Id of the review; the same again gives the same answer")],
) -> RepeatReview:
    """Keep that somebody has reviewed a repeat: it waits for nobody until another case of the matter comes in."""
    return await house.hands.write(review_repeat, house.centre, idempotency_key, asked, asking)


@router.get("/overdue", responses=PROBLEMS)
async def give_overdue(house: InHouse, asking: AskingPerson, period: _Asked) -> OverduePage:
    """Give the units that replied late to what was settled in a period, and what they have red in hand now."""
    return await house.hands.read(overdue, house.centre, period, asking)


@router.get("/named", responses=PROBLEMS)
async def give_named(house: InHouse, asking: AskingPerson, period: _Asked) -> NamedPage:
    """Give the exposure list of a period: units that a leader has let be named."""
    return await house.hands.read(named, house.centre, period, asking)


@router.get("/cases", responses=PROBLEMS, response_model=BehindPage)
async def give_cases_behind(
    house: InHouse,
    asking: AskingPerson,
    period: _Asked,
    what: Annotated[
        What,
        Query(
            description="which number; `received` for what came in, `in_hand` for what units have with a red lamp now"
        ),
    ] = Count.SETTLED,
    adjusted: Annotated[bool, Query(description="without excluded cases")] = False,
    unit: _Unit = None,
    class_code: Annotated[Code, Query(alias="class", description="a class, with those below it; `-` for none")] = "",
    district: Annotated[Code | None, Query(description="a district; `-` for unknown places")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str, Query(max_length=200, description="`next` of the page before")] = "",
) -> Response:
    """Give the cases behind a number of a report, the newest first, masked."""

    def look() -> Response:
        behind = Behind(what, adjusted, or_none(unit), class_code, or_none(district))
        with _codes_said():
            page = cases_behind(house.centre, period, behind, asking, cursor=cursor, limit=limit)
        return _json(page.model_dump_json())

    return await house.hands.read(look)


@router.get(
    "/whole",
    responses={**PROBLEMS, 200: {"content": {kind: {"schema": {"type": "string"}} for kind in MEDIA_TYPES.values()}}},
    response_class=Response,
)
async def give_whole_report(
    house: InHouse,
    asking: AskingPerson,
    period: Annotated[str, Query(max_length=20, description="a month as `2026-10`, a week as `2026-W43`")],
    form: Annotated[Literal["text", "html", "xlsx"], Query(description="for a terminal, a printer, Excel")] = "text",
    language: Literal["zh", "en"] = "zh",
) -> Response:
    """Give the weekly or monthly report as leaders read it, in the language that is asked for."""

    def look() -> Response:
        check_reads_all(asking)
        asked = _read(lambda: has_begun(house.centre, named_period(period)), "period")
        with speaking(language):
            name = house.registry.settings.name
            report = written(report_of(house.centre, asked), house.centre.pack, name, period.upper(), "seat-console")
            return Response(FORMS[form](report), media_type=MEDIA_TYPES[form])

    return await house.hands.read(look)


def _json(text: str | bytes) -> Response:
    return Response(text, media_type="application/json")
