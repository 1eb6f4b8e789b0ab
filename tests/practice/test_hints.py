"""Hints lead through a call in its order, and ask for nothing that its record does not need."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from city_packs.read_scenario import read_scenario
from city_packs.reader import read_pack
from city_packs.scenario import Fact, Mood, Question, ReferenceRecord, Scenario, ScriptedLine, Words
from city_packs.shipped import shipped_packs
from practice.hints import hints_for
from tests.practice.scenarios import CALLER, SCENARIO, reply
from wording import set_language

_SHIPPED = Path(shipped_packs()["zaozhuang"]).parent


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("zh")


def _hints(scenario: Scenario) -> list[str]:
    """Every hint of a call in which one does as they say."""
    asked = ["greet"]
    told = []
    for _ in Question:
        (hint,) = hints_for(scenario, asked, calm=True, on_file=0)
        if hint in told:
            break
        told.append(hint)
        asked += [each for each, words in _ASKS.items() if words == hint]
    return told


_ASKS = {
    "who": "Ask who is calling.", "where": "Ask where it is.", "since": "Ask since when it has been so.",
    "reach": "Ask how to reach the caller.", "done": "Ask what has been done so far.",
    "read_back": "Read back what you have taken down; then save it.",
}  # fmt: skip


def test_hints_lead_through_a_call_in_its_order() -> None:
    lights = Fact("since", Words("前天起", "since"), ("前天",))
    record = ReferenceRecord("file_case", {"caller_name": "李秀兰", "area_code": "1"}, facts=(lights,))
    replies = tuple(reply(to, "前天" if to is Question.SINCE else "…") for to in Question)
    scenario = replace(SCENARIO, caller=replace(CALLER, replies=replies), records=(record,))
    assert hints_for(scenario, [], calm=True, on_file=0) == ("Greet the caller first.",)
    assert _hints(scenario) == [*(_ASKS[each] for each in ("who", "where", "since", "read_back")), "Save it."]
    assert hints_for(scenario, ["greet"], calm=True, on_file=1) == ()
    two = replace(scenario, records=(record, record))
    assert hints_for(two, ["greet"], calm=True, on_file=1) == ("One matter is on file; the caller has another one.",)
    assert hints_for(two, ["greet"], calm=True, on_file=2) == ()


def test_who_rages_is_calmed_first_and_a_mark_of_abuse_is_nothing_to_act_on() -> None:
    abusive = replace(SCENARIO, caller=replace(CALLER, mood=Mood.ABUSIVE, abuse=1, replies=()))
    logged = replace(abusive, records=(ReferenceRecord("mark_abuse"), ReferenceRecord("log_call")))
    (calm,) = hints_for(logged, ["greet"], calm=False, on_file=0)
    assert calm.startswith("Read a calm text")
    assert hints_for(logged, ["greet"], calm=True, on_file=0) == ("Listen; then end the call with what it was.",)


def test_what_he_says_behind_an_answer_is_asked_for_and_what_he_said_wrong_is_not_known() -> None:
    two_weeks = Fact("since", Words("两周了", "for two weeks"), ("两周",))
    scenario = replace(SCENARIO, records=(ReferenceRecord("file_case", facts=(two_weeks,)),))
    told = ScriptedLine("behind", Words("两周了。", "Two weeks."), after="since", wait=2.0)
    answers = (reply(Question.SINCE, "…"),)
    behind = replace(scenario, caller=replace(CALLER, lines=(told,), replies=answers))
    assert _hints(behind)[0] == _ASKS["since"]
    wrong = (reply(Question.WHERE, "两周", wrong=True), reply(Question.WHERE, "…"), reply(Question.SINCE, "两周"))
    confused = replace(scenario, caller=replace(CALLER, lines=(), replies=wrong))
    assert hints_for(confused, ["greet", "where"], calm=True, on_file=0) == (_ASKS["since"],)


@pytest.mark.parametrize(
    ("scenario", "asks"),
    [
        ("linyi/scenarios/silent-call", []),
        ("tangshan/scenarios/urging-after-three-days", ["since", "done", "read_back"]),
        ("zaozhuang/scenarios/anonymous-smoke-at-night", ["where", "since", "read_back"]),
        ("bengbu/scenarios/behind-the-bathroom-door", ["where"]),
        ("dongsheng/scenarios/power-bank-charge", ["who", "done", "read_back"]),
    ],
)
def test_a_hint_asks_for_what_the_record_needs_and_for_nothing_else(scenario: str, asks: list[str]) -> None:
    read = read_scenario(_SHIPPED / f"{scenario}.toml", lambda city: read_pack(_SHIPPED / city))
    *told, last = _hints(read.scenario)
    assert told == [_ASKS[each] for each in asks]
    acts = {"silent-call": "Listen; then end the call with what it was.", "anonymous-smoke-at-night": "Save it."}
    assert last == acts.get(scenario.rpartition("/")[2], "Enough is known: act.")
