"""Two matters in one case are split; one matter of several callers is merged, and can be taken apart again."""

from typing import Any
from uuid import UUID

import pytest

from hotline.codes import Role, State
from hotline.context import Actor
from hotline.order_parts import Exclusion
from hotline.outcome import Applied
from hotline.queues import owner
from tests.hotline.whole_city import (
    CALLER_BACK,
    DISPATCHER,
    EMERGENCY,
    LEAD,
    NO_ANSWER,
    OPERATOR,
    REACHED,
    REVIEWER,
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


def halves(loop: Loop, case: UUID, **changes: Any) -> dict[str, Any]:
    new = loop.new_id()
    return {"new_id": new, "number": loop.new_number(), "content": "楼道灯不亮", "keeps": "水压低", **changes}


def test_a_split_makes_two_cases_that_go_their_own_ways(loop: Loop) -> None:
    case = loop.filed()
    payload = halves(loop, case, class_code=EMERGENCY)
    kept = loop.done(DISPATCHER, "split", case, **payload)
    new = loop.orders[payload["new_id"]]
    assert (kept.content, kept.state, kept.revision) == ("水压低", State.TO_DISPATCH, 2)
    assert (new.content, new.title, new.class_code) == ("楼道灯不亮", "楼道灯不亮", EMERGENCY)
    assert (new.state, new.revision, new.split_from, new.order_no) == (State.TO_DISPATCH, 1, case, payload["number"])
    assert (new.caller_phone, new.area_code, new.follow_up) == (kept.caller_phone, kept.area_code, kept.follow_up)
    loop.done(DISPATCHER, "assign", new.id, unit=loop.city.bureau)
    assert loop.orders[case].state is State.TO_DISPATCH


def test_the_clock_to_dispatch_runs_on_for_both_halves_and_both_timelines_tell_of_it(loop: Loop) -> None:
    case = loop.filed()
    loop.go_on(minutes=6)
    payload = halves(loop, case)
    kept = loop.done(DISPATCHER, "split", case, **payload)
    (clock,) = loop.orders[payload["new_id"]].clocks
    assert clock == kept.clocks[0]
    (told,) = loop.timelines[payload["new_id"]]
    assert told.data["clocks"] == [{"code": "to_dispatch", "did": "start", "due": clock.due_at.isoformat()}]


def test_a_half_begins_without_what_units_had_of_the_case_before(loop: Loop) -> None:
    case = loop.sent()
    loop.done(person_of(loop.city.bureau), "request_return", case, reason="not_ours")
    loop.done(DISPATCHER, "decide_return", case, accept=True, reason="是")
    payload = halves(loop, case)
    loop.done(DISPATCHER, "split", case, **payload)
    new = loop.orders[payload["new_id"]]
    assert (new.assignments, [clock.code for clock in new.clocks]) == ((), ["to_dispatch"])
    assert new.return_count == 1
    assert new.handlers == loop.orders[case].handlers


def test_the_words_that_a_split_takes_the_place_of_stay_in_the_timeline(loop: Loop) -> None:
    case = loop.filed(content="水压低，楼道灯也不亮")
    loop.done(DISPATCHER, "split", case, **halves(loop, case))
    told = loop.timelines[case][-1].data
    assert (told["was"], told["keeps"], told["goes"]) == ("水压低，楼道灯也不亮", "水压低", "楼道灯不亮")


def test_the_number_of_a_half_is_kept_without_its_grouping(loop: Loop) -> None:
    case = loop.filed()
    number = loop.new_number()
    payload = halves(loop, case, number=f"{number[:4]}-{number[4:6]}-{number[6:12]}-{number[12:]}")
    loop.done(DISPATCHER, "split", case, **payload)
    assert loop.orders[payload["new_id"]].order_no == number


def test_a_split_that_cannot_be_made_is_refused(loop: Loop) -> None:
    case, other = loop.filed(), loop.filed()
    for changes, code, field in (
        ({"new_id": case}, "with_itself", ""),
        ({"new_id": other}, "already_exists", ""),
        ({"number": "123"}, "bad_number", ""),
        ({"class_code": "99"}, "unknown_code", "class_code"),
        ({"area_code": "99"}, "unknown_code", "area_code"),
    ):
        assert loop.refused(DISPATCHER, "split", case, **halves(loop, case, **changes))[:2] == (code, field)


def test_a_merged_case_rests_and_its_parent_knows_it(loop: Loop) -> None:
    parent, case = loop.sent(), loop.filed()
    merged = loop.done(DISPATCHER, "merge", case, parent=parent)
    assert (merged.state, merged.parent, owner(merged)) == (State.MERGED, parent, "")
    assert all(clock.stopped_at for clock in merged.clocks)
    taken_in = loop.orders[parent]
    assert (taken_in.merged_cases, taken_in.state, taken_in.revision) == ((case,), State.TO_SIGN, 3)
    assert loop.timelines[parent][-1].kind == "merged_in"


def test_merging_with_itself_with_what_is_over_or_in_a_ring_is_refused(loop: Loop) -> None:
    case, other, third = loop.filed(), loop.filed(), loop.filed()
    assert loop.refused(DISPATCHER, "merge", case, parent=case) == ("with_itself", "", "")
    assert loop.refused(DISPATCHER, "merge", case, parent=loop.new_id())[:2] == ("no_such_case", "parent")
    over = loop.closed()
    assert loop.refused(DISPATCHER, "merge", case, parent=over) == ("parent_over", "parent", "closed")
    loop.go_on(days=8)
    loop.done(WORKER, "file_away", over)
    assert loop.refused(DISPATCHER, "merge", case, parent=over) == ("parent_over", "parent", "filed")
    loop.done(DISPATCHER, "merge", case, parent=other)
    assert loop.refused(DISPATCHER, "merge", other, parent=case) == ("parent_merged", "parent", str(other))
    assert loop.refused(DISPATCHER, "merge", other, parent=third) == ("has_merged", "", "")
    assert loop.refused(DISPATCHER, "merge", third, parent=case)[0] == "parent_merged"


def test_a_case_that_others_were_merged_into_is_neither_withdrawn_nor_refused(loop: Loop) -> None:
    parent, case = loop.filed(), loop.filed()
    loop.done(DISPATCHER, "merge", case, parent=parent)
    assert loop.refused(OPERATOR, "withdraw", parent, reason="好了") == ("has_merged", "", "")
    proposed = loop.new_id()
    loop.done(
        OPERATOR, "propose_refusal", proposed, number=loop.new_number(), intake=loop.intake(),
        pack_version=loop.city.pack.version, refusal="out_of_scope", reason=next(iter(loop.city.pack.refusal_reasons)),
        legal_route="lawsuit",
    )  # fmt: skip
    loop.done(DISPATCHER, "merge", loop.filed(), parent=proposed)
    assert loop.refused(LEAD, "decide_refusal", proposed, accept=True, reason="应诉讼")[0] == "has_merged"


def test_a_merge_can_be_undone_until_the_parent_is_filed(loop: Loop) -> None:
    parent, case = loop.closed(), loop.filed()
    live = loop.to_call_back()
    loop.done(DISPATCHER, "merge", case, parent=live)
    loop.done(CALLER_BACK, "record_callback", live, **REACHED)
    loop.go_on(hours=2)
    alone = loop.done(DISPATCHER, "unmerge", case, reason="不是一件事")
    assert (alone.state, alone.parent, owner(alone)) == (State.TO_DISPATCH, None, "dispatch")
    assert alone.clocks[-1].started_at == loop.at
    assert loop.orders[live].merged_cases == ()
    assert loop.timelines[live][-1].kind == "merged_out"
    assert loop.orders[parent].state is State.CLOSED


def test_every_merged_caller_is_called_back_once_the_reply_has_passed(loop: Loop) -> None:
    parent, case = loop.replied(), loop.filed()
    loop.done(DISPATCHER, "merge", case, parent=parent)
    early = loop.refused(CALLER_BACK, "record_callback", case, **REACHED)
    assert early == ("not_yet", "parent", "reply_review")
    loop.done(DISPATCHER, "review_reply", parent, accept=True)
    tried = loop.done(CALLER_BACK, "record_callback", case, **NO_ANSWER)
    assert (tried.state, tried.closed_because) == (State.MERGED, None)
    loop.go_on(hours=3)
    called = loop.done(CALLER_BACK, "record_callback", case, **REACHED)
    assert (called.state, called.closed_because) == (State.MERGED, "called_back")
    loop.go_on(minutes=1)
    assert loop.refused(CALLER_BACK, "record_callback", case, **REACHED)[0] == "already_recorded"


def test_who_handled_the_parent_calls_back_none_of_its_callers(loop: Loop) -> None:
    parent, case = loop.to_call_back(), loop.filed()
    loop.done(DISPATCHER, "merge", case, parent=parent)
    handler = Actor(f"u1.{loop.city.bureau}", frozenset({Role.CALLBACK}))
    for each in (parent, case):
        assert loop.refused(handler, "record_callback", each, **REACHED)[0] == "handled_it"


def test_a_merged_caller_who_is_not_content_gets_a_case_of_their_own_at_the_parents_unit(loop: Loop) -> None:
    parent, case = loop.to_call_back(), loop.filed()
    loop.done(DISPATCHER, "merge", case, parent=parent)
    again = loop.done(CALLER_BACK, "record_callback", case, **UNSOLVED)
    assert (again.state, again.at_unit, again.parent) == (State.TO_SIGN, loop.city.bureau, None)
    assert {clock.code for clock in again.clocks if not clock.stopped_at} == {"sign", "redo"}
    assert loop.orders[parent].merged_cases == ()
    assert loop.orders[parent].state is State.TO_CALLBACK


def test_a_parent_is_filed_only_when_every_merged_caller_was_called_back_and_they_go_with_it(loop: Loop) -> None:
    parent, case = loop.to_call_back(), loop.filed()
    loop.done(DISPATCHER, "merge", case, parent=parent)
    loop.done(CALLER_BACK, "record_callback", parent, **REACHED)
    loop.go_on(days=8)
    assert loop.refused(WORKER, "file_away", case) == ("filed_with_parent", "", "")
    number = loop.orders[case].order_no
    assert loop.refused(WORKER, "file_away", parent) == ("not_called_back", "merged_cases", number)
    loop.done(CALLER_BACK, "record_callback", case, **REACHED)
    waiting = Exclusion(at=loop.at, unit=loop.city.bureau, operator="U7", reason="政策不允许")
    loop.orders[case] = loop.orders[case].model_copy(update={"exclusion": waiting})
    assert loop.refused(WORKER, "file_away", parent) == ("decision_waits", "merged_cases", number)
    loop.done(REVIEWER, "decide_exclusion", case, grant=False, reason="不属实")
    outcome = loop.give(WORKER, "file_away", parent)
    assert isinstance(outcome, Applied)
    assert {loop.orders[parent].state, loop.orders[case].state} == {State.FILED}
    assert loop.timelines[case][-1].data == {"with": loop.orders[parent].order_no}
