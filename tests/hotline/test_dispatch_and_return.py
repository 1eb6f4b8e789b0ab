"""Dispatch starts the clocks of handling; a unit returns what is not its own; after two returns the lead decides."""

from datetime import timedelta
from uuid import UUID

import pytest

from hotline.codes import State
from hotline.order_parts import RunningClock
from hotline.queues import owner
from hotline.work_order import WorkOrder
from tests.hotline.whole_city import (
    DISPATCHER,
    EMERGENCY,
    HISTORIC,
    LEAD,
    OPERATOR,
    SUPERVISOR,
    WORKER,
    Loop,
    city,
    local,
    person_of,
)


@pytest.fixture
def loop() -> Loop:
    return Loop(city("dongsheng"), local("2026-11-16 09:00"))


@pytest.fixture
def shandong() -> Loop:
    return Loop(city("zaozhuang"), local("2026-11-16 09:00"))


def running(order: WorkOrder) -> dict[str, RunningClock]:
    return {clock.code: clock for clock in order.clocks if clock.stopped_at is None}


def returned(loop: Loop, case: UUID) -> WorkOrder:
    """Dispatch a case and take it back from its unit."""
    who = LEAD if loop.orders[case].return_count >= 2 else DISPATCHER
    loop.done(who, "assign", case, unit=loop.city.bureau)
    loop.done(person_of(loop.city.bureau), "request_return", case, reason="not_ours")
    return loop.done(DISPATCHER, "decide_return", case, accept=True, reason="是")


@pytest.mark.parametrize(
    ("asked", "code", "due"),
    [
        ({"class_code": EMERGENCY, "urgency": "urgent"}, "handle_emergency", "2026-11-17 17:30"),
        ({}, "handle", "2026-11-19 18:00"),
        ({"class_code": HISTORIC}, "handle_historic", "2026-11-25 18:00"),
    ],
    ids=["1: 24 hours", "3 working days", "7 working days"],
)
def test_137_runs_from_dispatch_and_not_from_signing(loop: Loop, asked: dict[str, str], code: str, due: str) -> None:
    case = loop.filed(**asked)
    loop.go_to("2026-11-16 17:30")
    sent = loop.done(DISPATCHER, "assign", case, unit=loop.city.bureau)
    assert (sent.clock_profile, running(sent)[code].due_at) == ("137", local(due))
    assert "to_dispatch" not in running(sent)
    loop.go_to("2026-11-16 17:50")
    signed = loop.done(person_of(loop.city.bureau), "sign", case)
    assert running(signed)[code].started_at == local("2026-11-16 17:30")
    assert running(signed)[code].due_at == local(due)
    assert not {"sign", "sign_emergency"} & running(signed).keys()


def test_dispatch_says_to_whom_by_which_profile_and_by_which_catalogue(loop: Loop) -> None:
    case = loop.filed()
    co_units = loop.city.co_units
    sent = loop.done(
        DISPATCHER, "assign", case, unit=loop.city.bureau, co_units=co_units, profile="default", pack_version="2026.10"
    )
    assert (sent.state, owner(sent)) == (State.TO_SIGN, f"unit:{loop.city.bureau}")
    assert [(each.unit, each.part) for each in sent.assignments] == [
        (loop.city.bureau, "lead"),
        *((unit, "co") for unit in co_units),
    ]
    told = loop.timelines[case][-1].data
    assert (told["unit"], told["co_units"], told["profile"]) == (loop.city.bureau, [*co_units], "default")
    assert told["catalogue"] == "2026.10"


def test_an_enterprise_of_zaozhuang_is_handled_by_its_own_profile(shandong: Loop) -> None:
    sent = shandong.orders[shandong.sent(is_enterprise=True)]
    assert sent.clock_profile == "1-2-10-25"
    due = {code: clock.due_at for code, clock in running(sent).items()}
    assert due["verify"] == local("2026-11-17 18:00")
    assert due["first_reply"] == local("2026-11-18 18:00")
    assert due["handle"] == local("2026-11-30 18:00")


