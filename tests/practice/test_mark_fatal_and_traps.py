"""What makes a mark 0, and what the mistakes cost that a scenario leads to."""

from dataclasses import replace

import pytest

from city_packs.scenario import Scenario, Trap, Words
from practice.reference import as_reference
from tests.practice.played import Play

_WORDS = Words("陷阱", "a trap")


def _but(scenario: Scenario, *traps: Trap, values: dict[str, str | bool] | None = None, **truth: object) -> Scenario:
    record = replace(scenario.records[0], values={**scenario.records[0].values, **(values or {})})
    return replace(scenario, records=(record,), traps=traps, truth=replace(scenario.truth, **truth))


def _fatal(play: Play, scenario: Scenario, **taken: object) -> list[tuple[str, dict[str, str]]]:
    marks = play(scenario).take(**taken).marks
    assert (marks.total == 0) is bool(marks.fatal)
    return [(each.code, dict(each.values)) for each in marks.fatal]


def test_a_complaint_taken_down_as_a_question_is_fatal(play: Play, noise: Scenario) -> None:
    plain = replace(noise, traps=())
    assert _fatal(play, plain, case_type="ZX") == [("fact_distorted", {"is": "ZX", "should": "TS"})]
    assert _fatal(play, plain, case_type="QZ") == []
    report = _but(noise, values={"case_type": "JB"}, case_type="JB")
    assert _fatal(play, report, case_type="ZX") == [("fact_distorted", {"is": "ZX", "should": "JB"})]
    assert _fatal(play, _but(noise, values={"case_type": "JY"}, case_type="JY"), case_type="ZX") == []
    # Of a call that is two cases each is held against its own record.
    asks = replace(noise.records[0], values={"case_type": "ZX", "class_code": "050201"}, facts=(), address=())
    assert play(replace(plain, records=(*plain.records, asks))).marks.fatal == ()


def test_a_risk_that_was_downgraded_is_fatal(play: Play, noise: Scenario) -> None:
    urgent = _but(noise, values={"urgency": "urgent"}, urgency="urgent")
    assert _fatal(play, urgent) == []
    assert _fatal(play, urgent, urgency="critical") == []
    assert _fatal(play, urgent, urgency="normal") == [("risk_downgraded", {"is": "normal", "should": "urgent"})]
    assert _fatal(play, noise, urgency="historic") == []
    # Handed off, it is in the best hands, whatever the form says.
    assert play(replace(urgent, traps=())).give("hand_off", line="119").marks.fatal == ()


def test_an_emergency_that_was_kept_is_fatal(play: Play, noise: Scenario) -> None:
    fire = _but(noise, emergency="119")
    assert _fatal(play, fire) == [("emergency_kept", {"should": "119"})]
    assert play(fire).give("hand_off", line="110").marks.fatal == ()


def test_an_emergency_whose_caller_the_trainee_hung_up_on_first_was_kept(play: Play, noise: Scenario) -> None:
    handed = replace(noise.records[0], op="hand_off", values={"line": "110"}, facts=(), address=())
    beaten = replace(noise, records=(handed,), traps=(), truth=replace(noise.truth, emergency="110"))

    def ended(by: str, at: int, *, made: int = 50_000, **taken: object) -> list[tuple[str, dict[str, str]]]:
        played = play(beaten)
        played.call.acts = [replace(played.call.acts[0], ms=made, payload={"line": "110", **taken})]
        played.call.hung_up, played.call.ended_by = at, by
        return [(each.code, dict(each.values)) for each in played.marks.fatal]

    assert ended("trainee", 30_000, caller_gone=True) == [("emergency_kept", {"should": "110", "ended_by": "trainee"})]
    # She has hung up by herself, and the line was told: nobody can do more.
    assert ended("caller", 30_000, caller_gone=True) == []
    # Put through, and only then hung up.
    assert ended("trainee", 60_000) == []
    # The desk heard nothing of a call that went on, right after it was started anew.
    assert ended("trainee", 60_000, caller_gone=True) == []
    # Records of before that was noted.
    assert ended("", 30_000, caller_gone=True) == []
    assert ended("trainee", 30_000) == []


def test_where_an_emergency_was_kept_by_hanging_up_both_moments_show(play: Play, noise: Scenario) -> None:
    played = play(_but(noise, emergency="110")).give("hand_off", ms=50_000, line="110", caller_gone=True)
    played.call.hung_up, played.call.ended_by = 30_000, "trainee"
    [fatal] = played.marks.fatal
    assert fatal.evidence == ((30_000, 30_000), (50_000, 50_000))
    # One that was put through before is enough.
    assert played.give("hand_off", ms=20_000, line="110").marks.fatal == ()


@pytest.mark.parametrize("wish", ["confidential", "anonymous"])
def test_personal_data_of_who_asked_to_keep_it_is_fatal(wish: str, play: Play, noise: Scenario) -> None:
    kept = _but(noise, values={wish: True})
    assert _fatal(play, kept) == []
    assert _fatal(play, kept, **{wish: False}) == [("personal_data", {"field": wish})]
    text = noise.records[0].text.zh
    assert _fatal(play, kept, content=f"{text}联系１９９ 0000 1234") == [("personal_data", {"field": "caller_phone"})]
    assert _fatal(play, kept, content=f"{text}199-0000-1234") == [("personal_data", {"field": "caller_phone"})]
    assert _fatal(play, kept, content=f"{text}李秀兰反映") == [("personal_data", {"field": "caller_name"})]
    assert _fatal(play, kept, title="李秀兰家门口施工") == [("personal_data", {"field": "caller_name"})]
    assert _fatal(play, noise, content=f"{text}李秀兰反映") == []


