"""Whether the mistakes that a scenario leads to were made, and what they cost instead of what the rubric takes."""

from city_packs.rubric import RubricItem
from city_packs.scenario import Question, Trap
from city_packs.scenario_fields import VALUES
from city_packs.stated import said
from practice.marks import Loss, Span
from practice.seen import Seen
from practice.taken import Taken

_OWN_ITEM = {Question.GREET.value: "greeting", Question.READ_BACK.value: "read_back"}


def walked_into(seen: Seen, trap: Trap) -> tuple[Span, ...]:
    """Return where a trap shows, nothing where it was not walked into."""
    if trap.when:
        return tuple((taken.ms, taken.ms) for taken in seen.taken if _has_all(taken, trap))
    if trap.says:
        saying = [each for each in seen.taken if said(f"{each.text}\n{each.value('address_text')}", trap.says)]
        return seen.keys_at(("content", "address_text", "answer"), saying[0]) if saying else ()
    return () if _was_said(seen, trap.omits) else seen.talk()


def with_trap(item: RubricItem, losses: list[Loss], trap: Trap, evidence: tuple[Span, ...]) -> list[Loss]:
    """Return the losses of an item with those of a trap that was walked into.

    It costs what the file says in place of what the rubric takes for the same mistake; words that were said, and a
    question that was not, cost that much at least, whatever else the item lost. A command that was given beside the
    right ones is needless and no more: the file's costs are those of giving it in place of one.
    """
    if trap.when:
        kept = [loss for loss in losses if loss.about not in trap.when]
    else:
        kept = [] if _OWN_ITEM.get(trap.omits) == item.code else losses
    lost = sum(loss.points for loss in kept)
    costs = trap.costs if trap.when or not kept else trap.costs - lost
    if trap.when and _only_needless(losses):
        costs = min(costs, sum(loss.points for loss in losses))
    points = min(costs, item.points - lost)
    return [*kept, Loss("trap", points, {"trap": trap.code}, evidence)] if points > 0 else kept


def is_fatal(seen: Seen, trap: Trap) -> bool:
    """Say whether a trap that was walked into makes the whole 0: not with a command given beside the right ones."""
    wanted = {record.op for record in seen.scenario.records}
    beside = "op" in trap.when and trap.when["op"] not in wanted and all(pair.right_act for pair in seen.pairs)
    return bool(trap.fatal) and not beside


def _only_needless(losses: list[Loss]) -> bool:
    codes = {loss.code for loss in losses}
    return "needless_act" in codes and "missing_act" not in codes


def _has_all(taken: Taken, trap: Trap) -> bool:
    is_so = {"op": taken.op, "case": taken.case}
    if not trap.when.keys() <= VALUES.get(taken.op, frozenset()) | is_so.keys():
        return False  # a command without that field has not left it empty
    return all((is_so[name] if name in is_so else taken.value(name)) == value for name, value in trap.when.items())


def _was_said(seen: Seen, name: str) -> bool:
    phrases = seen.pack.phrases
    kinds = {phrases[each.phrase].kind for each in seen.call.read if each.phrase in phrases}
    if name == "calm":
        return "calm" in kinds
    return any(each.question == name for each in seen.call.asked) or (name == Question.GREET and "greeting" in kinds)
