"""Whatever was recorded, the marks stay within their bounds, add up, and come out the same again."""

import random

import pytest

from city_packs.model import CityPack
from city_packs.rubric import Rubric
from city_packs.scenario import Scenario
from city_packs.scenario_fields import FILING, VALUES
from practice.calls import CallRecord
from practice.marking import marks
from practice.record import Act, Asked, KeyPressed
from practice.reference import as_reference
from tests.soak import times

_TOLD = {
    "area_code": ("370402004028", "370402", "3704", "", "nowhere"),
    "class_code": ("030601", "010101", "0306", ""),
    "case_type": ("TS", "ZX", "QZ", ""),
    "urgency": ("normal", "urgent", "critical", "historic"),
}
_ANY = ("", "李秀兰", "19900001234", True, False)
_OPS = (*VALUES, "amend_case", "reveal", "propose_caller_note")


def _act(chance: random.Random) -> Act:
    op = chance.choice(_OPS)
    names = sorted(VALUES.get(op, ()))
    told = {n: chance.choice(_TOLD.get(n, _ANY)) for n in chance.sample(names, chance.randint(0, len(names)))}
    if op in FILING:
        told["intake"] = chance.choice((None, {**told, "content": chance.choice(("", "刁民李秀兰", "长" * 4000))}))
    if op == "amend_case":
        told = {"changes": {"class_code": [None, chance.choice((None, "010101"))]}}
    case, mutation = chance.choice(("", "own-0", "leak", "z")), chance.choice(("", "m"))
    return Act(chance.randint(0, 600_000), op, told, case, mutation=mutation)


def _call(chance: random.Random, scenario: Scenario) -> CallRecord:
    call = as_reference(scenario) if chance.random() < 0.5 else CallRecord(1, scenario.code, 0, end=99_999)
    call.answered = chance.choice((None, 1000, 5000))
    call.hung_up, call.ready = chance.choice((None, 50_000)), chance.choice((None, 40_000, 90_000))
    call.acts += [_act(chance) for _ in range(chance.randint(0, 4))]
    for _ in range(chance.randint(0, 30)):
        key = chance.choice((("a", "a"), ("backspace", "\b"), ("paste", "长" * 500), ("enter", "\r")))
        call.keys.append(KeyPressed(chance.randint(0, 600_000), *key, "content", used=chance.random() < 0.8))
    call.asked += [Asked(chance.randint(0, 60_000), chance.choice(("greet", "where", "read_back"))) for _ in range(2)]
    return call


@pytest.mark.parametrize("seed", range(3))
def test_marks_stay_within_bounds_and_add_up(
    seed: int, noise: Scenario, urged: Scenario, rubric: Rubric, zaozhuang: CityPack
) -> None:
    chance = random.Random(seed)
    for _ in range(times(50, 5000)):
        scenario = chance.choice((noise, urged))
        call = _call(chance, scenario)
        found = marks(call, scenario, rubric, zaozhuang)
        assert found == marks(call, scenario, rubric, zaozhuang)
        assert 0 <= found.total <= 100
        for item in found.items:
            assert 0 <= item.got <= item.of
            assert item.got + sum(loss.points for loss in item.losses) == pytest.approx(item.of, abs=0.05)
