"""Speed, keyboard and language: when, with how many keys, and with which words a call was taken."""

from dataclasses import replace

import pytest

from city_packs.scenario import Scenario
from practice.record import Asked, KeyPressed, TextRead
from practice.reference import as_empty
from tests.practice.played import Play

_ANSWERED = 1000


@pytest.mark.parametrize(("seconds", "lost"), [(4, 0), (5, 0), (12.5, 2), (20, 4), (300, 4)])
def test_the_first_key_after_the_answer(seconds: float, lost: float, play: Play, noise: Scenario) -> None:
    played = play(noise)
    played.call.keys = []
    # The key that answers is recorded right behind the answer.
    played.type("\n", ms=_ANSWERED + 20).type("!", ms=_ANSWERED + 900).type("a", ms=_ANSWERED + int(seconds * 1000))
    assert played.lost.get("first_key", 0) == lost


@pytest.mark.parametrize(("minutes", "lost"), [(4, 0), (6, 3), (8, 6), (20, 6)])
def test_the_record_is_on_file_in_the_minutes_of_the_scenario(
    minutes: float, lost: float, play: Play, noise: Scenario
) -> None:
    played = play(noise)
    played.call.acts[0] = replace(played.call.acts[0], ms=_ANSWERED + int(minutes * 60_000))
    assert played.lost.get("save", 0) == lost
    if lost:
        assert played.losses("save") == [("slow_save", {"seconds": f"{minutes * 60:g}", "by": "240"})]


def test_the_last_of_several_records_counts(play: Play, noise: Scenario) -> None:
    played = play(replace(noise, records=noise.records * 2))
    played.call.acts[1] = replace(played.call.acts[1], ms=_ANSWERED + 6 * 60_000)
    assert played.lost == {"save": 3}


@pytest.mark.parametrize(("seconds", "lost"), [(60, 0), (90, 2.5), (120, 5), (None, 5)])
def test_the_wrap_up(seconds: float | None, lost: float, play: Play, noise: Scenario) -> None:
    played = play(noise)
    played.call.hung_up = 30_000
    played.call.ready = None if seconds is None else 30_000 + int(seconds * 1000)
    assert played.lost.get("wrap_up", 0) == lost


@pytest.mark.parametrize(("signs", "lost"), [("abcdefghij<", 0), ("abcd<", 3), ("ab<<", 6), ("<", 0), ("", 0)])
def test_what_was_taken_back_of_what_was_typed(signs: str, lost: float, play: Play, noise: Scenario) -> None:
    for key in ("backspace", "delete", "ctrl+u", "ctrl+z"):
        played = play(noise).type(signs)
        played.call.keys = [replace(each, key=key) if each.key == "backspace" else each for each in played.call.keys]
        assert played.lost.get("corrections", 0) == lost


def test_what_was_pasted_was_typed(play: Play, noise: Scenario) -> None:
    played = play(noise).type("<<<<")
    played.call.keys.append(KeyPressed(3000, "paste", "水" * 40, "content"))
    assert played.lost == {}


@pytest.mark.parametrize(("wrong", "lost"), [(0, 0), (1, 0), (2, 1), (5, 4), (40, 4)])
def test_keys_that_did_nothing(wrong: int, lost: float, play: Play, noise: Scenario) -> None:
    played = play(noise).type("!" * wrong)
    assert played.lost.get("wrong_keys", 0) == lost
    assert all(len(loss.evidence) == wrong for loss in played.item("wrong_keys").losses)


def test_a_backspace_that_had_nothing_to_take_back_is_a_wrong_key_and_no_correction(
    play: Play, noise: Scenario
) -> None:
    played = play(noise).type("!!", ms=1500)
    played.call.keys = [key if key.used else replace(key, key="backspace") for key in played.call.keys]
    assert played.type("ab", ms=2000).lost == {"wrong_keys": 1}


