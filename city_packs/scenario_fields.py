"""The values that a reference record and a trap may name, by command, and whether a city has what they say."""

import re
from collections.abc import Container

from city_packs.code_tables import FIXED
from city_packs.model import CityPack
from city_packs.rows import Row
from city_packs.scenario import Words
from hotline.intake_rules import LINE_LIMIT, NAME_LIMIT
from hotline.names import one_line
from wording import tr

FICTIONAL = re.compile(r"1990000[0-9]{4}")
"""Numbers for callers who do not exist; no other one stands in a scenario."""

_INTAKE = frozenset(
    {
        *("case_type", "class_code", "area_code", "address_text", "urgency", "subject_kind", "caller_name"),
        *("contact_phone", "anonymous", "confidential", "is_enterprise"),
    }
)
_FLAGS = frozenset({"anonymous", "confidential", "is_enterprise", "three_way", "caller_gone"})
_LISTS = {
    "case_type": "case_type",
    "urgency": "urgency",
    "subject_kind": "subject_kind",
    "refusal": "refusal_kind",
    "legal_route": "legal_route",
    "line": "emergency_line",
    "outcome": "other_call",
}

MOST = {"name": NAME_LIMIT, "name_en": NAME_LIMIT, "caller_name": NAME_LIMIT, "address_text": LINE_LIMIT}
"""Characters of what is written on one line, as a case keeps it."""

VALUES: dict[str, frozenset[str]] = {
    "file_case": _INTAKE | {"dispatch_advice"},
    "answer_directly": _INTAKE,
    "propose_refusal": _INTAKE | {"refusal", "reason", "legal_route"},
    "hand_off": _INTAKE | {"line", "three_way", "caller_gone"},
    "assign_by_phone": _INTAKE | {"unit", "answered_by"},
    "log_call": frozenset({"outcome"}),
    "mark_abuse": frozenset(),
    "urge": frozenset(),
    "add_note": frozenset(),
    "withdraw": frozenset(),
}
"""The commands of a seat that a reference may hold, each with the values that can count; texts stand apart."""

ON_A_CASE = frozenset({"urge", "add_note", "withdraw"})
"""Commands that are given to a past case."""
FILING = frozenset({"file_case", "answer_directly", "propose_refusal", "hand_off", "assign_by_phone"})
"""Commands that make a case."""

NOT_READ_BACK = frozenset({"log_call", "hand_off", "mark_abuse"})
"""Commands before which there is nothing to read back, or no time for it."""


def of_one_kind(op: str, other: str) -> bool:
    """Say whether one command can stand for another: both make a case, both are given to one, or they are the same."""
    return op == other or any({op, other} <= kind for kind in (FILING, ON_A_CASE))


NEEDED: dict[str, tuple[str, ...]] = {
    "file_case": ("case_type", "class_code", "area_code"),
    "answer_directly": ("case_type", "class_code"),
    "propose_refusal": ("case_type", "refusal", "reason", "legal_route"),
    "hand_off": ("line",),
    "assign_by_phone": ("case_type", "class_code", "area_code", "unit"),
    "log_call": ("outcome",),
}
"""The values that a reference record of each command must give."""


def read_values(row: Row, values: dict[str, object], field: str = "") -> dict[str, str | bool]:
    """Return the values that are of the right kind; `field` is where they stand when each has no line of its own."""
    found: dict[str, str | bool] = {}
    for name, value in values.items():
        if name in _FLAGS:
            if isinstance(value, bool):
                found[name] = value
            else:
                row.wrong(field or name, tr("{name} must be true or false").format(name=name))
        elif isinstance(value, str):
            found[name] = value
        else:
            row.wrong(field or name, tr("{name} must be a text in quotes").format(name=name))
    return found


def check_values(row: Row, values: dict[str, str | bool], pack: CityPack, field: str = "") -> None:
    """Take down each value that the city does not have, and no line. Empty ones are what somebody left out."""
    for name, value in values.items():
        if isinstance(value, str):
            _check_line(row, field or name, value, most=MOST.get(name))
        if isinstance(value, str) and value:
            check_code(row, field or name, name, value, pack)