def test_what_a_unit_took_on_the_telephone_is_handled_by_the_usual_profile(shandong: Loop) -> None:
    case = shandong.filed(is_enterprise=True)
    due = (shandong.at + timedelta(minutes=20)).isoformat()
    taken = shandong.done(
        OPERATOR, "assign_by_phone", case, unit=shandong.city.bureau, answered_by="张主任", feedback_due=due
    )
    assert (taken.state, taken.at_unit, taken.clock_profile) == (State.HANDLING, shandong.city.bureau, "1-2-10-25")
    assert running(taken).keys() == {"phone_feedback", "verify", "first_reply", "handle", "return", "contact"}
    shandong.done(person_of(shandong.city.bureau), "contact_caller", case)
    assert "phone_feedback" not in running(shandong.orders[case])


def test_a_dispatch_to_what_there_is_not_is_refused(loop: Loop) -> None:
    case, bureau = loop.filed(), loop.city.bureau
    for payload, field in (
        ({"unit": "gone"}, "unit"),
        ({"unit": bureau, "co_units": ["gone"]}, "co_units"),
        ({"unit": bureau, "profile": "none"}, "profile"),
    ):
        assert loop.refused(DISPATCHER, "assign", case, **payload)[:2] == ("unknown_code", field)


def test_a_query_goes_to_its_seat_and_back_while_the_clock_runs_on(loop: Loop) -> None:
    case = loop.filed()
    asked = loop.done(DISPATCHER, "query_seat", case, question="几号楼?")
    assert (asked.state, asked.query, owner(asked)) == (State.WITH_SEAT, "几号楼?", "seat:0001")
    back = loop.done(OPERATOR, "answer_query", case, answer="6号楼")
    assert (back.state, back.query, owner(back)) == (State.TO_DISPATCH, "", "dispatch")
    assert running(back)["to_dispatch"].started_at == loop.at


def test_a_refusal_that_the_lead_does_not_confirm_goes_to_dispatch_and_its_clock_begins_then(loop: Loop) -> None:
    case = loop.new_id()
    reason = next(iter(loop.city.pack.refusal_reasons))
    proposed = loop.done(
        OPERATOR, "propose_refusal", case, number=loop.new_number(), intake=loop.intake(),
        pack_version=loop.city.pack.version, refusal="out_of_scope", reason=reason, legal_route="lawsuit",
    )  # fmt: skip
    assert (owner(proposed), proposed.clocks) == ("lead", ())
    loop.go_on(hours=1)
    taken = loop.done(LEAD, "decide_refusal", case, accept=False, reason="属于受理范围")
    assert (taken.state, taken.refusal, taken.validity) == (State.TO_DISPATCH, None, "to_judge")
    assert running(taken)["to_dispatch"].started_at == loop.at


def test_a_return_goes_to_review_and_a_barred_one_back_where_it_was(loop: Loop) -> None:
    unit = person_of(loop.city.bureau)
    for case, state in ((loop.sent(), State.TO_SIGN), (loop.in_hand(), State.HANDLING)):
        asked = loop.done(unit, "request_return", case, reason="not_ours", suggested_unit=loop.city.co_units[0])
        assert (asked.state, owner(asked)) == (State.RETURN_REVIEW, "dispatch")
        assert "return" not in running(asked)
        assert "handle" in running(asked)
        barred = loop.done(DISPATCHER, "decide_return", case, accept=False, reason="属其职责")
        assert (barred.state, barred.return_barred, barred.return_count) == (state, True, 0)
        assert loop.refused(unit, "request_return", case, reason="not_ours")[0] == "return_barred"


def test_an_accepted_return_goes_to_dispatch_one_hop_more_with_no_clock_but_that_to_dispatch(loop: Loop) -> None:
    case = loop.filed()
    back = returned(loop, case)
    assert (back.state, back.return_count, back.lead_unit, back.at_unit) == (State.TO_DISPATCH, 1, "", "")
    assert running(back).keys() == {"to_dispatch"}
    assert all(each.ended_at == loop.at for each in back.assignments)
    assert loop.timelines[case][-1].data["hop"] == 1


