"""The decision is marked by the commands that were given, and by nothing that was only looked at."""

from dataclasses import replace

import pytest

from city_packs.scenario import Fact, ReferenceRecord, Scenario, Words
from tests.practice.played import Play

_REFUSAL = ReferenceRecord(
    "propose_refusal",
    {"case_type": "ZX", "refusal": "out_of_scope", "reason": "in_court", "legal_route": "lawsuit"},
    Words("已在法院", "before a court"),
)


def _with(scenario: Scenario, *records: ReferenceRecord) -> Scenario:
    return replace(scenario, records=records, traps=(), truth=replace(scenario.truth, case_type="ZX"))


def test_a_case_filed_where_it_is_to_be_refused_loses_the_decision(play: Play, noise: Scenario) -> None:
    played = play(_with(noise, _REFUSAL))
    assert played.lost == {}
    filed = replace(played.call.acts[0], op="file_case", payload={"intake": {"case_type": "ZX", "content": "已在法院"}})
    played.call.acts = [filed]
    # What the reference has no value for is earned with the act; the type was right.
    assert played.lost == {"class": 8, "address": 8, "contact": 6, "facts": 10, "act": 12, "detail": 8}
    assert played.losses("act") == [("missing_act", {"op": "propose_refusal"}), ("needless_act", {"op": "file_case"})]


def test_each_detail_of_a_refusal_is_worth_the_same(play: Play, noise: Scenario) -> None:
    played = play(_with(noise, _REFUSAL)).take(reason="judgment")
    told = {"field": "reason", "is": "judgment", "should": "in_court"}
    assert (played.lost, played.losses("detail")) == ({"detail": 2.67}, [("detail", told)])


def test_each_needless_command_costs_and_never_more_than_the_item(play: Play, noise: Scenario) -> None:
    played = play(noise).give("urge", "x")
    assert played.lost == {"act": 6}
    assert play(noise).give("mark_abuse").lost == {"act": 6}
    assert play(noise).give("urge", "x").give("urge", "y").lost == {"act": 12}
    played.give("mark_abuse").give("log_call", outcome="nuisance")
    assert played.lost == {"act": 12}


def test_a_look_is_no_command_and_marked_abuse_is_right_where_there_is_some(play: Play, urged: Scenario) -> None:
    calm = replace(urged, records=urged.records[:1], traps=())
    assert play(calm).give("mark_abuse").give("reveal", "leak", field="caller_phone").lost == {}


def test_a_note_with_the_urging_is_what_was_said_with_it(play: Play, urged: Scenario) -> None:
    played = play(replace(urged, traps=())).take(0, said="")
    assert played.lost == {"facts": 10}
    played.give("add_note", "leak", text="路面结冰")
    assert played.lost == {}


def test_a_note_before_the_urging_is_what_was_said_with_it_too(play: Play, urged: Scenario) -> None:
    played = play(replace(urged, traps=())).take(0, said="").give("add_note", "leak", ms=1_500, text="路面结冰")
    assert played.lost == {}


def test_a_note_in_place_of_the_urging_keeps_what_it_states_and_the_case(play: Play, urged: Scenario) -> None:
    # Type, class, place and contact are earned with the act; the facts and the right case are there all the same.
    played = play(replace(urged, traps=(), records=urged.records[:1]))
    played.call.acts = []
    played.give("add_note", "leak", text="路面结冰")
    assert played.lost == {"case_type": 8, "class": 8, "address": 8, "contact": 6, "act": 12}
    assert played.losses("act") == [("missing_act", {"op": "urge"}), ("needless_act", {"op": "add_note"})]
    played.call.acts = []
    played.give("add_note", "lamp", text="还在漏")
    assert played.lost == {"case_type": 8, "class": 8, "address": 8, "contact": 6, "facts": 10, "act": 12, "detail": 8}


def test_urging_where_a_note_is_enough_is_needless_and_takes_nothing_from_the_note(play: Play, urged: Scenario) -> None:
    noted = replace(urged, traps=(), records=(replace(urged.records[0], op="add_note"),))
    assert play(noted).give("urge", "leak", said="请尽快").lost == {"act": 6}


def test_the_wrong_case_is_a_detail(play: Play, urged: Scenario) -> None:
    played = play(replace(urged, traps=()))
    played.call.acts[0] = replace(played.call.acts[0], case="lamp")
    assert played.lost == {"detail": 8}
    assert played.losses("detail") == [("wrong_case", {"is": "lamp", "should": "leak"})]


@pytest.mark.parametrize(("answer", "lost"), [("周一至周五上午九点办理。", {}), ("请到大厅。", {"detail": 8})])
def test_an_answer_must_state_what_the_reference_says(
    answer: str, lost: dict[str, float], play: Play, noise: Scenario
) -> None:
    hours = Fact("hours", Words("九点", "nine"), ("九点", "9:00"))
    record = ReferenceRecord("answer_directly", {"case_type": "ZX"}, Words("问九点", "asks"), answer=(hours,))
    assert play(_with(noise, record)).take(content="问几点", answer=answer).lost == lost


def test_another_line_for_an_emergency_is_a_detail_and_reading_back_is_earned_with_the_act(
    play: Play, noise: Scenario
) -> None:
    fire = _with(noise, ReferenceRecord("hand_off", {"line": "119"}))
    played = play(fire).take(line="110")
    played.call.asked = played.call.asked[:1]
    assert played.lost == {"detail": 8}
    logged = play(_with(noise, ReferenceRecord("log_call", {"outcome": "nuisance"}))).take(outcome="silent")
    assert logged.lost == {"detail": 8}