@pytest.mark.parametrize(
    ("said", "lost", "why"),
    [
        ([(2, "greet")], 0, None),
        ([(10, "greet"), (12, "where")], 0, None),
        ([(11, "greet")], 3, "late_greeting"),
        ([(2, "where"), (3, "greet")], 3, "question_first"),
        ([(2, "where")], 5, "no_greeting"),
    ],
)
def test_the_greeting(said: list[tuple[int, str]], lost: float, why: str | None, play: Play, noise: Scenario) -> None:
    played = play(replace(noise, traps=()))
    played.call.asked = [Asked(_ANSWERED + seconds * 1000, question) for seconds, question in said]
    assert played.lost.get("greeting", 0) == lost
    assert [code for code, _ in played.losses("greeting")] == ([why] if why else [])


def test_a_greeting_that_was_read_out_counts(play: Play, noise: Scenario) -> None:
    played = play(noise)
    played.call.asked = [each for each in played.call.asked if each.question != "greet"]
    played.call.read.append(TextRead(_ANSWERED + 500, "greeting"))
    assert played.lost == {}


@pytest.mark.parametrize(
    ("text", "lost"),
    [("", 0), ("来电人无理取闹。", 2.5), ("刁民，无 理取闹，WE  Guarantee", 5), ("这个老太太", 2.5)],
)
def test_forbidden_words_of_rubric_and_scenario(text: str, lost: float, play: Play, noise: Scenario) -> None:
    strict = replace(noise, records=(replace(noise.records[0], forbidden=("老太太",)),))
    played = play(strict).take(content=noise.records[0].text.zh + text)
    assert played.lost == ({"words": lost} if lost else {})
    in_address = play(strict).take(address_text=f"{noise.records[0].values['address_text']}{text}")
    assert in_address.lost.get("words", 0) == lost


def test_a_word_that_one_record_must_not_hold_may_stand_in_another(play: Play, noise: Scenario) -> None:
    first = replace(noise.records[0], forbidden=("陈师傅",))
    second = replace(noise.records[0], values={**first.values, "class_code": "050201"})
    both = replace(noise, records=(first, second), traps=())
    text = noise.records[0].text.zh + "陈师傅"
    assert play(both).take(1, content=text).lost == {}
    assert play(both).take(0, content=text).lost == {"words": 2.5}


@pytest.mark.parametrize(
    ("seconds", "lost", "why"),
    [
        ([5], 0, None),
        ([5, 6], 2, "read_back_again"),
        ([5, 90], 2, "read_back_again"),
        ([], 5, "no_read_back"),
        ([90], 5, "late_read_back"),
    ],
)
def test_reading_back(seconds: list[int], lost: float, why: str | None, play: Play, noise: Scenario) -> None:
    played = play(noise)
    played.call.asked = [Asked(2000, "greet"), *(Asked(_ANSWERED + each * 1000, "read_back") for each in seconds)]
    assert played.lost == ({"read_back": lost} if lost else {})
    assert [code for code, _ in played.losses("read_back")] == ([why] if why else [])


@pytest.mark.parametrize(
    ("signs_at", "read_back_at", "empty"),
    [
        ({"class_code": 3, "content": 20, "area_code": 10}, [2], "content"),
        ({"class_code": 3, "content": 20, "area_code": 10}, [4], "content"),  # a class alone says nothing of it
        ({"content": 10, "area_code": 20}, [15], "area_code"),
        ({"content": 10, "address_text": 20}, [15], "area_code"),
        ({"content": 10, "address_text": 12, "area_code": 20}, [15], None),
        ({"content": 10, "caller_name": 20, "contact_phone": 20}, [15], None),  # he is reached where he calls from
        ({"content": 10, "area_code": 12}, [2, 15], None),
        ({"content": 10, "area_code": 12}, [2, 3], "content"),
        ({"content": 10, "area_code": 20}, [2, 15], "area_code"),
        ({"area_code": 10, "text": 20}, [15], "content"),  # as what is said with an urging is written
    ],
)
def test_a_read_back_of_what_is_not_taken_down_is_none(
    signs_at: dict[str, int], read_back_at: list[int], empty: str | None, play: Play, noise: Scenario
) -> None:
    played = play(noise)
    played.call.acts[0] = replace(played.call.acts[0], ms=30_000)
    played.type("\n", at="area_code", ms=1200)  # the form opens there
    for field, seconds in signs_at.items():
        played.type("abc", at=field, ms=seconds * 1000)
    played.call.asked = [Asked(2000, "greet"), *(Asked(each * 1000, "read_back") for each in read_back_at)]
    assert played.lost == ({"read_back": 5} if empty else {})
    assert played.losses("read_back") == ([("early_read_back", {"field": empty})] if empty else [])
    assert not empty or played.item("read_back").losses[0].evidence == tuple((s * 1000, s * 1000) for s in read_back_at)


