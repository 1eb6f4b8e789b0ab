"""What a responsible unit does with a case: sign, contact, pass down, co-reply, reply."""

import pytest

from hotline.codes import State
from hotline.queues import owner
from tests.hotline.whole_city import EMERGENCY, Loop, city, local, person_of


@pytest.fixture
def loop() -> Loop:
    return Loop(city("dongsheng"), local("2026-11-16 09:00"))


def running(loop: Loop, case) -> set[str]:
    return {clock.code for clock in loop.orders[case].clocks if clock.stopped_at is None}


def test_signing_says_who_and_stops_its_own_clock_only(loop: Loop) -> None:
    case = loop.sent()
    loop.go_on(hours=3)
    signed = loop.done(person_of(loop.city.bureau), "sign", case)
    (part,) = signed.assignments
    assert (signed.state, part.signed_at, part.signed_by) == (State.HANDLING, loop.at, f"u1.{loop.city.bureau}")
    assert running(loop, case) == {"handle", "return", "contact"}
    assert signed.handlers == (f"u1.{loop.city.bureau}",)


def test_talking_to_the_caller_stops_the_clock_of_first_contact(loop: Loop) -> None:
    case, unit = loop.in_hand(), person_of(loop.city.bureau)
    contacted = loop.done(unit, "contact_caller", case, said="下午上门")
    assert running(loop, case) == {"handle", "return"}
    assert contacted.assignments[0].contacted_at == loop.at
    again = loop.go_on(days=1) or loop.done(unit, "contact_caller", case, said="明天再去")
    assert "clocks" not in loop.timelines[case][-1].data
    assert again.assignments[0].contacted_at == local("2026-11-16 09:00"), "the first contact is what counts"


def test_only_a_first_reply_stops_the_clock_of_the_first_reply() -> None:
    loop = Loop(city("zaozhuang"), local("2026-11-16 09:00"))
    case, unit = loop.in_hand(is_enterprise=True), person_of(loop.city.bureau)
    loop.done(unit, "contact_caller", case)
    assert running(loop, case) == {"first_reply", "handle", "return"}
    loop.done(unit, "contact_caller", case, first_reply=True)
    assert running(loop, case) == {"handle", "return"}


def test_a_case_is_passed_down_level_by_level_and_the_clock_of_handling_does_not_notice(loop: Loop) -> None:
    city_bureau, district, street, community = loop.city.units
    case = loop.in_hand(city_bureau)
    due = {clock.code: clock.due_at for clock in loop.orders[case].clocks}["handle"]
    for above, below in ((city_bureau, district), (district, street), (street, community)):
        loop.go_on(hours=1)
        passed = loop.done(person_of(above), "pass_down", case, unit=below)
        assert (passed.state, passed.at_unit, passed.lead_unit) == (State.TO_SIGN, below, city_bureau)
        assert owner(passed) == f"unit:{below}"
        assert {"sign", "handle"} <= running(loop, case)
        assert loop.refused(person_of(above), "sign", case)[0] == "not_your_unit"
        loop.done(person_of(below), "sign", case)
    order = loop.orders[case]
    assert {clock.code: clock.due_at for clock in order.clocks if not clock.stopped_at}["handle"] == due
    assert [(each.unit, each.level) for each in order.assignments] == [*zip(loop.city.units, (1, 2, 3, 4), strict=True)]
    assert all(each.ended_at is None for each in order.assignments), "who stands above stays answerable"
    loop.done(person_of(community), "reply", case, reply="已修复", solved="solved")


def test_nothing_is_passed_up_or_sideways_or_to_who_has_it_already(loop: Loop) -> None:
    city_bureau, district, street, _ = loop.city.units
    beside, _ = loop.city.co_units
    case = loop.in_hand(district, co_units=(street,))
    for unit in (city_bureau, district, beside):
        assert loop.refused(person_of(district), "pass_down", case, unit=unit)[:2] == ("not_a_lower_unit", "unit")
    assert loop.refused(person_of(district), "pass_down", case, unit="gone")[:2] == ("unknown_code", "unit")
    assert loop.refused(person_of(district), "pass_down", case, unit=street)[:2] == ("already_asked", "unit")


def test_the_lead_unit_replies_when_all_co_units_have(loop: Loop) -> None:
    first, second = loop.city.co_units
    case, lead = loop.in_hand(co_units=(first, second)), person_of(loop.city.bureau)
    done = {"reply": "已修复", "solved": "solved", "evidence": "照片"}
    assert loop.refused(lead, "reply", case, **done) == ("co_units_wait", "co_units", f"{first}, {second}")
    loop.done(person_of(first), "co_reply", case, reply="已停水配合")
    assert loop.refused(lead, "reply", case, **done) == ("co_units_wait", "co_units", second)
    loop.done(person_of(second), "co_reply", case, reply="已断路配合")
    replied = loop.done(lead, "reply", case, **done)
    assert (replied.state, replied.answer, owner(replied)) == (State.REPLY_REVIEW, "已修复", "dispatch")
    assert running(loop, case) == set()
    assert {each.unit: each.reply for each in replied.assignments}[first] == "已停水配合"
    assert set(replied.handlers) == {f"u1.{unit}" for unit in (loop.city.bureau, first, second)}


def test_or_when_its_own_time_is_over(loop: Loop) -> None:
    case = loop.in_hand(co_units=loop.city.co_units, class_code=EMERGENCY, urgency="critical")
    loop.go_on(hours=24)
    replied = loop.done(person_of(loop.city.bureau), "reply", case, reply="已修复", solved="mostly")
    assert replied.state is State.REPLY_REVIEW


def test_a_unit_does_not_see_who_asks_where_that_is_confidential_or_anonymous(loop: Loop) -> None:
    open_case, closed_ones = loop.in_hand(), (loop.in_hand(confidential=True), loop.in_hand(anonymous=True))
    look = {"field": "caller_phone", "reason": "handling"}
    loop.done(person_of(loop.city.bureau), "reveal", open_case, **look)
    for closed in closed_ones:
        assert loop.refused(person_of(loop.city.bureau), "reveal", closed, **look)[0] == "confidential"


def test_exclusion_is_asked_for_once(loop: Loop) -> None:
    case, unit = loop.in_hand(), person_of(loop.city.bureau)
    asked = loop.done(unit, "request_exclusion", case, reason="政策不允许", evidence="文件")
    assert (asked.exclusion.unit, asked.exclusion.state, asked.state) == (loop.city.bureau, "asked", State.HANDLING)
    assert loop.refused(unit, "request_exclusion", case, reason="再申请")[0] == "already_asked"
