"""Each item of the record is marked by what was taken down, with a loss that says what and where."""

from dataclasses import replace

import pytest

from city_packs.scenario import Scenario
from tests.practice.played import Play

_OTHER_STREET = "370402002"
_OTHER_DISTRICT = "370403005003"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_reference_earns_all_there_is(play: Play, noise: Scenario, urged: Scenario, language: str) -> None:
    from practice.reference import as_reference

    for scenario in (noise, urged):
        played = play(scenario)
        played.call = as_reference(scenario, language=language)
        assert (played.marks.total, played.lost) == (100, {})


def test_the_same_record_is_always_marked_the_same(play: Play, noise: Scenario) -> None:
    played = play(noise).take(area_code=_OTHER_STREET, caller_name="").type("abc<<!!")
    assert played.marks == played.marks


@pytest.mark.parametrize(
    ("values", "item", "lost", "said"),
    [
        ({"case_type": "QZ"}, "case_type", 8, [("case_type", {"is": "QZ", "should": "TS"})]),
        ({"class_code": "030603"}, "class", 4, [("class", {"is": "030603", "should": "030601"})]),
        ({"class_code": "030101"}, "class", 6, [("class", {"is": "030101", "should": "030601"})]),
        ({"class_code": "010101"}, "class", 8, [("class", {"is": "010101", "should": "030601"})]),
        ({"class_code": ""}, "class", 8, [("class", {"is": "", "should": "030601"})]),
        ({"area_code": "370402004027"}, "address", 2, None),
        ({"area_code": "370402004"}, "address", 2, None),
        ({"area_code": _OTHER_STREET}, "address", 4, None),
        ({"area_code": _OTHER_DISTRICT}, "address", 5, None),
        ({"area_code": ""}, "address", 5, [("area", {"is": "", "should": "370402004028"})]),
        ({"address_text": "立新社区"}, "address", 3, [("address_fact", {"fact": "gate"})]),
        ({"contact_phone": "19900000000"}, "contact", 3, None),
        ({"contact_phone": "１９９ 0000-1234"}, "contact", 0, []),
        ({"caller_name": ""}, "contact", 1, [("name", {"is": "", "should": "李秀兰"})]),
        ({"caller_name": "李秀兰女士"}, "contact", 0, []),
        ({"caller_name": "Ms. li xiulan"}, "contact", 0, []),
        ({"caller_name": "Li Xiu"}, "contact", 1, [("name", {"is": "Li Xiu", "should": "李秀兰"})]),
        ({"content": "工地一直施工。"}, "facts", 10, None),
        ({"content": "上周一起工地夜里浇混凝土到凌晨3点"}, "facts", 2.5, [("fact", {"fact": "permit"})]),
        ({"content": "LAST  MONDAY, ｃｏｎｃｒｅｔｅ until 3AM; Permit"}, "facts", 0, []),
        ({"urgency": "urgent"}, "detail", 8, [("detail", {"field": "urgency", "is": "urgent", "should": "normal"})]),
    ],
)
def test_what_was_taken_down_is_marked(
    values: dict[str, str], item: str, lost: float, said: object, play: Play, noise: Scenario
) -> None:
    played = play(noise).take(**values)
    assert played.lost == ({item: lost} if lost else {})
    assert said is None or played.losses(item) == said


def test_another_district_is_not_near_where_a_district_is_the_place(play: Play, noise: Scenario) -> None:
    district = replace(noise.records[0], values={**noise.records[0].values, "area_code": "370402"})
    assert play(replace(noise, records=(district,), traps=())).take(area_code="370403").lost == {"address": 5}


def test_a_loss_shows_the_keys_that_it_comes_from(play: Play, noise: Scenario) -> None:
    played = play(noise).take(class_code="010101")
    played.type("0101", at="class_code", ms=5000).type("abc", at="content", ms=6000).type("01", "class_code", ms=7000)
    (loss,) = played.item("class").losses
    assert loss.evidence == ((5000, 5300), (7000, 7100))
    assert loss.about == "class_code"