def test_no_place_is_to_be_read_back_where_none_counts(play: Play, noise: Scenario) -> None:
    values = {name: value for name, value in noise.records[0].values.items() if name != "area_code"}
    played = play(replace(noise, records=(replace(noise.records[0], values=values, address=()),), traps=()))
    assert played.type("abc", ms=1500).type("abc", at="address_text", ms=20_000).lost == {}


def test_another_number_is_to_be_read_back(play: Play, noise: Scenario) -> None:
    other = {**noise.records[0].values, "contact_phone": "19900004321"}
    played = play(replace(noise, records=(replace(noise.records[0], values=other),)))
    played.type("abc", ms=1500).type("199", at="contact_phone", ms=20_000)
    assert played.losses("read_back") == [("early_read_back", {"field": "contact_phone"})]


def test_reading_back_and_typing_nothing_is_none(play: Play, noise: Scenario) -> None:
    played = play(noise).type("030601", at="class_code", ms=1500)
    played.call.acts = []
    assert played.losses("read_back") == [("early_read_back", {"field": "content"})]


def test_a_read_back_before_the_last_of_several_records_is_in_time(play: Play, noise: Scenario) -> None:
    played = play(replace(noise, records=noise.records * 2, traps=()))
    played.call.acts[0] = replace(played.call.acts[0], ms=_ANSWERED + 1)
    assert "read_back" not in played.lost


def test_who_does_nothing_earns_nothing(play: Play, noise: Scenario, urged: Scenario) -> None:
    for scenario in (noise, urged):
        played = play(scenario)
        played.call = as_empty(scenario)
        assert played.marks.total == 0


def test_who_types_only_line_feeds_earns_next_to_nothing(play: Play, noise: Scenario) -> None:
    played = play(noise)
    played.call = as_empty(noise)
    played.type("\n" * 500, ms=_ANSWERED + 100)
    assert played.marks.total == 4  # the first key came soon


def test_who_types_without_saving_earns_no_marks_for_the_record(play: Play, noise: Scenario) -> None:
    played = play(noise).type("上周一起，凌晨三点，混凝土，施工证", ms=2000)
    played.call.acts = []
    assert played.marks.total == 4 + 5 + 5
    assert played.losses("case_type") == [("nothing_on_file", {})]


def test_a_call_that_was_never_answered_earns_nothing(play: Play, noise: Scenario) -> None:
    played = play(noise)
    played.call = replace(as_empty(noise), answered=None)
    played.type("abc", ms=2000)
    assert played.marks.total == 0


def test_abuse_that_is_marked_after_the_record_makes_nothing_late(play: Play, noise: Scenario) -> None:
    abusive = replace(noise, caller=replace(noise.caller, abuse=1))
    played = play(abusive).type("混凝土", ms=2000).give("mark_abuse", ms=_ANSWERED + 9 * 60_000)
    assert played.lost == {}
    played.call.asked = [Asked(2000, "greet"), Asked(_ANSWERED + 8 * 60_000, "read_back")]
    assert played.lost == {"read_back": 5}
    played.call.acts = played.call.acts[-1:]  # nothing is on file any more: first key, greeting and reading back
    assert played.marks.total == 14
