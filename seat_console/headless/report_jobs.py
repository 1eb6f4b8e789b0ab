"""What a headless command asks of the centre's reports, in the name of who is signed in."""

import base64
import zlib
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hotline.behind import IN_HAND, RECEIVED, Behind, What, or_none
from hotline.case_doc import CaseDoc
from hotline.counts import Count
from hotline.periods import asked, month_of, named, week_of
from local_cache import report_questions as ask
from local_cache.report_questions import ReportQuestion
from local_cache.seat import Seat, utc_now
from screens.parts.case_words import coded, number_words, unit_words
from seat_console.headless.answers import WAIT_S, Json, nobody_there
from seat_console.headless.at_centre import pack_of
from seat_console.zone import ZONE_BEFORE_PACK
from wording import language


def whole(seat: Seat, request: Json) -> Json:
    """Return the whole report in one form, `content` deflated in base64; of the last whole period where none is named.

    `titled` is the period.
    """
    if seat.session is None or seat.locked:
        return nobody_there(seat)
    period = request["period"] or _last(seat, request["kind"])
    content = seat.whole_report(period, request["form"], language()).result(WAIT_S)
    return {"titled": period, "content": base64.b64encode(zlib.compress(content)).decode()}


def read_content(told: Json) -> bytes:
    """Return the report that an answer of `whole` holds."""
    return zlib.decompress(base64.b64decode(told["content"]))


def pages(seat: Seat, request: Json) -> Json:
    """Return what the report is made of, as the centre answers each part of it."""
    if seat.session is None or seat.locked:
        return nobody_there(seat)
    titled = request["period"] or _last(seat, request["kind"])
    period = named(titled)
    questions: dict[str, ReportQuestion[Any]] = {
        "units": ask.rates(period, "unit"),
        "districts": ask.rates(period, "district"),
        "classes": ask.top_classes(period),
        "repeats": ask.repeats(period, reviewed=True),
        "overdue": ask.overdue(period),
        "named": ask.exposure_list(period),
    }
    answers = {name: seat.report(question) for name, question in questions.items()}
    told = {name: answer.result(WAIT_S).model_dump(mode="json") for name, answer in answers.items()}
    return {"period": titled, **told}


def cases(seat: Seat, request: Json) -> Json:
    """Return a page of the cases behind a number; `text` of each are its words for people."""
    if seat.session is None or seat.locked:
        return nobody_there(seat)
    period = asked(date.fromisoformat(request["since"]), date.fromisoformat(request["until"]))
    what: What = request["what"] if request["what"] in (RECEIVED, IN_HAND) else Count(request["what"])
    behind = Behind(
        what, request["adjusted"], or_none(request["unit"]), request["class_code"], or_none(request["district"])
    )
    page = seat.report(ask.cases_behind(period, behind, request["cursor"])).result(WAIT_S)
    return {"cases": [_case(seat, doc) for doc in page.cases], "next": page.next}


def _case(seat: Seat, doc: CaseDoc) -> Json:
    order, pack = doc.order, pack_of(seat)
    zone = ZoneInfo(pack.time_zone) if pack.time_zone else ZONE_BEFORE_PACK
    words = (
        number_words(order.order_no), f"{order.created_at.astimezone(zone):%Y-%m-%d}",
        coded(pack, "state", order.state), unit_words(pack, order.lead_unit), order.title,
    )  # fmt: skip
    return {
        "case_id": str(order.id),
        "number": order.order_no,
        "created_at": order.created_at.isoformat(),
        "state": order.state.value,
        "unit": order.lead_unit,
        "class_code": order.class_code,
        "area_code": order.area_code,
        "title": order.title,
        "text": "  ".join(filter(None, words)),
    }


def _last(seat: Seat, kind: str) -> str:
    """Return the last month or week that is over, by the city's calendar."""
    pack = pack_of(seat)
    today = utc_now().astimezone(ZoneInfo(pack.time_zone) if pack.time_zone else ZONE_BEFORE_PACK).date()
    return month_of(today.replace(day=1) - timedelta(days=1)) if kind == "month" else week_of(today - timedelta(days=7))
