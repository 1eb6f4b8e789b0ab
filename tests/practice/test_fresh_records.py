"""The program marks wrong but plausible records as somebody does who has read the rubric and not the program."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from city_packs.model import CityPack
from city_packs.read_scenario import read_scenario
from city_packs.reader import read_pack
from city_packs.rubric import Rubric
from city_packs.scenario import Scenario
from city_packs.shipped import shipped_packs
from practice.calls import CallRecord
from practice.marking import marks
from practice.marks import Marks
from practice.record import Act, Asked, KeyPressed, TextRead
from tests.practice.fresh_records import POINTS, expected_items, fresh_records

_ANSWERED = 1000
_ASKED = [["greet", 2], ["where", 6], ["since", 15], ["done", 25], ["read_back", 50]]
_OF_THE_COMMAND = {"refusal", "reason", "legal_route", "line", "three_way", "outcome", "said", "answer", "changes"}
_CLOSE = 0.01
"""The marks that were written down have two digits, and a total is a sum of them."""

_RECORDS = {record["code"]: record for record in fresh_records()}


def _ms(seconds: float) -> int:
    return _ANSWERED + int(seconds * 1000)


def _acts(record: dict[str, Any]) -> list[Act]:
    acts: list[Act] = []
    for place, told in enumerate(record.get("command", ())):
        values = {name: value for name, value in told.items() if name not in ("op", "at", "case", "text")}
        text, op, case = told.get("text", ""), told["op"], told.get("case", "")
        if op == "amend_case":
            payload: dict[str, Any] = {"changes": {name: ["", new] for name, new in values.items()}}
        elif op in ("urge", "add_note"):
            payload = {"said" if op == "urge" else "text": text}
        else:
            payload = {name: value for name, value in values.items() if name in _OF_THE_COMMAND}
            if op in ("file_case", "answer_directly", "propose_refusal", "hand_off"):
                payload["intake"] = {name: value for name, value in values.items() if name not in payload}
                payload["intake"]["content"] = text
        acts.append(Act(_ms(told.get("at", 65)), op, payload, case or "own", call=1, seq=place + 1))
    return acts


def _keys(record: dict[str, Any]) -> list[KeyPressed]:
    keys = [KeyPressed(_ms(record.get("first_key", 2)), "insert", at="desk")]
    keys += [KeyPressed(_ms(20), "a", "a", "content")] * record.get("typed", 120)
    keys += [KeyPressed(_ms(30), "backspace", "\x08", "content")] * record.get("taken_back", 0)
    return [*keys, *[KeyPressed(_ms(40), "f11", used=False)] * record.get("idle", 0)]


def _call(record: dict[str, Any]) -> CallRecord:
    call = CallRecord(1, record["scenario"], 0, answered=_ANSWERED)
    call.hung_up, call.ready = _ms(record.get("ended", 75)), _ms(record.get("ready", 95))
    call.end = call.ready
    call.asked = [Asked(_ms(at), question) for question, at in record.get("asked", _ASKED)]
    call.read = [TextRead(_ms(at), "calm_first") for at in record.get("calmed", ())]
    call.keys, call.acts = _keys(record), _acts(record)
    return call


@cache
def _pack(city: str) -> CityPack:
    return read_pack(shipped_packs()[city])


@cache
def _scenario(code: str) -> Scenario:
    (path,) = Path(shipped_packs()["zaozhuang"]).parent.glob(f"*/scenarios/{code}.toml")
    return read_scenario(path, _pack).scenario


def _marks(record: dict[str, Any], rubric: Rubric) -> Marks:
    scenario = _scenario(record["scenario"])
    return marks(_call(record), scenario, rubric, _pack(scenario.city))


@pytest.mark.parametrize("code", _RECORDS)
def test_a_wrong_record_is_marked_as_its_reader_marks_it(code: str, rubric: Rubric) -> None:
    record = _RECORDS[code]
    got = _marks(record, rubric)
    assert [each.code for each in got.fatal] == record.get("fatal", [])
    if not record.get("any_items"):
        should = expected_items(record)
        assert {
            item.item: (item.got, [(loss.code, dict(loss.values)) for loss in item.losses])
            for item in got.items
            if abs(item.got - should[item.item]) > _CLOSE
        } == {}
    assert got.total == pytest.approx(record["total"], abs=_CLOSE)


@pytest.mark.parametrize("code", _RECORDS)
def test_what_was_written_down_adds_up(code: str) -> None:
    record = _RECORDS[code]
    whole = sum(expected_items(record).values())
    assert record.get("fatal") or record["total"] == pytest.approx(whole, abs=_CLOSE)


def test_there_are_at_least_ten_of_them_and_each_item_is_lost_in_one(rubric: Rubric) -> None:
    assert len(_RECORDS) >= 10
    assert {code: item.points for code, item in rubric.items.items()} == POINTS
    assert {item for record in _RECORDS.values() for item in record.get("marks", {})} == POINTS.keys()
