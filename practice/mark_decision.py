"""Marks of the decision: the right commands and no other one, and what each of them says."""

from collections import Counter

from city_packs.rubric import RubricItem
from city_packs.scenario import ReferenceRecord
from city_packs.scenario_fields import ON_A_CASE
from city_packs.stated import states_fact
from practice.mark_record import mean_of
from practice.marks import Loss
from practice.seen import Seen
from practice.taken import Taken

_DETAILS = (
    *("urgency", "is_enterprise", "subject_kind", "refusal", "reason", "legal_route", "line", "three_way"),
    *("caller_gone", "outcome", "unit", "answered_by", "dispatch_advice"),
)


def act_losses(seen: Seen) -> list[Loss]:
    """Return what each missing and each needless command costs, up to the points of the item.

    Abuse that is marked where there is some is never needless.
    """
    item = seen.item("act")
    wanted = Counter(record.op for record in seen.scenario.records)
    given = Counter(taken.op for taken in seen.taken)
    needless = given - wanted
    if seen.scenario.caller.abuse:
        needless.pop("mark_abuse", None)
    return [
        *(
            Loss("missing_act", item.figures["each"], {"op": op}, seen.talk(), "op")
            for op in (wanted - given).elements()
        ),
        *(Loss("needless_act", item.figures["each"], {"op": op}, _when(seen, op), "op") for op in needless.elements()),
    ]


def detail_losses(seen: Seen) -> list[Loss]:
    """Return what was wrong in the commands, each detail of a record as much as the next."""
    pairs = [pair for pair in seen.pairs if _details(pair.reference)]
    return mean_of(seen, seen.item("detail"), pairs, _detail)


def _details(reference: ReferenceRecord) -> int:
    """Return how many details of a record of the reference are marked."""
    named = sum(name in reference.values for name in _DETAILS)
    return named + len(reference.answer) + (reference.op in ON_A_CASE)


def _detail(seen: Seen, item: RubricItem, reference: ReferenceRecord, taken: Taken) -> list[Loss]:
    each = item.points / _details(reference)
    losses: list[Loss] = []
    for name in _DETAILS:
        if name in reference.values and taken.value(name) != reference.values[name]:
            told = {"field": name, "is": _word(taken.value(name)), "should": _word(reference.values[name])}
            losses.append(Loss("detail", each, told, seen.keys_at((name,), taken), name))
    if reference.op in ON_A_CASE and taken.case != reference.case:
        told = {"is": taken.case, "should": reference.case}
        losses.append(Loss("wrong_case", each, told, ((taken.ms, taken.ms),), "case"))
    evidence = seen.keys_at(("answer",), taken)
    silent = [fact for fact in reference.answer if not states_fact(taken.text, fact)]
    return [*losses, *(Loss("answer_fact", each, {"fact": fact.code}, evidence, "answer") for fact in silent)]


def _word(value: str | bool) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _when(seen: Seen, op: str) -> tuple[tuple[int, int], ...]:
    return tuple((taken.ms, taken.ms) for taken in seen.taken if taken.op == op)
