"""Marks of the record: type, class, address, contact, and the facts that the text states."""

from collections.abc import Callable, Iterable

from city_packs.rubric import RubricItem
from city_packs.scenario import Fact, ReferenceRecord
from city_packs.stated import plain, states_fact
from hotline.phones import tidy
from practice.marks import Loss
from practice.seen import Seen
from practice.taken import Pair, Taken

_STREET, _DISTRICT = 3, 2
_CONTACT = ("contact_phone", "caller_name", "anonymous", "confidential")
Judge = Callable[[Seen, RubricItem, ReferenceRecord, Taken], list[Loss]]


def case_type(seen: Seen, item: RubricItem, reference: ReferenceRecord, taken: Taken) -> list[Loss]:
    """All of it for the type, or nothing."""
    return _code(seen, "case_type", "case_type", item.points, reference, taken)


def class_code(seen: Seen, item: RubricItem, reference: ReferenceRecord, taken: Taken) -> list[Loss]:
    """A part of it for a class that is near."""
    should, told = str(reference.values["class_code"]), str(taken.value("class_code"))
    got = 0.0
    for digits, figure in ((2, "same_two"), (4, "same_four")):
        if told and told[:digits] == should[:digits]:
            got = item.figures[figure]
    return _code(seen, "class", "class_code", item.points - got, reference, taken)


def address(seen: Seen, item: RubricItem, reference: ReferenceRecord, taken: Taken) -> list[Loss]:
    """The place, and what the address must state."""
    losses: list[Loss] = []
    if "area_code" in reference.values:
        should, told = str(reference.values["area_code"]), str(taken.value("area_code"))
        got = _near(seen, item, should, told)
        losses += _code(seen, "area", "area_code", item.figures["area"] - got, reference, taken)
    told = str(taken.value("address_text"))
    return losses + _facts(seen, "address_fact", "address_text", item.figures["facts"], reference.address, told, taken)


def contact(seen: Seen, item: RubricItem, reference: ReferenceRecord, taken: Taken) -> list[Loss]:
    """The number at which the caller is reached, the name, and what was asked for about both."""
    losses: list[Loss] = []
    told = reference.values
    if "contact_phone" in told:
        should = str(told["contact_phone"]) or seen.scenario.caller.phone
        number = str(taken.value("contact_phone")) or seen.scenario.caller.phone
        if tidy(number) != tidy(should):
            losses.append(_lost(seen, "number", "contact_phone", item.figures["number"], taken, number, should))
    if "caller_name" in told:
        should, name = str(told["caller_name"]), str(taken.value("caller_name"))
        if not _is_named(seen, should, name):
            losses.append(_lost(seen, "name", "caller_name", item.figures["name"], taken, name, should))
    wishes = [name for name in ("anonymous", "confidential") if name in told]
    for name in wishes:
        if taken.value(name) != told[name]:
            evidence = seen.keys_at((name,), taken)
            losses.append(Loss("wish", item.figures["wishes"] / len(wishes), {"field": name}, evidence, name))
    return losses


def facts(seen: Seen, item: RubricItem, reference: ReferenceRecord, taken: Taken) -> list[Loss]:
    """What the text must state, each fact as much as the next."""
    return _facts(seen, "fact", "content", item.points, reference.facts, taken.text, taken)


def has_value(item: str, reference: ReferenceRecord) -> bool:
    """Say whether a record of the reference has anything by which the item can be marked."""
    match item:
        case "case_type":
            return "case_type" in reference.values
        case "class":
            return "class_code" in reference.values
        case "address":
            return "area_code" in reference.values or bool(reference.address)
        case "contact":
            return any(name in reference.values for name in _CONTACT)
        case _:
            return bool(reference.facts)


JUDGES: dict[str, Judge] = {
    "case_type": case_type,
    "class": class_code,
    "address": address,
    "contact": contact,
    "facts": facts,
}


def record_losses(seen: Seen, code: str) -> list[Loss]:
    """Return what an item of the record lost: the mean over the records that have a value for it.

    Where none has one, the item is earned with the act.
    """
    item = seen.item(code)
    with_value = [pair for pair in seen.pairs if has_value(code, pair.reference)]
    return mean_of(seen, item, with_value, JUDGES[code])


def mean_of(seen: Seen, item: RubricItem, pairs: list[Pair], judge: Judge) -> list[Loss]:
    """Return the mean of what the pairs lost of an item; without any it is earned with the act."""
    if not pairs:
        wrong = [pair for pair in seen.pairs if not pair.right_act]
        share = item.points / len(seen.pairs)
        return [Loss("with_act", share, {"op": pair.reference.op}, seen.talk(), "op") for pair in wrong]
    losses: list[Loss] = []
    for pair in pairs:
        if pair.taken is None:
            losses.append(Loss("not_on_file", item.points, {"op": pair.reference.op}, seen.talk(), "op"))
        else:
            losses += judge(seen, item, pair.reference, pair.taken)
    return [Loss(each.code, each.points / len(pairs), each.values, each.evidence, each.about) for each in losses]


def lost_of_pair(seen: Seen, reference: ReferenceRecord, taken: Taken) -> float:
    """Return the points that a command would lose of the record if it were matched to this reference."""
    return sum(
        loss.points
        for code, judge in JUDGES.items()
        if has_value(code, reference)
        for loss in judge(seen, seen.item(code), reference, taken)
    )


def _is_named(seen: Seen, should: str, name: str) -> bool:
    """Say whether a name is the one that it should be, also as the caller says it in English; empty is none."""
    if not should:
        return not name
    caller = seen.scenario.caller
    ways = (should, caller.name_en) if should == caller.name else (should,)
    return any(way and plain(way) in plain(name) for way in ways)


def _near(seen: Seen, item: RubricItem, should: str, told: str) -> float:
    if told == should:
        return item.figures["area"]
    if not seen.pack.has_area(told) or not seen.pack.has_area(should):
        return 0.0
    here, there = ({area.level: area.code for area in seen.pack.area_path(code)} for code in (should, told))
    for level, figure in ((_STREET, "same_street"), (_DISTRICT, "same_district")):
        if level in here and here.get(level) == there.get(level):
            return item.figures[figure]
    return 0.0


def _facts(
    seen: Seen, code: str, field: str, points: float, asked: tuple[Fact, ...], text: str, taken: Taken
) -> list[Loss]:
    missing: Iterable[Fact] = (fact for fact in asked if not states_fact(text, fact))
    evidence = seen.keys_at((field,), taken)
    return [Loss(code, points / len(asked), {"fact": fact.code}, evidence, field) for fact in missing]


def _code(seen: Seen, code: str, field: str, points: float, reference: ReferenceRecord, taken: Taken) -> list[Loss]:
    should, told = reference.values[field], taken.value(field)
    return [] if told == should else [_lost(seen, code, field, points, taken, str(told), str(should))]


def _lost(seen: Seen, code: str, field: str, points: float, taken: Taken, told: str, should: str) -> Loss:
    return Loss(code, points, {"is": told, "should": should}, seen.keys_at((field,), taken), field)