def test_a_wish_that_was_not_noted_is_lost(play: Play, noise: Scenario) -> None:
    wished = replace(noise.records[0], values={**noise.records[0].values, "is_enterprise": False, "anonymous": False})
    played = play(replace(noise, records=(wished,))).take(anonymous=True)
    assert (played.lost, played.losses("contact")) == ({"contact": 2}, [("wish", {"field": "anonymous"})])
    both = replace(wished, values={**wished.values, "confidential": False})
    assert play(replace(noise, records=(both,))).take(anonymous=True).lost == {"contact": 1}


def test_what_was_amended_counts_as_it_stands_at_the_end(play: Play, noise: Scenario) -> None:
    played = play(noise).take(class_code="010101", content="夜里施工")
    own = played.call.acts[0].case
    assert played.lost == {"class": 8, "facts": 10}
    played.give("amend_case", own, changes={"class_code": ["010101", "030601"]})
    played.give("add_note", own, text="上周一起浇混凝土至凌晨三点，称有施工证。")
    assert played.lost == {}


def test_what_was_made_without_a_line_and_came_late_stands_where_it_was_made(play: Play, noise: Scenario) -> None:
    played = play(noise).take(class_code="010101")
    played.give("amend_case", played.call.acts[0].case, changes={"class_code": ["010101", "030601"]})
    played.call.acts[0] = replace(played.call.acts[0], ms=90_000, made_ms=20_000)
    assert played.lost == {}


def test_two_urgings_are_matched_by_their_cases(play: Play, urged: Scenario) -> None:
    leak = replace(urged.records[0], facts=())
    played = play(replace(urged, records=(leak, replace(leak, case="lamp")), traps=()))
    played.call.acts = [replace(act, seq=9 - act.seq, ms=60_000 - act.ms) for act in played.call.acts]
    assert played.lost == {}


def test_a_case_that_was_withdrawn_again_is_no_second_one(play: Play, noise: Scenario) -> None:
    played = play(noise)
    filed = played.call.acts[0]
    played.give("file_case", "again", intake=filed.payload["intake"])
    assert played.lost == {"act": 6}
    played.give("withdraw", "again", reason="重复")
    assert played.lost == {}


def test_two_cases_are_matched_best_first_in_any_order(play: Play, noise: Scenario) -> None:
    road = replace(noise.records[0], values={**noise.records[0].values, "class_code": "030603"}, facts=())
    both = replace(noise, records=(noise.records[0], road))
    played = play(both)
    assert played.lost == {}
    played.call.acts = [replace(act, seq=9 - act.seq, ms=60_000 - act.ms) for act in played.call.acts]
    assert played.lost == {}
    only_one = play(both)
    only_one.call.acts.pop()
    assert only_one.lost == {"case_type": 4, "class": 4, "address": 4, "contact": 3, "act": 6, "detail": 4}


def test_a_novel_earns_no_more_and_no_less_than_its_facts(play: Play, noise: Scenario) -> None:
    content = "很久以前，" * 700 + noise.records[0].text.zh
    assert play(noise).take(content=content).lost == {}


def test_a_name_where_none_is_to_be_written_is_lost(play: Play, noise: Scenario) -> None:
    nameless = replace(noise.records[0], values={**noise.records[0].values, "caller_name": ""})
    played = play(replace(noise, records=(nameless,), traps=()))
    assert played.lost == {}
    assert played.take(caller_name="李秀兰").lost == {"contact": 1}


def test_a_command_that_is_recorded_on_the_seat_and_at_the_centre_counts_once(play: Play, noise: Scenario) -> None:
    played = play(noise)
    kept = replace(played.call.acts[0], mutation="0f")
    played.call.acts = [kept, replace(kept, ms=90_000, made_ms=kept.ms)]
    assert played.lost == {}
