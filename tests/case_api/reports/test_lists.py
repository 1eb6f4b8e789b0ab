"""The classes that came in most, and matters that come up again."""

from datetime import date

import pytest

from case_api.centre import Centre
from case_api.problems import ProblemError
from case_api.reports.classes import top_classes
from case_api.reports.repeats import repeats
from case_api.sync.give import give_command
from hotline.codes import Role
from hotline.context import Actor
from hotline.periods import month
from hotline.report_doc import RepeatsPage
from tests.case_api.core.pushing import Clock, Seat, new_id
from tests.case_api.reports.conftest import TOWN

_LEAD = Actor("lead", frozenset({Role.LEAD}))
_OCTOBER = month("2026-10")
_STREETS = [area.code for area in TOWN.pack.areas.values() if area.level == 3]
_DISTRICT = next(area.code for area in TOWN.pack.areas.values() if area.level == 2)


@pytest.fixture
def clock(centre: Centre) -> Clock:
    assert isinstance(centre.now, Clock)
    return centre.now


@pytest.fixture
def seat(centre: Centre) -> Seat:
    return Seat(centre, "0001", "north")


def _filed(seat: Seat, clock: Clock, day: date, class_code: str, area_code: str, phone: str = "19900000001") -> None:
    clock.at = clock.at.replace(year=day.year, month=day.month, day=day.day, hour=3)
    seat.file(class_code=class_code, area_code=area_code, caller_phone=phone)


def _sizes(page: RepeatsPage) -> list[int]:
    return [len(each.cases) for each in page.repeats]


def test_top_classes_say_how_many_came_in_before(seat: Seat, centre: Centre, clock: Clock) -> None:
    for day, class_code in (
        (date(2026, 9, 30), "010101"), (date(2026, 10, 1), "010101"), (date(2026, 10, 2), "010102"),
        (date(2026, 10, 31), "010102"), (date(2026, 11, 1), "010102"),
    ):  # fmt: skip
        _filed(seat, clock, day, class_code, _STREETS[0])
    page = top_classes(centre, _OCTOBER, _LEAD)
    assert [(line.class_code, line.received, line.before) for line in page.lines] == [
        ("010102", 2, 0), ("010101", 1, 1)
    ]  # fmt: skip
    assert (page.received, page.before) == (3, 1)
    (whole,) = top_classes(centre, _OCTOBER, _LEAD, level=1).lines
    assert (whole.class_code, whole.received, whole.before) == ("01", 3, 1)
    assert len(top_classes(centre, _OCTOBER, _LEAD, most=1).lines) == 1


def test_the_same_caller_with_the_same_class_or_place_comes_again(seat: Seat, centre: Centre, clock: Clock) -> None:
    first, other = _STREETS[0], _STREETS[1]
    _filed(seat, clock, date(2026, 8, 1), "010101", first)
    _filed(seat, clock, date(2026, 9, 5), "010101", other)  # the same class
    _filed(seat, clock, date(2026, 10, 7), "020101", other)  # the same place
    _filed(seat, clock, date(2026, 10, 8), "030101", _STREETS[2])  # another matter of theirs
    _filed(seat, clock, date(2026, 10, 9), "010101", first, phone="19900000002")  # somebody else
    (found,) = repeats(centre, _OCTOBER, _LEAD).repeats
    assert [case.created_at.month for case in found.cases] == [8, 9, 10]
    (shorter,) = repeats(centre, _OCTOBER, _LEAD, months=2).repeats
    assert [case.created_at.month for case in shorter.cases] == [9, 10]
    assert repeats(centre, _OCTOBER, _LEAD, months=1).repeats == ()
    assert repeats(centre, month("2026-09"), _LEAD).all == 1
    assert repeats(centre, month("2026-08"), _LEAD).all == 0


def test_an_old_matter_does_not_come_again_with_a_new_one_of_the_same_caller(
    seat: Seat, centre: Centre, clock: Clock
) -> None:
    for day in (5, 6):
        _filed(seat, clock, date(2026, 9, day), "010101", _STREETS[0])
    _filed(seat, clock, date(2026, 10, 7), "020101", _STREETS[1])
    assert repeats(centre, _OCTOBER, _LEAD).repeats == ()
    assert repeats(centre, month("2026-09"), _LEAD).all == 1


def test_a_case_that_was_split_in_two_is_not_its_caller_coming_again(seat: Seat, centre: Centre, clock: Clock) -> None:
    clock.at = clock.at.replace(year=2026, month=10, day=7, hour=3)
    case, half = seat.file(class_code="010101", area_code=_STREETS[0]), new_id()
    halves = {"new_id": str(half), "content": "路灯不亮", "keeps": "停水", "class_code": "020101"}
    give_command(centre, case, new_id(), "split", 1, halves, Actor("d-1", frozenset({Role.DISPATCHER})))
    assert repeats(centre, _OCTOBER, _LEAD).repeats == ()
    clock.at = clock.at.replace(day=8)
    again = seat.file(class_code="020101", area_code=_STREETS[1])  # the matter of the half
    (found,) = repeats(centre, _OCTOBER, _LEAD).repeats
    assert [each.id for each in found.cases] == [case, again]


def test_a_district_is_too_wide_to_be_the_same_place(seat: Seat, centre: Centre, clock: Clock) -> None:
    _filed(seat, clock, date(2026, 10, 7), "010101", _DISTRICT)
    _filed(seat, clock, date(2026, 10, 8), "020101", _DISTRICT)
    assert repeats(centre, _OCTOBER, _LEAD).repeats == ()


def test_repeats_come_page_by_page_the_most_often_first(seat: Seat, centre: Centre, clock: Clock) -> None:
    for caller, times in enumerate((2, 4, 3)):
        for day in range(times):
            _filed(seat, clock, date(2026, 10, 1 + day), "010101", _STREETS[0], phone=f"1990000000{caller}")
    page = repeats(centre, _OCTOBER, _LEAD, limit=2)
    assert (_sizes(page), page.all, page.next) == ([4, 3], 3, 2)
    last = repeats(centre, _OCTOBER, _LEAD, start=2, limit=2)
    assert (_sizes(last), last.next) == ([2], None)


@pytest.mark.parametrize("role", [Role.UNIT, Role.OPERATOR, Role.ADMIN, Role.CALLBACK])
def test_lists_over_all_units_are_for_those_who_oversee_them(centre: Centre, role: Role) -> None:
    who = Actor("p", frozenset({role}), unit="W")
    for ask in (lambda: top_classes(centre, _OCTOBER, who), lambda: repeats(centre, _OCTOBER, who)):
        with pytest.raises(ProblemError) as raised:
            ask()
        assert raised.value.status == 403
