"""The rates that a centre reports on a made year, and the cases behind every number."""

from collections import Counter
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest

from case_api.centre import Centre
from case_api.problems import ProblemError
from case_api.reports.behind import cases_behind
from case_api.reports.rates import rates as rates_as_json
from case_api.reports.whole import report_of
from hotline.behind import Behind
from hotline.codes import Role
from hotline.context import Actor
from hotline.counts import Count
from hotline.periods import Period, month
from hotline.rates import FORMULAS
from hotline.report_doc import RatesLine, RatesPage
from tests.case_api.reports.conftest import UNITS, Stored

_LEAD = Actor("lead", frozenset({Role.LEAD}))
_YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
_MONTHS = [f"2026-{number:02}" for number in range(1, 13)]
_DERIVED = {"not_contacted", "overdue"}


def rates(centre: Centre, period: Period, by: Any, reader: Actor, unit: str | None = None) -> RatesPage:
    return RatesPage.model_validate_json(rates_as_json(centre, period, by, reader, unit))


def _plain(counts: Any) -> dict[str, int]:
    return {name: number for name, number in asdict(counts).items() if number and name not in _DERIVED}


def _counted(counter: Counter[str]) -> dict[str, int]:
    return {name: number for name, number in counter.items() if number}


def _line(page: RatesPage, key: str) -> RatesLine:
    return next(line for line in page.lines if line.key == key)


def test_every_unit_and_month_equals_the_truth_raw_and_adjusted(stored: Stored) -> None:
    truth = stored.year.truth
    seen = 0
    for text in _MONTHS:
        page = rates(stored.centre, month(text), "unit", _LEAD)
        assert {line.key for line in page.lines} == {unit for unit, when in truth.raw if when == text}
        for line in page.lines:
            assert _plain(line.raw) == _counted(truth.raw[line.key, text])
            assert _plain(line.adjusted) == _counted(truth.adjusted.get((line.key, text), Counter()))
            seen += 1
    assert seen == len(truth.raw) > 50


def test_a_year_by_month_is_its_months_and_each_says_its_change(stored: Stored) -> None:
    truth = stored.year.truth
    page = rates(stored.centre, _YEAR, "month", _LEAD)
    assert [line.key for line in page.lines] == _MONTHS
    whole = {text: Counter[str]() for text in _MONTHS}
    for (_, text), counter in truth.raw.items():
        whole[text] += counter
    shares: list[float | None] = []
    for line in page.lines:
        assert _plain(line.raw) == _counted(whole[line.key])
        share = line.rates[1].raw.share
        assert line.rates[1].rate == "resolution"
        true = whole[line.key]
        assert share == (
            (true["solved"] + true["mostly_solved"]) / true["called_back"] if true["called_back"] else None
        )
        if shares and shares[-1] is not None and share is not None:
            assert line.rates[1].raw.change == share - shares[-1]
        shares.append(share)
    assert sum(share is not None for share in shares) > 8
    assert page.total.raw.settled == sum(counter["settled"] for counter in truth.raw.values())


def test_months_add_up_to_the_weeks_and_districts_of_a_span(stored: Stored) -> None:
    for by in ("unit", "district", "week", "month"):
        page = rates(stored.centre, _YEAR, by, _LEAD)
        assert sum(line.raw.settled for line in page.lines) == page.total.raw.settled
        assert page.total == rates(stored.centre, _YEAR, "unit", _LEAD).total
    assert [line.key for line in page.lines][:1] == ["2026-01"]


def test_behind_every_number_stand_its_cases(stored: Stored) -> None:
    text = "2026-07"
    page = rates(stored.centre, month(text), "unit", _LEAD)
    for line in page.lines:
        for count in Count:
            for adjusted in (False, True):
                behind = Behind(count, adjusted, line.key)
                found = cases_behind(stored.centre, month(text), behind, _LEAD, limit=200)
                numbers = [doc.order.order_no for doc in found.cases]
                wanted = getattr(line.adjusted if adjusted else line.raw, count.value)
                assert len(numbers) == len(set(numbers)) == wanted, (line.key, count, adjusted)
        settled = cases_behind(stored.centre, month(text), Behind(unit=line.key), _LEAD, limit=200)
        assert {doc.order.order_no for doc in settled.cases} == stored.year.cases[line.key, text]


