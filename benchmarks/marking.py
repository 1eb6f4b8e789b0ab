"""`marking`: the marks of a shift of ten calls, from the bytes of its record, as whoever ends it waits for them."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from statistics import median

from benchmarks.report import Figure, at_most
from city_packs.read_rubric import newest_rubric
from city_packs.read_scenario import read_scenarios
from city_packs.reader import read_pack
from city_packs.scenario import Scenario
from city_packs.shipped import shipped_packs
from hotline.codes import PracticeKind
from practice.calls import calls_of
from practice.marking import marks
from practice.record import CallStep, Event, Head, KeyPressed, Record, Step, event_line, head_line, parse_record
from practice.reference import as_reference

_CITY = "zaozhuang"
_CALLS = 10
_KEYS = 400
"""Of a call: its narrative sign by sign, the pickers, and what is taken back."""
_CALL_MS = 300_000
_TRIES = 21


def measure() -> list[Figure]:
    """Return how long reading the record, parting it and marking its calls take."""
    folder = shipped_packs()[_CITY]
    pack, rubric = read_pack(folder), newest_rubric()
    read, _ = read_scenarios(folder / "scenarios", lambda _: pack)
    scenarios = {each.scenario.code: each.scenario for each in read[:_CALLS]}
    raw = _record(list(scenarios.values()))
    took: list[float] = []
    for _ in range(_TRIES):
        start = time.perf_counter()
        found = [marks(call, scenarios[call.scenario], rubric, pack) for call in calls_of(parse_record(raw))]
        took.append((time.perf_counter() - start) * 1000)
        assert len(found) == _CALLS
    return [at_most("marking", median(took), "ms", 50)]


def _record(scenarios: list[Scenario]) -> bytes:
    head = Head(
        "shift", PracticeKind.SHIFT, "2004", tuple(each.code for each in scenarios), 1, "zh", 80, 24,
        datetime(2026, 11, 23, tzinfo=UTC),
    )  # fmt: skip
    events = [event for place, scenario in enumerate(scenarios) for event in _call(scenario, place)]
    record = Record(head, tuple(events))
    return "".join((head_line(record.head), *map(event_line, record.events))).encode()


def _call(scenario: Scenario, place: int) -> Iterator[Event]:
    begins, number = place * _CALL_MS, place + 1
    call = as_reference(scenario)
    yield CallStep(begins, Step.RING, number, scenario.code)
    yield CallStep(begins + 1000, Step.ANSWERED, number)
    for key in range(_KEYS):
        sign = scenario.records[0].text.zh[key % len(scenario.records[0].text.zh) :][:1]
        at = ("area_code", "class_code", "caller_name", "content")[min(key // 20, 3)]
        back = key % 23 == 0
        yield KeyPressed(begins + 2000 + key * 300, "backspace" if back else sign, "\b" if back else sign, at)
    yield from (type(each)(begins + each.ms, each.question) for each in call.asked)
    yield from (type(act)(begins + act.ms, act.op, act.payload, act.case, number, act.seq) for act in call.acts)
    yield CallStep(begins + 250_000, Step.HUNG_UP, number)
    yield CallStep(begins + 270_000, Step.READY, number)
