"""Reports over HTTP, as the seat asks for them."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from hotline.behind import Behind
from hotline.counts import Count
from hotline.periods import week
from hotline.report_doc import ReviewRequest
from hotline.wire import Problem
from local_cache.report_questions import cases_behind, rates
from local_cache.sync.http import HttpTransport
from local_cache.sync.transport import Proof, TransportDown, TransportProblem
from tests.local_cache_sync.canned import Canned, Said, problem, says, serving
from tests.local_cache_sync.given import NOON

WHO = Proof(token="token-of-a-lead")


@pytest.fixture
def centre() -> Iterator[Canned]:
    with serving() as canned:
        yield canned


@pytest.fixture
def line(centre: Canned) -> Iterator[HttpTransport]:
    line = HttpTransport(
        centre.url, None, device_id=UUID(int=42), device_key=bytes(range(32)), app_version="1", now=lambda: NOON
    )
    yield line
    line.close()


def test_the_cases_behind_a_number_are_asked_for_as_who_is_signed_in(centre: Canned, line: HttpTransport) -> None:
    centre.on("GET", "/v1/reports/cases", says({"cases": [], "next": None, "new_here": 1}))
    page = line.report(cases_behind(week("2026-W43"), Behind(Count.OVERDUE, unit="ts water&1")), WHO)
    assert page.cases == ()
    [asked] = centre.asked
    assert asked.path == (
        "/v1/reports/cases?from=2026-10-19&to=2026-10-25&what=overdue&adjusted=false&unit=ts+water%261"
    )
    assert asked.headers["authorization"] == "Bearer token-of-a-lead"


def test_what_is_no_report_is_no_word_of_the_centre(centre: Canned, line: HttpTransport) -> None:
    centre.on("GET", "/v1/reports/rates", says({"lines": 1}))
    with pytest.raises(TransportDown):
        line.report(rates(week("2026-W43"), "unit"), WHO)
    centre.on("GET", "/v1/reports/rates", problem(Problem.FORBIDDEN, 403))
    with pytest.raises(TransportProblem):
        line.report(rates(week("2026-W43"), "unit"), WHO)


def test_the_whole_report_comes_as_it_is(centre: Canned, line: HttpTransport) -> None:
    centre.on("GET", "/v1/reports/whole", Said(body=b"PK\x00", kind="application/x"))
    assert line.whole_report("2026-W43", "xlsx", "en", WHO) == b"PK\x00"
    assert centre.paths() == ["/v1/reports/whole?period=2026-W43&form=xlsx&language=en"]


def test_a_review_goes_under_its_key(centre: Canned, line: HttpTransport) -> None:
    kept = {"at": NOON.isoformat(), "operator": "2001", "words": "已约谈"}
    centre.on("POST", "/v1/reports/repeats/reviewed", says(kept))
    asked = ReviewRequest(cases=(UUID(int=1), UUID(int=2)), words="已约谈")
    assert line.review_repeat(UUID(int=9), asked, WHO).at == NOON
    assert centre.asked[0].headers["idempotency-key"] == str(UUID(int=9))
    assert centre.asked[0].json() == {"cases": [str(UUID(int=1)), str(UUID(int=2))], "words": "已约谈"}