def test_cases_behind_come_page_by_page_masked_and_newest_first(stored: Stored) -> None:
    whole = cases_behind(stored.centre, _YEAR, Behind(), _LEAD, limit=200)
    pages: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = cases_behind(stored.centre, _YEAR, Behind(), _LEAD, cursor=cursor, limit=37)
        pages += [doc.order.order_no for doc in page.cases]
        cursor = page.next
    assert len(pages) == len(set(pages)) == sum(len(each) for each in stored.year.cases.values())
    assert pages[:200] == [doc.order.order_no for doc in whole.cases]
    assert {doc.order.caller_name for doc in whole.cases} == {"李**"}
    last = [doc.order.callbacks[-1].at for doc in whole.cases]
    assert last == sorted(last, reverse=True)


def test_what_came_in_stands_behind_its_number_too(stored: Stored) -> None:
    begun = month("2026-03")
    found = cases_behind(stored.centre, begun, Behind("received"), _LEAD, limit=200)
    created = [each.created_at for each in stored.loop.orders.values()]
    assert len(found.cases) == sum((at.year, at.month) == (2026, 3) for at in created)
    none = cases_behind(stored.centre, begun, Behind("received", class_code="02"), _LEAD)
    assert none.cases == ()


def test_a_unit_sees_its_own_rates_only(stored: Stored) -> None:
    mine = Actor("u", frozenset({Role.UNIT}), unit=UNITS[0])
    page = rates(stored.centre, _YEAR, "unit", mine)
    assert [line.key for line in page.lines] == [UNITS[0]]
    by_month = rates(stored.centre, _YEAR, "month", mine)
    assert by_month.total.raw == page.total.raw
    behind = cases_behind(stored.centre, _YEAR, Behind(), mine, limit=200)
    assert {doc.order.lead_unit for doc in behind.cases if doc.order.parent is None} == {UNITS[0]}
    for asked in (lambda: rates(stored.centre, _YEAR, "unit", mine, UNITS[1]),
                  lambda: cases_behind(stored.centre, _YEAR, Behind(unit=UNITS[1]), mine),
                  lambda: cases_behind(stored.centre, _YEAR, Behind("received"), mine),
                  lambda: rates(stored.centre, _YEAR, "unit", Actor("u", frozenset({Role.UNIT}))),
                  lambda: rates(stored.centre, _YEAR, "unit", Actor("o", frozenset({Role.OPERATOR})))):  # fmt: skip
        with pytest.raises(ProblemError) as raised:
            asked()
        assert raised.value.status == 403


def test_beside_each_number_stands_its_formula(stored: Stored) -> None:
    page = rates(stored.centre, _YEAR, "unit", _LEAD)
    assert [each.rate for each in page.formulas] == [each.rate for each in FORMULAS]
    resolution = page.formulas[1]
    assert (resolution.whole, resolution.part, resolution.of) == ("solved", "mostly_solved", "called_back")
    assert resolution.en == "(solved + k * mostly solved) / valid call-backs, k = 1"
    assert page.mostly_weight == 1.0
    _line(page, UNITS[0])


def test_a_whole_report_says_the_same_as_its_parts(stored: Stored) -> None:
    july = month("2026-07")
    report = report_of(stored.centre, july)
    assert report.by_unit == rates(stored.centre, july, "unit", _LEAD)
    created = [each.created_at for each in stored.loop.orders.values()]
    assert report.classes.received == sum(report.received.values()) == sum(at.month == 7 for at in created)
    late = {line.key: line.raw.overdue for line in report.by_unit.lines if line.raw.overdue}
    assert {each.unit: each.settled_late for each in report.overdue} == late
    assert {each.in_hand for each in report.overdue} == {None}
    for (_, unit), numbers in report.numbers.items():
        assert set(numbers) <= stored.year.cases[unit or "", "2026-07"]
