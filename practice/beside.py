"""What was taken down beside what a good record holds, item by item: what a trainee reads below a mark. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from city_packs.scenario import ReferenceRecord, Scenario, Words
from city_packs.scenario_fields import of_one_kind
from practice.mark_record import JUDGES, has_value
from practice.record import Act
from practice.taken import Taken, taken_of

_FIELDS: Mapping[str, tuple[str, ...]] = {
    "case_type": ("case_type",),
    "class": ("class_code",),
    "address": ("area_code", "address_text"),
    "contact": ("contact_phone", "caller_name", "anonymous", "confidential"),
}
_TEXT, _ACT, _DETAIL = "facts", "act", "detail"
_OF_OTHER_ITEMS = frozenset({"address_text", *(name for names in _FIELDS.values() for name in names)})


@dataclass(frozen=True, slots=True)
class Beside:
    """A field as it was taken down, None for not at all, and as a good record has it, None where it has none.

    `field` is `op` for the command itself, `text` for all that was written.
    """

    field: str
    own: str | bool | None
    good: str | bool | Words | None


def beside(item: str, scenario: Scenario, acts: Iterable[Act]) -> tuple[Beside, ...]:
    """Return the fields of an item, record by record of the reference; nothing for an item that no field shows."""
    taken = list(taken_of(acts, scenario))
    wanted = {record.op for record in scenario.records}
    rows: list[Beside] = []
    for reference in scenario.records:
        own = _counterpart(reference, taken, wanted)
        rows += _of_record(item, reference, own)
        if own is not None:
            taken.remove(own)
    if item == _ACT:
        rows += [Beside("op", each.op, None) for each in taken]
    return tuple(rows)


def _counterpart(reference: ReferenceRecord, taken: list[Taken], wanted: Collection[str]) -> Taken | None:
    """Return the command that stands for a record of the reference: the same one, to the same case, or the nearest.

    Else one of its kind, else any that no record wants (`wanted`).
    """
    same = [each for each in taken if each.op == reference.op]
    rest = [each for each in taken if each.op not in wanted]
    like = [each for each in rest if of_one_kind(each.op, reference.op)]

    def near(each: Taken) -> tuple[bool, int]:
        return each.case == reference.case, sum(each.value(name) == good for name, good in reference.values.items())

    return next((max(some, key=near) for some in (same, like, rest) if some), None)


def _of_record(item: str, reference: ReferenceRecord, own: Taken | None) -> list[Beside]:
    if item == _ACT or (item in JUDGES and not has_value(item, reference)):  # that is earned with the act
        return [Beside("op", own.op if own else None, reference.op)]
    if item == _TEXT:
        return [Beside("text", own.text.strip() if own else None, reference.text)]
    names = _FIELDS.get(item, ())
    if item == _DETAIL:
        names = tuple(name for name in reference.values if name not in _OF_OTHER_ITEMS)
        if reference.answer:
            names = (*names, "answer")
    return [Beside(name, own.value(name) if own else None, _good(name, reference)) for name in names]


def _good(name: str, reference: ReferenceRecord) -> str | bool | Words | None:
    return reference.text if name == "answer" else reference.values.get(name)