def check_code(row: Row, field: str, name: str, value: str, pack: CityPack) -> None:
    """Take down a value of the name's kind that the city does not have; texts are always right."""
    words = {
        "class_code": tr("{code} is no class of {city} that a case can have: six digits of classes.csv"),
        "area_code": tr("{code} is no place of {city}: see its territory.csv"),
        "reason": tr("{code} is no reason for a refusal of {city}: see refusal_reasons.toml"),
        "unit": tr("{code} is no unit of {city}: see its units.csv"),
        "dispatch_advice": tr("{code} is no unit of {city}: see its units.csv"),
    }
    known = {
        "class_code": pack.has_class,
        "area_code": pack.has_area,
        "reason": pack.has_refusal_reason,
        "unit": pack.has_unit,
        "dispatch_advice": pack.has_unit,
    }
    if name in known:
        if not known[name](value):
            row.wrong(field, words[name].format(code=value, city=pack.city))
    elif name in _LISTS and value not in FIXED[_LISTS[name]]:
        one_of(row, field, value, FIXED[_LISTS[name]])


def one_of(row: Row, field: str, value: str, allowed: Container[str] | frozenset[str]) -> bool:
    """Say whether a value is one of few, and take it down with all of them when it is not."""
    if value in allowed:
        return True
    names = ", ".join(sorted(allowed)) if isinstance(allowed, frozenset) else ""
    row.wrong(field, tr("{code} is not one of {names}").format(code=value, names=names))
    return False


def phone(row: Row, field: str) -> str:
    """Return a number of a caller who does not exist, or an empty one; another one is taken down."""
    value = row.text(field, needed=False)
    if value and not FICTIONAL.fullmatch(value):
        row.wrong(field, tr("{number} is no fictional number: 1990000 and four digits, or empty").format(number=value))
    return value


def on_a_line(row: Row, field: str) -> str:
    """Return a name or an address, if any, on one line and no longer than a case keeps it."""
    text = row.text(field, needed=False)
    _check_line(row, field, text, most=MOST[field])
    return text


def words(row: Row, field: str, *, most: int, needed: bool = True, on_one_line: bool = False) -> Words:
    """Return a text in both languages, of which neither is missing where it is needed or the other is there."""
    zh, en = (row.text(name, needed=needed) for name in (field, f"{field}_en"))
    for name, text, other in ((field, zh, en), (f"{field}_en", en, zh)):
        if on_one_line:
            _check_line(row, name, text, most=most)
        else:
            _check_length(row, name, text, most)
        if not needed and not text and other:
            row.wrong(name, tr("is missing"))
    return Words(zh, en)


def number(row: Row, field: str, least: float, most: float, default: float | None = None) -> float:
    """Return a number within bounds."""
    value = row.number(field, least=least, default=default)
    if value > most:
        row.wrong(field, tr("must be at most {most}").format(most=f"{most:g}"))
    return value


def whole(row: Row, field: str, least: int, most: int, default: int | None = None) -> int:
    """Return a whole number within bounds."""
    value = number(row, field, least, most, default)
    if value != int(value):
        row.wrong(field, tr("must be a whole number"))
    return int(value)


def flag(row: Row, field: str) -> bool:
    """Return true or false, which it is when it is left out."""
    value = row.values.get(field, False)
    if not isinstance(value, bool):
        row.wrong(field, tr("{name} must be true or false").format(name=field))
    return value is True


def texts(row: Row, field: str, *, needed: bool = False) -> tuple[str, ...]:
    """Return a list of texts, each on one line, none of them empty.

    A single text in quotes is no list: it would fall into its words.
    """
    value = row.values.get(field, [])
    if (
        not isinstance(value, list)
        or (needed and not value)
        or not all(isinstance(e, str) and e.strip() for e in value)
    ):
        row.wrong(field, tr("must be a list of texts in brackets, none of them empty"))
        return ()
    found = row.words(field) if value else ()
    for each in found:
        _check_line(row, field, each)
    return found


def _check_line(row: Row, field: str, text: str, *, most: int | None = None) -> None:
    if one_line(text) != text:
        row.wrong(field, tr("must be one line, without tabs and control characters"))
    if most is not None:
        _check_length(row, field, text, most)


def _check_length(row: Row, field: str, text: str, most: int) -> None:
    if len(text) > most:
        row.wrong(field, tr("is too long: characters {count}, at most {most}").format(count=len(text), most=most))
