"""The reference of a scenario as if somebody had played it, well or with one mistake: what a mark is held against."""

from dataclasses import replace
from typing import Any

from city_packs.scenario import Question, ReferenceRecord, Scenario, Trap
from city_packs.scenario_fields import FILING, ON_A_CASE, VALUES
from practice.calls import CallRecord
from practice.record import Act, Asked, KeyPressed, TextRead

_ANSWERED = 1000
_STEP = 1500
"""Milliseconds between what is said; it is all said well within the time of the shortest scenario."""
_WRAP_UP = 10_000
_OWN = frozenset(
    {
        *("refusal", "reason", "legal_route", "line", "three_way", "caller_gone", "outcome", "unit", "answered_by"),
        "dispatch_advice",
    }
)
"""Values of the commands themselves; all others are the intake's."""
_TEXT = {"answer_directly": "answer", "urge": "said", "add_note": "text", "log_call": "note", "withdraw": "reason"}


def as_reference(scenario: Scenario, trap: Trap | None = None, *, language: str = "zh") -> CallRecord:
    """Return the call in which all goes as the reference says, in words of `zh` or `en`; with a trap, all but that."""
    records = list(scenario.records)
    said = ""
    if trap is not None and trap.when:
        place = _misled(scenario, trap)
        records[place] = _with_values(scenario, records[place], trap)
    elif trap is not None and trap.says:
        said = trap.says[0]
    call = CallRecord(1, scenario.code, 0, answered=_ANSWERED)
    omitted = trap.omits if trap is not None else ""
    ms = _ANSWERED
    for question in Question:
        ms += _STEP
        call.keys.append(KeyPressed(ms, "insert", at="desk"))
        if question != omitted:
            call.asked.append(Asked(ms, question.value))
    if omitted != "calm":
        ms += _STEP
        call.read.append(TextRead(ms, "calm_first"))
    for place, record in enumerate(records):
        ms += _STEP
        call.acts.append(_act(record, ms, place, language, said if place == 0 else ""))
    call.hung_up, call.ready = ms + _STEP, ms + _STEP + _WRAP_UP
    call.end = call.ready
    return call


def as_empty(scenario: Scenario) -> CallRecord:
    """Return the call that was answered and in which nothing was said or done until the caller left."""
    left = _ANSWERED + int(scenario.caller.leaves_after * 1000)
    return CallRecord(1, scenario.code, 0, answered=_ANSWERED, hung_up=left, end=left)


def _misled(scenario: Scenario, trap: Trap) -> int:
    """Return which record of the reference the mistake is made in: the one that the trap's values are nearest to.

    Its command has the fields that they stand in: in an urging nobody takes down a class. Of several cases it is the
    one whose class the mistake names.
    """
    fields = trap.when.keys() - {"op", "case"}

    def near(record: ReferenceRecord) -> tuple[bool, bool, bool, int]:
        has_fields = fields <= VALUES[str(trap.when.get("op", record.op))]
        fits = record.op == trap.when.get("op") or (record.op in FILING and "case" not in trap.when)
        same = sum(record.values.get(name) == value for name, value in trap.when.items())
        its_matter = "class_code" in trap.when and record.values.get("class_code") == trap.when["class_code"]
        return has_fields, fits or record.op in ON_A_CASE, its_matter, same

    return max(range(len(scenario.records)), key=lambda place: near(scenario.records[place]))


def _with_values(scenario: Scenario, record: ReferenceRecord, trap: Trap) -> ReferenceRecord:
    changed: dict[str, Any] = dict(trap.when)
    op, case = changed.pop("op", record.op), changed.pop("case", record.case)
    values = dict(record.values)
    if op in FILING and record.op not in FILING:  # filed instead of urged: with all that is so
        truth = scenario.truth
        values = {name: getattr(truth, name) for name in ("case_type", "class_code", "area_code", "urgency")}
    if op in ON_A_CASE and not case:
        case = scenario.cases[0].code if scenario.cases else ""
    own = {name: value for name, value in values.items() if op == record.op or name in VALUES[str(op)]}
    return replace(record, op=str(op), case=str(case) if op in ON_A_CASE else "", values={**own, **changed})


def _act(record: ReferenceRecord, ms: int, place: int, language: str, said: str) -> Act:
    text = "\n".join(filter(None, (record.text.en if language == "en" else record.text.zh, said)))
    own = {name: value for name, value in record.values.items() if name in _OWN}
    payload: dict[str, Any] = dict(own)
    if record.op in FILING:
        payload["intake"] = {name: value for name, value in record.values.items() if name not in own} | {
            "content": text
        }
    if record.op in _TEXT:
        payload[_TEXT[record.op]] = text
    return Act(ms, record.op, payload, record.case or f"own-{place}", call=1, seq=place + 1)
