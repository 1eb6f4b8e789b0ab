"""The three rates of a made year, through the real rulebook, against what its maker knows."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from fractions import Fraction
from functools import cache
from uuid import UUID

import pytest

from hotline.codes import Solved
from hotline.periods import Period, PeriodError, asked, month, month_of, months_back, week, week_of
from hotline.rates import FORMULAS, Counts, RateName, SettledCase, counted, settled_case, share_of
from tests.hotline.made_year import MadeYear, made_year, played
from tests.hotline.whole_city import (
    CALLER_BACK,
    DISPATCHER,
    REACHED,
    UNSOLVED,
    ZONE,
    Loop,
    city,
    local,
    person_of,
)

_CITY = city("tangshan")
_UNITS = tuple(unit.code for unit in _CITY.pack.units.values() if unit.level == 2)[:9]
_Grouped = dict[tuple[str, str], list[SettledCase]]


@cache
def _played_year() -> tuple[MadeYear, _Grouped]:
    year = made_year(_CITY, _UNITS, 2000)
    loop = Loop(_CITY, year.steps[0].at)
    played(year, loop)
    found: _Grouped = defaultdict(list)
    for order in loop.orders.values():
        parent = loop.orders.get(order.parent) if order.parent else None
        case = settled_case(order, parent)
        if case:
            found[case.unit, month_of(case.closed_at.astimezone(ZONE).date())].append(case)
    return year, found


def _plain(counts: Counts, leave_out: Mapping[str, int]) -> dict[str, int]:
    derived = {"not_contacted", "overdue"}
    return {name: number for name, number in asdict(counts).items() if number and name not in derived | set(leave_out)}


def test_every_unit_and_month_of_a_made_year_counts_what_its_maker_knows() -> None:
    year, found = _played_year()
    assert found.keys() == year.truth.raw.keys()
    assert len(found) > 100
    for key, cases in found.items():
        assert _plain(counted(cases), {}) == {name: n for name, n in year.truth.raw[key].items() if n}, key
        fair = counted(case for case in cases if not case.excluded)
        assert _plain(fair, {}) == dict(year.truth.adjusted[key]), key


@pytest.mark.parametrize("k", [1.0, 0.5, 0.0])
def test_every_rate_of_the_year_is_its_formula(k: float) -> None:
    year, found = _played_year()
    for key, cases in found.items():
        true = year.truth.raw[key]
        whole = {
            RateName.RESPONSE: (true["contacted"], true["must_contact"]),
            RateName.RESOLUTION: (true["solved"] + k * true["mostly_solved"], true["called_back"]),
            RateName.SATISFACTION: (true["satisfied"] + k * true["mostly_satisfied"], true["called_back"]),
            RateName.ON_TIME: (true["replied"], true["must_reply"]),
        }
        counts = asdict(counted(cases))
        for formula in FORMULAS:
            rate = formula.over(tuple(counts))(tuple(counts.values()), k)
            assert rate == whole[formula.rate]
            of = whole[formula.rate]
            assert share_of(rate) == (float(Fraction(of[0]) / of[1]) if of[1] else None)


def test_the_made_year_has_all_that_can_happen_in_it() -> None:
    year, _ = _played_year()
    whole = sum(year.truth.raw.values(), start=type(next(iter(year.truth.raw.values())))())
    fair = sum(year.truth.adjusted.values(), start=type(whole)())
    assert min(whole.values()) > 50
    assert whole["settled"] > whole["called_back"] > whole["solved"]
    assert whole["must_contact"] - whole["contacted"] > 200
    assert whole["must_reply"] - whole["replied"] > 200
    assert whole["settled"] - fair["settled"] == whole["excluded"] > 100


def _facts(loop: Loop, case: UUID) -> SettledCase | None:
    return settled_case(loop.orders[case])


def test_what_is_not_settled_does_not_count_and_a_redo_takes_it_away() -> None:
    loop = Loop(_CITY, local("2026-10-12 09:00"))
    case = loop.to_call_back()
    assert _facts(loop, case) is None
    loop.done(CALLER_BACK, "record_callback", case, **UNSOLVED)
    assert _facts(loop, case) is None
    loop.go_on(hours=1)
    unit = person_of(_CITY.bureau)
    loop.done(unit, "sign", case)
    loop.done(unit, "reply", case, reply="再修", solved="solved")
    loop.done(DISPATCHER, "review_reply", case, accept=True)
    loop.done(CALLER_BACK, "record_callback", case, **REACHED)
    facts = _facts(loop, case)
    assert facts is not None
    assert (facts.redone, facts.solved, facts.replied, facts.contacted) == (True, Solved.SOLVED, True, False)


def test_the_last_contact_does_not_make_the_first_one_late() -> None:
    loop = Loop(_CITY, local("2026-10-12 09:00"))
    case, unit = loop.in_hand(), person_of(_CITY.bureau)
    loop.done(unit, "contact_caller", case)
    loop.go_on(days=4)
    loop.done(unit, "contact_caller", case)
    loop.done(unit, "reply", case, reply="已修复", solved="solved")
    loop.done(DISPATCHER, "review_reply", case, accept=True)
    loop.done(CALLER_BACK, "record_callback", case, **REACHED)
    facts = _facts(loop, case)
    assert facts is not None
    assert facts.contacted


def test_periods_and_what_they_are_compared_with() -> None:
    assert str(month("2026-10")) == "2026-10-01..2026-10-31"
    assert str(month("2026-03").before()) == "2026-02-01..2026-02-28"
    assert str(month("2026-01").before()) == "2025-12-01..2025-12-31"
    assert str(Period(month("2026-01").since, month("2026-06").until).before()) == "2025-07-01..2025-12-31"
    assert str(week("2026-W01")) == "2025-12-29..2026-01-04"
    assert str(week("2026-w43").before()) == "2026-10-12..2026-10-18"
    assert week_of(week("2026-W01").since) == "2026-W01"
    assert str(months_back(month("2026-03").until, 1)) == "2026-02-28"


@pytest.mark.parametrize("text", ["2026-13", "2026", "x", "1969-01", "2101-01", "2026-10-01"])
def test_what_is_no_month_is_said(text: str) -> None:
    with pytest.raises(PeriodError):
        month(text)


@pytest.mark.parametrize("text", ["2026-W54", "2026-W00", "2026-10", "1969-W01", "W1"])
def test_what_is_no_week_is_said(text: str) -> None:
    with pytest.raises(PeriodError):
        week(text)


def test_a_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(PeriodError):
        asked(month("2026-10").until, month("2026-10").since)
