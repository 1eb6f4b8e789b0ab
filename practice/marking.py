"""Marks a call by the rubric: pure, the same marks for the same record. What is marked how: `docs/scenarios.md`."""

from collections.abc import Callable

from city_packs.model import CityPack
from city_packs.rubric import Rubric, RubricItem
from city_packs.scenario import ReferenceRecord, Scenario
from city_packs.scenario_fields import of_one_kind
from practice.calls import CallRecord
from practice.mark_decision import act_losses, detail_losses
from practice.mark_fatal import fatal_errors
from practice.mark_keyboard import correction_losses, wrong_key_losses
from practice.mark_language import greeting_losses, read_back_losses, word_losses
from practice.mark_record import JUDGES, lost_of_pair, record_losses
from practice.mark_speed import first_key_losses, save_losses, wrap_up_losses
from practice.mark_traps import is_fatal, walked_into, with_trap
from practice.marks import Fatal, ItemMark, Loss, Marks
from practice.seen import Seen
from practice.taken import Pair, Taken, taken_of

_DIGITS = 2
"""Behind the point of a mark."""

_ITEMS: dict[str, Callable[[Seen], list[Loss]]] = {
    "act": act_losses,
    "detail": detail_losses,
    "first_key": first_key_losses,
    "save": save_losses,
    "wrap_up": wrap_up_losses,
    "corrections": correction_losses,
    "wrong_keys": wrong_key_losses,
    "greeting": greeting_losses,
    "words": word_losses,
    "read_back": read_back_losses,
}
_WITHOUT_RECORD = frozenset({"first_key", "greeting", "read_back"})
"""Items that can earn something where nothing is on file; reading back only then if the caller was read to."""


def marks(call: CallRecord, scenario: Scenario, rubric: Rubric, pack: CityPack) -> Marks:
    """Return the marks of a call that played this scenario, in the order of the rubric's items."""
    taken = taken_of(call.acts, scenario)
    seen = Seen(call, scenario, rubric, pack, taken, ())
    seen = Seen(call, scenario, rubric, pack, taken, _pairs(seen))
    traps = [(trap, spans) for trap in scenario.traps if (spans := walked_into(seen, trap))] if seen.on_file else []
    items: list[ItemMark] = []
    for code, item in rubric.items.items():
        losses = _losses(seen, code, item)
        for trap, spans in traps:
            if trap.item == code:
                losses = with_trap(seen, item, losses, trap, spans)
        items.append(_item_mark(item, losses))
    fatal = {each.code: each for each in fatal_errors(seen)}
    for trap, spans in traps:
        if is_fatal(seen, trap):
            fatal.setdefault(trap.fatal, Fatal(trap.fatal, {"trap": trap.code}, spans))
    total = 0.0 if fatal else round(sum(item.got for item in items), _DIGITS)
    return Marks(scenario.code, scenario.version, rubric.version, total, tuple(fatal.values()), tuple(items))


def _losses(seen: Seen, code: str, item: RubricItem) -> list[Loss]:
    if not seen.on_file and code not in _WITHOUT_RECORD:
        return [Loss("nothing_on_file", item.points, {}, seen.talk(), "op")]
    return record_losses(seen, code) if code in JUDGES else _ITEMS[code](seen)


def _item_mark(item: RubricItem, losses: list[Loss]) -> ItemMark:
    """Return the mark of an item; where more was lost than it has, the later losses cost less, or nothing."""
    left = item.points
    kept: list[Loss] = []
    for loss in losses:
        points = min(loss.points, left)
        left -= points
        kept.append(Loss(loss.code, round(points, _DIGITS), loss.values, loss.evidence, loss.about))
    return ItemMark(item.code, item.points, round(left, _DIGITS), tuple(kept))


def _pairs(seen: Seen) -> tuple[Pair, ...]:
    """Match commands to the records of the reference, those that fit best first."""
    records, taken = list(seen.scenario.records), list(seen.taken)
    offers = sorted(
        (_distance(seen, record, each), place, number)
        for place, record in enumerate(records)
        for number, each in enumerate(taken)
        if of_one_kind(record.op, each.op)
    )
    matched: dict[int, int] = {}
    for _, place, number in offers:
        if place not in matched and number not in matched.values():
            matched[place] = number
    return tuple(
        Pair(record, taken[matched[place]] if place in matched else None) for place, record in enumerate(records)
    )


def _distance(seen: Seen, record: ReferenceRecord, taken: Taken) -> tuple[bool, bool, float]:
    """Return how far a command is from a record: another command, another case, then the points of the record lost."""
    return record.op != taken.op, record.case != taken.case, lost_of_pair(seen, record, taken)
