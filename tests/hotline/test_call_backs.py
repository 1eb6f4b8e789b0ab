"""Call-backs close a case, have it done again, or go on until the citizen was tried often enough; then it is filed."""

import pytest

from hotline.codes import State
from hotline.queues import owner
from tests.hotline.whole_city import (
    CALLER_BACK,
    DISPATCHER,
    LEAD,
    NO_ANSWER,
    OPERATOR,
    REACHED,
    UNSOLVED,
    WORKER,
    Loop,
    city,
    local,
    person_of,
)


@pytest.fixture
def loop() -> Loop:
    return Loop(city("dongsheng"), local("2026-11-16 09:00"))


def try_in_vain(loop: Loop, case) -> None:
    """Three tries, the last an hour less than a day after the first."""
    for hours in (0, 2, 21):
        loop.go_on(hours=hours)
        loop.done(CALLER_BACK, "record_callback", case, **NO_ANSWER)


def redone(loop: Loop, case) -> None:
    """Take a case from its redo to the list of call-backs again."""
    unit = person_of(loop.city.bureau)
    loop.done(unit, "sign", case)
    loop.done(unit, "reply", case, reply="重新修复", solved="solved")
    loop.done(DISPATCHER, "review_reply", case, accept=True)


def test_a_content_citizen_closes_the_case(loop: Loop) -> None:
    case = loop.to_call_back()
    assert owner(loop.orders[case]) == "callback"
    closed = loop.done(CALLER_BACK, "record_callback", case, **REACHED, opinion="谢谢")
    assert (closed.state, closed.closed_because, owner(closed)) == (State.CLOSED, "called_back", "")
    assert closed.callbacks[0].opinion == "谢谢"


def test_an_unsolved_case_is_done_again_only_where_that_is_asked_for(loop: Loop) -> None:
    case, other = loop.to_call_back(), loop.to_call_back()
    again = loop.done(CALLER_BACK, "record_callback", case, **UNSOLVED)
    assert (again.state, again.redo_count, again.at_unit) == (State.TO_SIGN, 1, loop.city.bureau)
    closed = loop.done(CALLER_BACK, "record_callback", other, **{**UNSOLVED, "redo": False})
    assert (closed.state, closed.callbacks[0].solved) == (State.CLOSED, "unsolved")


def test_an_answer_in_the_call_that_does_not_hold_goes_to_dispatch(loop: Loop) -> None:
    case = loop.new_id()
    sampled = loop.done(
        OPERATOR, "answer_directly", case, number=loop.new_number(), intake=loop.intake(),
        pack_version=loop.city.pack.version, answer="九点开门", callback_share=1,
    )  # fmt: skip
    assert {clock.code for clock in sampled.clocks} == {"callback"}
    about_no_unit = {name: told for name, told in UNSOLVED.items() if name != "contacted_by_unit"}
    back = loop.done(CALLER_BACK, "record_callback", case, **about_no_unit)
    assert (back.state, owner(back)) == (State.TO_DISPATCH, "dispatch")
    assert {clock.code for clock in back.clocks if clock.stopped_at is None} == {"to_dispatch"}


def test_whether_the_unit_was_in_touch_is_told_exactly_where_a_unit_replied(loop: Loop) -> None:
    case = loop.to_call_back()
    about_no_unit = {name: told for name, told in REACHED.items() if name != "contacted_by_unit"}
    missing = loop.refused(CALLER_BACK, "record_callback", case, **about_no_unit)
    assert missing[:2] == ("missing_field", "contacted_by_unit")
    answered = loop.new_id()
    loop.done(
        OPERATOR, "answer_directly", answered, number=loop.new_number(), intake=loop.intake(),
        pack_version=loop.city.pack.version, answer="九点开门", callback_share=1,
    )  # fmt: skip
    closed = loop.done(CALLER_BACK, "record_callback", answered, **REACHED)
    assert closed.callbacks[0].contacted_by_unit is None, "there was no unit to be in touch"
    assert "contacted_by_unit" not in loop.timelines[answered][-1].data