def test_a_needless_second_case_keeps_the_callers_wish_too(play: Play, noise: Scenario) -> None:
    kept = play(_but(noise, values={"anonymous": True})).give("file_case", "own-2", intake={"case_type": "TS"})
    assert [(each.code, dict(each.values)) for each in kept.marks.fatal] == [("personal_data", {"field": "anonymous"})]
    assert play(replace(noise, traps=())).give("file_case", "own-2", intake={"case_type": "TS"}).marks.fatal == ()


def test_of_two_cases_one_keeps_a_wish_that_the_other_has_not(play: Play, noise: Scenario) -> None:
    kept = _but(noise, values={"anonymous": True}).records[0]
    open_one = replace(noise.records[0], values={**noise.records[0].values, "class_code": "050201"})
    played = play(replace(noise, records=(kept, open_one), traps=()))
    assert played.marks.fatal == ()
    assert [each.code for each in played.take(anonymous=False).marks.fatal] == ["personal_data"]


def test_a_trap_costs_what_its_file_says_in_place_of_the_rubric(play: Play, noise: Scenario) -> None:
    for trap in noise.traps:
        if trap.fatal:
            continue
        played = play(noise)
        played.call = as_reference(noise, trap)
        assert played.lost == {trap.item: trap.costs}
        assert ("trap", {"trap": trap.code}) in played.losses(trap.item)


def test_what_else_is_wrong_in_the_item_is_lost_beside_a_trap(play: Play, noise: Scenario) -> None:
    cheap = Trap("near", "address", 1, _WORDS, when={"area_code": "370402004034"})
    played = play(replace(noise, traps=(cheap,))).take(area_code="370402004034", address_text="立新社区")
    assert played.lost == {"address": 4}
    assert [code for code, _ in played.losses("address")] == ["address_fact", "trap"]


def test_traps_cost_no_more_than_their_item_has(play: Play, noise: Scenario) -> None:
    dear = Trap("dear", "class", 20, _WORDS, when={"class_code": "010101"})
    assert play(replace(noise, traps=(dear,))).take(class_code="010101").lost == {"class": 8}


def test_a_trap_of_words_is_found_however_they_are_written(play: Play, noise: Scenario) -> None:
    said = Trap("wrong_day", "facts", 4, _WORDS, says=("Last Sunday", "上周日"))
    scenario = replace(noise, traps=(said,))
    text = noise.records[0].text.zh
    assert play(scenario).take(content=f"{text} ｌａｓｔ　SUNDAY").lost == {"facts": 4}
    address = f"{noise.records[0].values['address_text']}，上周日起"
    assert play(scenario).take(address_text=address).lost == {"facts": 4}
    # The right day is missing for it: that is the same mistake, and not lost twice.
    assert play(scenario).take(content=text.replace("上周一", "上周日")).lost == {"facts": 4}


def test_a_fatal_trap_is_named_with_its_error(play: Play, noise: Scenario) -> None:
    trap = Trap("leak", "", 100, _WORDS, when={"address_text": "李秀兰家"}, fatal="personal_data")
    marks = play(replace(noise, traps=(trap,))).take(address_text="李秀兰家").marks
    assert (marks.total, [(each.code, each.values) for each in marks.fatal]) == (
        0,
        [("personal_data", {"trap": "leak"})],
    )


def test_filing_what_is_to_be_urged_costs_what_the_file_says(play: Play, urged: Scenario) -> None:
    played = play(urged)
    played.call = as_reference(urged, urged.traps[0])
    assert played.marks.total == 100 - urged.traps[0].costs


def test_a_command_beside_the_right_one_costs_as_a_needless_one_whatever_the_trap_says(
    play: Play, noise: Scenario, urged: Scenario
) -> None:
    played = play(urged).give("file_case", intake={"case_type": "QZ"})
    assert played.lost == {"act": 6}
    assert played.losses("act") == [("trap", {"trap": "filed_again"})]
    handed = replace(noise.records[0], op="hand_off", values={"line": "119"}, facts=(), address=())
    kept = Trap("filed", "", 100, _WORDS, when={"op": "file_case"}, fatal="emergency_kept")
    burning = replace(noise, records=(handed,), traps=(kept,), truth=replace(noise.truth, emergency="119"))
    assert play(burning).give("file_case", intake={"urgency": "critical"}).marks.total == 94
    played = play(burning)
    played.call.acts[0] = replace(played.call.acts[0], op="file_case")
    assert [each.code for each in played.marks.fatal] == ["emergency_kept"]


def test_two_traps_that_name_one_needless_command_cost_as_one(play: Play, noise: Scenario) -> None:
    traps = (Trap("logged", "act", 65, _WORDS, when={"op": "log_call"}),
             Trap("nuisance", "act", 65, _WORDS, when={"op": "log_call", "outcome": "nuisance"}),
             Trap("not_theirs", "detail", 8, _WORDS, when={"outcome": "nuisance"}))  # fmt: skip
    played = play(replace(noise, traps=traps)).give("log_call", "", outcome="nuisance")
    assert (played.lost, played.losses("act")) == ({"act": 6}, [("trap", {"trap": "logged"})])
    # In place of the right one each costs on its own, and never more than the item has.
    played.call.acts = played.call.acts[1:]
    assert played.losses("act") == [("trap", {"trap": "logged"})]
    assert played.item("detail").got == 0


def test_a_command_without_a_field_has_not_left_it_empty(play: Play, noise: Scenario) -> None:
    kept = _but(noise, Trap("told", "", 100, _WORDS, when={"confidential": False}, fatal="personal_data"))
    played = play(replace(kept, caller=replace(noise.caller, abuse=1))).take(confidential=True).give("mark_abuse")
    assert played.marks.fatal == ()
    assert play(kept).marks.total == 0
