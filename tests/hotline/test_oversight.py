"""Supervision, exclusion, the exposure list, holds, reopening: what lead, supervisor, reviewer and leader do."""

import pytest

from hotline.codes import Role, State
from hotline.context import Actor
from tests.hotline.whole_city import (
    CALLER_BACK,
    LEAD,
    LEADER,
    OPERATOR,
    REACHED,
    REVIEWER,
    SUPERVISOR,
    WORKER,
    Loop,
    city,
    local,
    person_of,
)

SOON = "2026-11-17T12:00:00+08:00"


@pytest.fixture
def loop() -> Loop:
    return Loop(city("dongsheng"), local("2026-11-16 09:00"))


def test_a_notice_lies_over_the_case_until_the_unit_answers_once(loop: Loop) -> None:
    case, unit = loop.in_hand(), person_of(loop.city.bureau)
    noticed = loop.done(SUPERVISOR, "supervise", case, kind="order", text="限期办结", due=SOON)
    assert (noticed.state, len(noticed.supervisions)) == (State.HANDLING, 1)
    assert loop.refused(unit, "answer_supervision", case, index=1, answer="办") == ("nothing_asked", "index", "")
    answered = loop.done(unit, "answer_supervision", case, index=0, answer="正在施工")
    assert (answered.supervisions[0].answer, answered.supervisions[0].answered_at) == ("正在施工", loop.at)
    assert loop.refused(unit, "answer_supervision", case, index=0, answer="又办")[0] == "already_recorded"


def test_a_joint_notice_names_units_that_there_are(loop: Loop) -> None:
    case = loop.in_hand()
    joint = {"kind": "joint", "text": "联合督办", "due": SOON}
    assert loop.refused(SUPERVISOR, "supervise", case, **joint, units=["gone"]) == ("unknown_code", "units", "gone")
    noticed = loop.done(SUPERVISOR, "supervise", case, **joint, units=[loop.city.co_units[0]])
    assert noticed.supervisions[0].units == (loop.city.co_units[0],)


def test_a_reviewer_decides_on_an_exclusion_once_and_with_a_reason(loop: Loop) -> None:
    case = loop.closed()
    assert loop.refused(REVIEWER, "decide_exclusion", case, grant=True, reason="属实")[0] == "nothing_asked"
    loop.done(person_of(loop.city.bureau), "request_exclusion", case, reason="政策不允许")
    decided = loop.done(REVIEWER, "decide_exclusion", case, grant=True, reason="属实")
    assert (decided.exclusion.state, decided.state) == ("granted", State.CLOSED)
    assert loop.timelines[case][-1].data == {"grant": True, "reason": "属实", "unit": loop.city.bureau}
    assert loop.refused(REVIEWER, "decide_exclusion", case, grant=False, reason="否")[0] == "nothing_asked"


def test_a_unit_is_named_once_a_leader_has_approved(loop: Loop) -> None:
    case, bureau = loop.in_hand(), loop.city.bureau
    stranger = loop.city.co_units[0]
    assert loop.refused(SUPERVISOR, "name_unit", case, unit=stranger, why="推诿")[:2] == ("unknown_code", "unit")
    assert loop.refused(LEADER, "decide_naming", case, grant=True)[0] == "nothing_asked"
    named = loop.done(SUPERVISOR, "name_unit", case, unit=bureau, why="推诿")
    assert (named.naming.unit, named.naming.state) == (bureau, "asked")
    assert loop.refused(SUPERVISOR, "name_unit", case, unit=bureau, why="再提")[0] == "already_asked"
    assert loop.done(LEADER, "decide_naming", case, grant=False, reason="整改中").naming.state == "turned_down"
    loop.done(SUPERVISOR, "name_unit", case, unit=bureau, why="仍推诿")
    assert loop.done(LEADER, "decide_naming", case, grant=True).naming.state == "granted"


def test_who_names_a_unit_goes_on_supervising_it_but_does_not_approve_the_naming(loop: Loop) -> None:
    case = loop.in_hand()
    both = Actor("6002", frozenset({Role.SUPERVISOR, Role.LEADER}))
    loop.done(both, "name_unit", case, unit=loop.city.bureau, why="推诿")
    assert loop.refused(both, "decide_naming", case, grant=True)[0] == "handled_it"
    loop.done(both, "hold", case, reason="on_hold", plan="汛期后", review_on="2026-12-01")


def test_a_closed_case_is_reopened_on_new_evidence_until_it_is_filed(loop: Loop) -> None:
    case = loop.closed()
    again = loop.done(LEAD, "reopen", case, evidence="又停水了，有照片")
    assert (again.state, again.at_unit, again.closed_because) == (State.TO_SIGN, loop.city.bureau, None)
    assert {clock.code for clock in again.clocks if clock.stopped_at is None} == {"sign", "redo"}
    other = loop.closed()
    loop.go_on(days=7)
    loop.done(WORKER, "file_away", other)
    assert loop.refused(LEAD, "reopen", other, evidence="又停了") == ("wrong_state", "", "filed")


def test_a_case_is_not_filed_while_an_exclusion_or_a_naming_waits_for_its_decision(loop: Loop) -> None:
    case, bureau = loop.closed(), loop.city.bureau
    loop.done(person_of(bureau), "request_exclusion", case, reason="政策不允许")
    loop.done(SUPERVISOR, "name_unit", case, unit=bureau, why="推诿")
    loop.go_on(days=6)
    assert loop.refused(WORKER, "file_away", case)[0] == "not_yet"
    loop.go_on(days=1)
    assert loop.refused(WORKER, "file_away", case) == ("decision_waits", "exclusion", "")
    loop.done(REVIEWER, "decide_exclusion", case, grant=True, reason="属实")
    assert loop.refused(WORKER, "file_away", case) == ("decision_waits", "naming", "")
    loop.done(LEADER, "decide_naming", case, grant=False, reason="整改中")
    assert loop.done(WORKER, "file_away", case).state is State.FILED


def test_what_no_unit_ever_had_is_not_reopened_to_one(loop: Loop) -> None:
    case = loop.new_id()
    loop.done(
        OPERATOR, "answer_directly", case, number=loop.new_number(), intake=loop.intake(),
        pack_version=loop.city.pack.version, answer="九点开门", callback_share=1,
    )  # fmt: skip
    loop.done(CALLER_BACK, "record_callback", case, **REACHED)
    assert loop.refused(LEAD, "reopen", case, evidence="不对")[0] == "no_unit"


def test_a_hold_ends_on_its_review_day_by_itself_and_not_before(loop: Loop) -> None:
    case = loop.in_hand()
    loop.done(SUPERVISOR, "hold", case, reason="on_hold", plan="汛期后", review_on="2026-12-01")
    loop.go_to("2026-11-30 23:59")
    assert loop.refused(WORKER, "resume", case) == ("not_yet", "review_on", "2026-12-01")
    loop.go_to("2026-12-01 00:00")
    back = loop.done(WORKER, "resume", case)
    assert (back.state, back.hold) == (State.HANDLING, None)


def test_a_supervisor_ends_a_hold_at_any_time(loop: Loop) -> None:
    case = loop.in_hand()
    loop.done(SUPERVISOR, "hold", case, reason="on_hold", plan="汛期后", review_on="2026-12-01")
    assert loop.done(SUPERVISOR, "resume", case).state is State.HANDLING