def test_the_same_call_back_recorded_twice_counts_once(loop: Loop) -> None:
    case = loop.to_call_back()
    loop.done(CALLER_BACK, "record_callback", case, **NO_ANSWER)
    assert loop.refused(CALLER_BACK, "record_callback", case, **NO_ANSWER)[0] == "already_recorded"
    loop.go_on(hours=1)
    loop.done(CALLER_BACK, "record_callback", case, **REACHED)
    loop.go_on(minutes=1)
    assert loop.refused(CALLER_BACK, "record_callback", case, **REACHED) == ("wrong_state", "", "closed")


def test_a_citizen_who_is_not_reached_is_tried_three_times_over_two_days(loop: Loop) -> None:
    case = loop.to_call_back()
    assert loop.refused(WORKER, "close_unreachable", case)[0] == "not_yet"
    try_in_vain(loop, case)
    assert loop.refused(WORKER, "close_unreachable", case)[0] == "not_yet", "three tries in less than a day"
    loop.go_on(hours=1)
    loop.done(CALLER_BACK, "record_callback", case, **NO_ANSWER)
    closed = loop.done(WORKER, "close_unreachable", case)
    assert (closed.state, closed.closed_because) == (State.CLOSED, "unreachable")
    assert len(loop.timelines[case][-1].data["tries"]) == 4
    assert {clock.stopped_at for clock in closed.clocks} >= {loop.at}


def test_tries_before_a_redo_or_a_reopening_do_not_count_after_it(loop: Loop) -> None:
    case = loop.to_call_back()
    try_in_vain(loop, case)
    loop.go_on(days=1)
    loop.done(CALLER_BACK, "record_callback", case, **NO_ANSWER)
    loop.done(WORKER, "close_unreachable", case)
    loop.done(LEAD, "reopen", case, evidence="来电要求")
    redone(loop, case)
    assert loop.refused(WORKER, "close_unreachable", case)[0] == "not_yet"
    loop.go_on(minutes=1)
    loop.done(CALLER_BACK, "record_callback", case, **NO_ANSWER)
    loop.go_on(days=2)
    loop.done(CALLER_BACK, "record_callback", case, **UNSOLVED)
    redone(loop, case)
    loop.go_on(minutes=1)
    loop.done(CALLER_BACK, "record_callback", case, **NO_ANSWER)
    assert loop.refused(WORKER, "close_unreachable", case)[0] == "not_yet"


def test_a_merged_caller_is_given_up_only_while_the_reply_of_the_parent_stands(loop: Loop) -> None:
    parent, case = loop.to_call_back(), loop.filed()
    loop.done(DISPATCHER, "merge", case, parent=parent)
    try_in_vain(loop, case)
    loop.go_on(days=1)
    loop.done(CALLER_BACK, "record_callback", case, **NO_ANSWER)
    loop.done(CALLER_BACK, "record_callback", parent, **UNSOLVED)
    assert loop.refused(WORKER, "close_unreachable", case) == ("not_yet", "parent", "to_sign")
    redone(loop, parent)
    given_up = loop.done(WORKER, "close_unreachable", case)
    assert (given_up.state, given_up.closed_because) == (State.MERGED, "unreachable")
    assert loop.refused(WORKER, "close_unreachable", case)[0] == "already_recorded"


def test_what_is_over_is_filed_after_the_days_for_objections(loop: Loop) -> None:
    case = loop.closed()
    loop.go_on(days=6, hours=23)
    assert loop.refused(WORKER, "file_away", case)[0] == "not_yet"
    loop.go_on(hours=1)
    assert loop.done(WORKER, "file_away", case).state is State.FILED
    assert loop.refused(WORKER, "file_away", case) == ("wrong_state", "", "filed")
