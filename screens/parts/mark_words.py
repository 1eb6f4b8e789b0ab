"""Marks (得分) in words: why points were lost, what made the whole nothing, and the values that stand side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from city_packs.scenario import Words
from hotline.command_table import COMMANDS
from hotline.practice_words import FATALS, ITEMS, named
from screens.parts.case_words import (
    class_words,
    coded,
    field_words,
    place_words,
    refusal_reason_words,
    unit_words,
)
from screens.parts.practice_words import in_language
from wording import mark, tr, trn

if TYPE_CHECKING:
    from city_packs.model import CityPack
    from city_packs.scenario import Scenario
    from practice.marks import Fatal, Loss

_FIELDS: Mapping[str, str] = {
    "op": mark("Command"), "text": mark("Text"), "answer": mark("Answer"), "line": mark("Emergency line"),
    "reason": mark("Reason"), "refusal": mark("Refusal"), "legal_route": mark("Lawful route"),
    "outcome": mark("Outcome"), "unit": mark("Unit"), "three_way": mark("Three-way"),
    "caller_gone": mark("Caller gone"), "answered_by": mark("Answered by"), "dispatch_advice": mark("Sent to"),
}  # fmt: skip
_LISTS: Mapping[str, str] = {
    "case_type": "case_type", "urgency": "urgency", "subject_kind": "subject_kind", "refusal": "refusal_kind",
    "legal_route": "legal_route", "outcome": "other_call", "answered_by": "answered_by",
}  # fmt: skip
"""The code list in which the values of a field stand."""
_PLAIN: Mapping[str, str] = {
    "nothing_on_file": mark("Nothing came of this call"),
    "not_on_file": mark("Not on file: {op}"),
    "with_act": mark("Earned with the command: {op}"),
    "wish": mark("Not as the caller asked: {field}"),
    "fact": mark("The text does not say: {fact}"),
    "address_fact": mark("The address does not say: {fact}"),
    "answer_fact": mark("The answer does not say: {fact}"),
    "missing_act": mark("Not done: {op}"),
    "needless_act": mark("Needless: {op}"),
    "wrong_case": mark("Given to another case than the right one"),
    "no_key": mark("Not answered, or no key after it; in full up to {by} s"),
    "slow_key": mark("First key after {seconds} s; in full up to {by} s"),
    "slow_save": mark("On file after {seconds} s; in full up to {by} s"),
    "never_ready": mark("Never wrapped up; in full up to {by} s"),
    "slow_wrap_up": mark("Wrap-up of {seconds} s; in full up to {by} s"),
    "corrections": mark("Characters typed: {typed}, taken back: {taken_back}"),
    "no_greeting": mark("No greeting was said"),
    "late_greeting": mark("Greeting only after {seconds} s"),
    "question_first": mark("A question came before the greeting"),
    "forbidden_word": mark("The record holds a forbidden word: {word}"),
    "no_read_back": mark("Nothing was read back"),
    "early_read_back": mark("Read back while this was still empty: {field}. That counts as none"),
    "late_read_back": mark("Read back only after the record was on file"),
    "read_back_again": mark("Read back more than once: {times}"),
}
"""What is said of a loss whose values are put in by name."""


def item_words(item: str) -> str:
    """Return the name of an item of the rubric."""
    return named(ITEMS, item)


def loss_words(loss: Loss, scenario: Scenario, pack: CityPack) -> str:
    """Return why points were lost, in a sentence; the code itself where a newer rubric brings one."""
    values = dict(loss.values)
    if loss.code == "trap":
        return trap_words(values.get("trap", ""), scenario)
    if loss.code == "wrong_keys":
        count = int(values["count"])
        return trn("{count} key did nothing; one is free", "{count} keys did nothing; one is free", count).format(
            count=count
        )
    if "is" in values and "should" in values and loss.code != "wrong_case":
        return _other_value(values.get("field") or loss.about, values["is"], values["should"], pack)
    if loss.code not in _PLAIN:
        return loss.code
    told: dict[str, Callable[[str], str]] = {
        "op": op_words,
        "field": field_name,
        "fact": lambda code: fact_words(code, scenario),
    }
    return tr(_PLAIN[loss.code]).format(**{name: told.get(name, str)(value) for name, value in values.items()})


def fatal_words(fatal: Fatal, scenario: Scenario, pack: CityPack) -> str:
    """Return what made the whole nothing, and by what."""
    name, values = named(FATALS, fatal.code), fatal.values
    why = ""
    if "trap" in values:
        why = trap_words(values["trap"], scenario)
    elif "is" in values and "should" in values:
        field = "case_type" if fatal.code == "fact_distorted" else "urgency"
        why = _other_value(field, values["is"], values["should"], pack)
    elif "ended_by" in values:
        line = value_in_words("line", values["should"], pack)
        why = tr("{line}. The caller was hung up on first, then it was only recorded: nobody was put through").format(
            line=line
        )
    elif "should" in values:
        why = value_in_words("line", values["should"], pack)
    elif "field" in values:
        why = field_name(values["field"])
    return tr("{label}: {value}").format(label=name, value=why) if why else name


def _other_value(field: str, own: str, good: str, pack: CityPack) -> str:
    return tr("{field}: {own}; should be {good}").format(
        field=field_name(field), own=value_in_words(field, own, pack), good=value_in_words(field, good, pack)
    )


def field_name(field: str) -> str:
    """Return the label of a field of an intake, or of a command."""
    return tr(_FIELDS[field]) if field in _FIELDS else field_words(field)


def value_in_words(field: str, value: str | bool | Words | None, pack: CityPack) -> str:
    """Return what a field holds as it is read; of nothing that it is that."""
    if isinstance(value, Words):
        return in_language(value)
    if value is None or value == "":
        return tr("nothing")
    if isinstance(value, bool) or value in ("yes", "no"):
        return tr("yes") if value in (True, "yes") else tr("no")
    if field == "op":
        return op_words(value)
    if field in _LISTS:
        return coded(pack, _LISTS[field], value)
    shown: Mapping[str, Callable[[CityPack, str], str]] = {
        "area_code": place_words, "class_code": class_words, "reason": refusal_reason_words, "unit": unit_words,
        "dispatch_advice": unit_words, "line": _line_words,
    }  # fmt: skip
    return shown[field](pack, value) if field in shown else value


def _line_words(pack: CityPack, line: str) -> str:
    found = pack.emergency_lines.get(line)
    return f"{found.number} {found.name}" if found is not None else line


def op_words(op: str) -> str:
    """Return the name of a command of the rulebook."""
    return tr(COMMANDS[op].name) if op in COMMANDS else op


def fact_words(code: str, scenario: Scenario) -> str:
    """Return what a record should have stated."""
    for record in scenario.records:
        for fact in (*record.facts, *record.address, *record.answer):
            if fact.code == code:
                return in_language(fact.words)
    return code


def trap_words(code: str, scenario: Scenario) -> str:
    """Return the mistake that the scenario leads to."""
    return next((in_language(trap.words) for trap in scenario.traps if trap.code == code), code)


def points_words(points: float) -> str:
    """Return points without needless noughts: `7`, `2.5`."""
    return f"{points:.2f}".rstrip("0").rstrip(".")
