"""Repeat complaints are reviewed: the review is kept, heard once, and the matter comes up again with a newer case."""

from uuid import UUID

import pytest

from case_api.audit.verify import verify
from case_api.cases.purge import purge_case
from case_api.cases.purge_reason import PurgeReason
from case_api.centre import Centre
from case_api.problems import ProblemError
from case_api.reports.repeats import repeats
from case_api.reports.reviews import review_repeat
from case_api.storage.tables_audit import case_events
from case_api.storage.tables_reports import repeat_reviews, reviewed_cases
from hotline.codes import Role
from hotline.context import Actor
from hotline.periods import month
from hotline.report_doc import Repeat, ReviewRequest
from tests.case_api.core.pushing import Clock, Seat, new_id
from tests.case_api.core.rows import rows_of
from tests.case_api.reports.conftest import TOWN

_LEAD = Actor("lead", frozenset({Role.LEAD}))
_OCTOBER = month("2026-10")
_STREET = next(area.code for area in TOWN.pack.areas.values() if area.level == 3)
_WORDS = "与水务局约定月底前换管"


@pytest.fixture
def clock(centre: Centre) -> Clock:
    assert isinstance(centre.now, Clock)
    return centre.now


@pytest.fixture
def seat(centre: Centre) -> Seat:
    return Seat(centre, "0001", "north")


def _filed(seat: Seat, clock: Clock, day: int, phone: str = "19900000001") -> UUID:
    clock.at = clock.at.replace(year=2026, month=10, day=day, hour=3)
    return seat.file(class_code="010101", area_code=_STREET, caller_phone=phone)


def _all(centre: Centre, *, reviewed: bool = True) -> tuple[Repeat, ...]:
    return repeats(centre, _OCTOBER, _LEAD, reviewed=reviewed).repeats


def _review(centre: Centre, *ids: UUID, words: str = _WORDS, key: UUID | None = None, who: Actor = _LEAD) -> None:
    review_repeat(centre, key or new_id(), ReviewRequest(cases=ids, words=words), who)


def test_what_was_reviewed_stands_apart_until_a_newer_case_comes(seat: Seat, centre: Centre, clock: Clock) -> None:
    ids = [_filed(seat, clock, day) for day in (1, 2, 3)]
    for day in (4, 5):
        _filed(seat, clock, day, phone="19900000002")
    _review(centre, *ids)
    page = repeats(centre, _OCTOBER, _LEAD)
    assert (page.all, page.not_reviewed) == (2, 1)
    assert [(len(each.cases), each.reviewed) for each in page.repeats] == [(2, False), (3, True)]
    assert [len(each.cases) for each in _all(centre, reviewed=False)] == [2]
    review = page.repeats[1].review
    assert review is not None
    assert (review.operator, review.words, review.at) == ("lead", _WORDS, clock.at)
    _filed(seat, clock, 6)
    again = next(each for each in _all(centre, reviewed=False) if len(each.cases) == 4)
    assert (again.review, again.reviewed) == (review, False)


def test_a_later_review_counts_and_the_earlier_one_is_kept(seat: Seat, centre: Centre, clock: Clock) -> None:
    ids = [_filed(seat, clock, day) for day in (1, 2)]
    _review(centre, *ids)
    clock.advance(hours=1)
    _review(centre, *ids, words="管已换")
    (found,) = _all(centre)
    assert found.review is not None
    assert found.review.words == "管已换"
    assert len(rows_of(centre, repeat_reviews)) == 2


def test_the_same_review_again_is_kept_once_and_another_one_needs_its_own_key(
    seat: Seat, centre: Centre, clock: Clock
) -> None:
    ids = [_filed(seat, clock, day) for day in (1, 2)]
    key = new_id()
    _review(centre, *ids, key=key)
    clock.advance(minutes=1)
    _review(centre, *reversed(ids), key=key)
    (found,) = _all(centre)
    assert found.review is not None
    assert found.review.at == clock.at.replace(minute=clock.at.minute - 1)
    with pytest.raises(ProblemError) as raised:
        _review(centre, *ids, words="别的", key=key)
    assert raised.value.status == 422
    assert len(rows_of(centre, repeat_reviews)) == 1


def test_the_write_audit_tells_who_reviewed_which_cases_and_not_the_words(
    seat: Seat, centre: Centre, clock: Clock
) -> None:
    ids = [_filed(seat, clock, day) for day in (1, 2)]
    _review(centre, *ids)
    told = [row for row in rows_of(centre, case_events) if row.op == "review_repeat"]
    assert {(row.case_id, row.operator_id) for row in told} == {(each, "lead") for each in ids}
    assert all(_WORDS not in row.data.encode().decode("unicode_escape") for row in told)
    assert [report.finding for report in verify(centre.engine, ())] == [None, None]


def test_cases_of_several_callers_unknown_ones_and_a_single_one_are_no_repeat(
    seat: Seat, centre: Centre, clock: Clock
) -> None:
    one, other = _filed(seat, clock, 1), _filed(seat, clock, 2, phone="19900000002")
    for ids, status in (((one, other), 422), ((one, one), 422), ((one, new_id()), 404)):
        with pytest.raises(ProblemError) as raised:
            _review(centre, *ids)
        assert raised.value.status == status
    assert rows_of(centre, repeat_reviews) == []


@pytest.mark.parametrize("role", [Role.UNIT, Role.OPERATOR, Role.ADMIN, Role.CALLBACK])
def test_who_reads_no_reports_reviews_nothing(seat: Seat, centre: Centre, clock: Clock, role: Role) -> None:
    ids = [_filed(seat, clock, day) for day in (1, 2)]
    with pytest.raises(ProblemError) as raised:
        _review(centre, *ids, who=Actor("p", frozenset({role}), unit="W"))
    assert raised.value.status == 403


def test_an_erased_case_takes_its_reviews_along(seat: Seat, centre: Centre, clock: Clock) -> None:
    ids = [_filed(seat, clock, day) for day in (1, 2, 3)]
    others = [_filed(seat, clock, day, phone="19900000002") for day in (4, 5)]
    _review(centre, *ids)
    _review(centre, *others, words="别的")
    assert purge_case(centre, ids[0], "admin", PurgeReason.CITIZEN_ASKED)
    assert [row.words for row in rows_of(centre, repeat_reviews)] == ["别的"]
    assert {row.case_id for row in rows_of(centre, reviewed_cases)} == {*others}
    assert [each.reviewed for each in _all(centre)] == [False, True]
