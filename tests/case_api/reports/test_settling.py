"""What is reported follows every case: closed, opened again, excluded, merged, named, erased."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from case_api.cases.purge import purge_case
from case_api.cases.purge_reason import PurgeReason
from case_api.centre import Centre
from case_api.reports.exposed import named as named_list
from case_api.reports.rates import rates as rates_as_json
from case_api.storage.engine import writing
from case_api.storage.tables_reports import named_units, settled_cases
from hotline.codes import Role
from hotline.context import Actor
from hotline.periods import Period, month
from hotline.rates import Counts
from hotline.report_doc import RatesPage
from tests.case_api.core.clock_city import CLOCK_CITY, called_back, dispatched, give, order_of, replied
from tests.case_api.core.pushing import Clock, Seat
from tests.case_api.core.rows import rows_of

_ALL = Period(date(2026, 1, 1), date(2026, 12, 31))
_LEAD = Actor("lead", frozenset({Role.LEAD}))


@pytest.fixture
def clock(centre: Centre) -> Clock:
    assert isinstance(centre.now, Clock)
    return centre.now


@pytest.fixture
def seat(centre: Centre, clock: Clock) -> Seat:
    """Seat 0042 of the small city with clocks."""
    clock.at = clock.at.replace(year=2026, month=11, day=20, hour=2)
    centre.pack = replace(CLOCK_CITY)
    return Seat(centre, "0042", "north")


def rates(centre: Centre, period: Period, by: Any, reader: Actor, unit: str | None = None) -> RatesPage:
    return RatesPage.model_validate_json(rates_as_json(centre, period, by, reader, unit))


def _counts(centre: Centre, *, adjusted: bool = False) -> Counts:
    total = rates(centre, _ALL, "unit", _LEAD).total
    return total.adjusted if adjusted else total.raw


def _closed(seat: Seat, clock: Clock) -> UUID:
    case_id = seat.file()
    dispatched(seat.centre, case_id)
    replied(seat.centre, case_id)
    clock.advance(hours=1)
    called_back(seat.centre, case_id)
    return case_id


def test_a_case_counts_from_its_call_back_until_it_is_opened_again(seat: Seat, centre: Centre, clock: Clock) -> None:
    case_id = seat.file()
    dispatched(centre, case_id)
    replied(centre, case_id)
    assert _counts(centre).settled == 0
    called_back(centre, case_id)
    assert (_counts(centre).settled, _counts(centre).solved, _counts(centre).redone) == (1, 1, 0)
    give(centre, case_id, "reopen", Role.LEAD, evidence="又停了")
    assert _counts(centre) == Counts()
    assert rows_of(centre, settled_cases) == []
    give(centre, case_id, "sign", Role.UNIT, "W")
    replied(centre, case_id)
    clock.advance(hours=1)
    told: dict[str, Any] = {"reached": True, "contacted_by_unit": True, "solved": "mostly", "satisfied": "dissatisfied"}
    give(centre, case_id, "record_callback", Role.CALLBACK, **told)
    again = _counts(centre)
    assert (again.settled, again.solved, again.mostly_solved, again.dissatisfied, again.redone) == (1, 0, 1, 1, 1)


def test_an_exclusion_leaves_a_case_out_of_the_adjusted_rates_alone(seat: Seat, centre: Centre, clock: Clock) -> None:
    excluded, kept = _closed(seat, clock), _closed(seat, clock)
    for case_id, grant in ((excluded, True), (kept, False)):
        give(centre, case_id, "request_exclusion", Role.UNIT, "W", reason="超出政策", evidence="文号")
        assert _counts(centre, adjusted=True).settled == 2 - (case_id == kept)
        give(centre, case_id, "decide_exclusion", Role.QUALITY, grant=grant, reason="核实")
    assert (_counts(centre).settled, _counts(centre).excluded) == (2, 1)
    assert _counts(centre, adjusted=True).settled == 1


def test_a_merged_caller_counts_for_the_unit_of_the_parent_and_is_excluded_with_it(
    seat: Seat, centre: Centre, clock: Clock
) -> None:
    parent, child = seat.file(), seat.file()
    give(centre, child, "merge", Role.DISPATCHER, parent=str(parent))
    dispatched(centre, parent)
    replied(centre, parent)
    called_back(centre, parent)
    clock.advance(hours=1)
    called_back(centre, child)
    (line,) = rates(centre, _ALL, "unit", _LEAD).lines
    assert (line.key, line.raw.settled, line.raw.called_back, line.raw.must_reply) == ("W", 2, 2, 1)
    give(centre, parent, "request_exclusion", Role.UNIT, "W", reason="超出政策", evidence="文号")
    give(centre, parent, "decide_exclusion", Role.QUALITY, grant=True, reason="核实")
    assert (_counts(centre).excluded, _counts(centre, adjusted=True).settled) == (2, 0)
    give(centre, child, "unmerge", Role.DISPATCHER, reason="两件事")
    assert _counts(centre).settled == 1


def test_filing_away_changes_nothing(seat: Seat, centre: Centre, clock: Clock) -> None:
    case_id = _closed(seat, clock)
    before = rows_of(centre, settled_cases)
    clock.advance(days=8)
    give(centre, case_id, "file_away", Role.WORKER)
    assert order_of(centre, case_id).state == "filed"
    assert rows_of(centre, settled_cases) == before


def test_an_erased_case_is_in_no_report(seat: Seat, centre: Centre, clock: Clock) -> None:
    case_id = _closed(seat, clock)
    give(centre, case_id, "name_unit", Role.SUPERVISOR, unit="W", why="屡催不办")
    assert rows_of(centre, named_units) == []
    give(centre, case_id, "decide_naming", Role.LEADER, grant=True, reason="同意")
    (named,) = rows_of(centre, named_units)
    assert (named.case_id, named.unit, named.day) == (case_id, "W", date(2026, 11, 20))
    assert [(each.unit, each.case_id) for each in named_list(centre, _ALL, _LEAD).units] == [("W", case_id)]
    assert named_list(centre, month("2026-10"), _LEAD).units == ()
    purge_case(centre, case_id, "admin", PurgeReason.CITIZEN_ASKED)
    assert named_list(centre, _ALL, _LEAD).units == ()
    assert rows_of(centre, settled_cases) == rows_of(centre, named_units) == []
    assert _counts(centre) == Counts()


def test_a_day_is_one_of_the_city(seat: Seat, centre: Centre, clock: Clock) -> None:
    clock.at = clock.at.replace(month=10, day=31, hour=15, minute=30)  # half past eleven in the evening
    _closed(seat, clock)  # called back an hour later, when it is November
    (row,) = rows_of(centre, settled_cases)
    assert row.day == date(2026, 11, 1)
    months = rates(centre, Period(date(2026, 10, 1), date(2026, 11, 30)), "month", _LEAD).lines
    assert [(line.key, line.raw.settled) for line in months] == [("2026-10", 0), ("2026-11", 1)]


def test_what_was_rolled_back_is_not_counted(seat: Seat, centre: Centre, clock: Clock) -> None:
    case_id = _closed(seat, clock)

    def fail() -> None:
        with writing(centre.engine) as conn:
            conn.execute(settled_cases.delete())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert [row.case_id for row in rows_of(centre, settled_cases)] == [case_id]