def test_after_two_returns_the_lead_decides_and_for_good(loop: Loop) -> None:
    case = loop.filed()
    returned(loop, case)
    twice = returned(loop, case)
    assert owner(twice) == "lead"
    bureau = loop.city.bureau
    assert loop.refused(DISPATCHER, "assign", case, unit=bureau)[0] == "next_level_decides"
    soon = (loop.at + timedelta(minutes=20)).isoformat()
    by_phone = {"unit": bureau, "answered_by": "张主任", "feedback_due": soon}
    for who in (DISPATCHER, OPERATOR):
        assert loop.refused(who, "assign_by_phone", case, **by_phone)[0] == "next_level_decides"
    sent = loop.done(LEAD, "assign", case, unit=bureau)
    assert (sent.state, sent.return_barred) == (State.TO_SIGN, True)
    assert loop.refused(person_of(bureau), "request_return", case, reason="not_ours")[0] == "return_barred"


def test_before_that_a_lead_leaves_dispatch_to_the_dispatcher(loop: Loop) -> None:
    case = loop.filed()
    assert loop.refused(LEAD, "assign", case, unit=loop.city.bureau) == ("not_your_role", "", "assign")


def test_a_late_request_to_return_is_taken_and_said_to_be_late(loop: Loop) -> None:
    unit = person_of(loop.city.bureau)
    in_time, late = loop.in_hand(), loop.in_hand()
    loop.go_to("2026-11-18 17:59")
    assert not loop.done(unit, "request_return", in_time, reason="not_ours").return_request.late
    loop.go_to("2026-11-18 18:00")
    assert loop.done(unit, "request_return", late, reason="not_ours").return_request.late
    assert loop.timelines[late][-1].data["late"] is True


def test_a_reason_or_a_unit_that_there_is_not_is_no_return(loop: Loop) -> None:
    case, unit = loop.sent(), person_of(loop.city.bureau)
    assert loop.refused(unit, "request_return", case, reason="lazy") == ("unknown_code", "reason", "lazy")
    wrong = loop.refused(unit, "request_return", case, reason="not_ours", suggested_unit="gone")
    assert wrong == ("unknown_code", "suggested_unit", "gone")


def test_what_a_unit_had_asked_for_goes_with_its_case(shandong: Loop) -> None:
    case, unit = shandong.in_hand(), person_of(shandong.city.bureau)
    shandong.done(unit, "request_extension", case, days=5, reason="待材料")
    shandong.done(unit, "request_return", case, reason="not_ours")
    back = shandong.done(DISPATCHER, "decide_return", case, accept=True, reason="是")
    assert [each.state for each in back.extensions] == ["turned_down"]
    other = shandong.city.co_units[0]
    shandong.done(DISPATCHER, "assign", case, unit=other)
    shandong.done(person_of(other), "sign", case)
    assert shandong.refused(SUPERVISOR, "decide_extension", case, grant=True, reason="可")[0] == "nothing_asked"
    shandong.done(person_of(other), "request_extension", case, days=5, reason="待材料")


def test_a_case_of_a_dissolved_unit_is_taken_back_without_a_hop(shandong: Loop) -> None:
    case, unit = shandong.in_hand(), person_of(shandong.city.bureau)
    shandong.done(unit, "request_extension", case, days=5, reason="待材料")
    assert shandong.refused(WORKER, "recall", case)[0] == "not_yet"
    shandong.city = city("zaozhuang", dissolved=True)
    back = shandong.done(WORKER, "recall", case)
    assert (back.state, back.return_count, back.at_unit) == (State.TO_DISPATCH, 0, "")
    assert running(back).keys() == {"to_dispatch"}
    assert [each.state for each in back.extensions] == ["turned_down"]


def test_a_withdrawn_case_waits_for_nothing_any_more(shandong: Loop) -> None:
    unit = person_of(shandong.city.bureau)
    asked, held, questioned = shandong.in_hand(), shandong.in_hand(), shandong.filed()
    shandong.done(unit, "request_extension", asked, days=5, reason="待材料")
    shandong.done(unit, "request_return", asked, reason="not_ours")
    shandong.done(SUPERVISOR, "hold", held, reason="on_hold", plan="待汛期后", review_on="2026-12-01")
    shandong.done(DISPATCHER, "query_seat", questioned, question="几号楼?")
    for case in (asked, held, questioned):
        gone = shandong.done(OPERATOR, "withdraw", case, reason="来水了")
        assert (gone.state, owner(gone), running(gone)) == (State.WITHDRAWN, "", {})
        assert (gone.return_request, gone.hold, gone.query) == (None, None, "")
        assert all(each.state == "turned_down" for each in gone.extensions)
