"""What was handled in time, by district: the report's own figures, in the pack's order, once a minute."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import insert

from case_api.board.completion import Completion, completion, running_month
from case_api.centre import Centre
from case_api.cipher import Cipher
from case_api.reports.rates import rates_of
from case_api.storage.engine import open_engine, reading, writing
from case_api.storage.tables_reports import settled_cases
from hotline.rates import RateName
from tests.case_api.core.pushing import START, Clock, Grants
from tests.case_api.core.small_city import SMALL_CITY

TODAY = date(2026, 11, 21)
NOWHERE = "77"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def centre(database_url: str, clock: Clock) -> Iterator[Centre]:
    engine = open_engine(database_url)
    yield Centre(engine, Cipher(bytes(32)), SMALL_CITY, Grants(), now=clock)
    engine.dispose()


def settle(centre: Centre, *cases: tuple[str, date, bool, bool], excluded: bool = False, first: int = 1) -> None:
    """Store settled cases: place, day, whether a reply was due, whether it came in time."""
    rows = [
        {
            "case_id": UUID(int=number), "day": day, "closed_at": START, "unit": "W", "class_code": "010101",
            "area_code": area, "channel": "phone", "must_contact": True, "contacted": True, "must_reply": due,
            "replied": replied, "solved": None, "satisfied": None, "redone": False, "excluded": excluded,
        }
        for number, (area, day, due, replied) in enumerate(cases, first)
    ]  # fmt: skip
    with writing(centre.engine) as conn:
        conn.execute(insert(settled_cases), rows)


def test_each_district_has_what_the_report_says_of_it_and_the_city_has_all(centre: Centre) -> None:
    first, before = date(2026, 11, 1), date(2026, 10, 31)
    settle(
        centre, ("9101", TODAY, True, True), ("91", first, True, False), ("9101", before, True, False),
        ("9201", TODAY, False, False), ("9", TODAY, True, True), (NOWHERE, TODAY, True, False),
    )  # fmt: skip
    settle(centre, ("9101", TODAY, True, True), excluded=True, first=100)
    month = running_month(TODAY)
    with reading(centre.engine) as conn:
        lines = completion(conn, SMALL_CITY, month)
        report = rates_of(conn, centre, month, "district")
    told = [(line.name, line.handled, line.due, line.rate) for line in lines]
    assert told == [("测试市", 3, 5, 0.6), ("城北区", 2, 3, 2 / 3), ("城南区", 0, 0, None)]

    by_key = {line.key: line for line in report.lines}
    for line, reported in zip(lines, (report.total, by_key["91"], by_key["92"]), strict=True):
        rate = next(each.raw for each in reported.rates if each.rate is RateName.ON_TIME)
        assert (line.handled, line.due, line.rate) == (rate.numerator, rate.denominator, rate.share)


def test_the_database_is_asked_once_a_minute_and_again_at_once_where_the_clock_goes_back(
    centre: Centre, clock: Clock
) -> None:
    asked = Completion(centre)
    assert asked.lines()[0].due == 0
    settle(centre, ("9101", TODAY, True, True))
    clock.at += timedelta(seconds=59)
    assert asked.lines()[0].due == 0
    clock.at += timedelta(seconds=1)
    assert asked.lines()[0].due == 1
    settle(centre, ("9101", TODAY, True, True), first=2)
    clock.at -= timedelta(seconds=1)
    assert asked.lines()[0].due == 2


def test_a_month_begins_on_its_first_day_by_the_clock_of_the_city(centre: Centre, clock: Clock) -> None:
    settle(centre, ("9101", date(2026, 11, 30), True, True))
    clock.at = START.replace(month=11, day=30, hour=15, minute=59)  # 23:59 in the city
    assert Completion(centre).lines()[0].due == 1
    clock.at += timedelta(minutes=1)
    assert Completion(centre).lines()[0].due == 0
