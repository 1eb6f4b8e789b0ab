"""Whether the mistakes that a scenario leads to were made, and what they cost instead of what the rubric takes."""

from collections.abc import Collection

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
        return tuple((taken.ms, taken.ms) for taken in _showing(seen, trap))
    if trap.says:
        saying = [each for each in seen.taken if said(f"{each.text}\n{each.value('address_text')}", trap.says)]
        return seen.keys_at(("content", "address_text", "answer"), saying[0]) if saying else ()
    return () if _was_said(seen, trap.omits) else seen.talk()


def with_trap(seen: Seen, item: RubricItem, losses: list[Loss], trap: Trap, evidence: tuple[Span, ...]) -> list[Loss]:
    """Return the losses of an item with those of a trap that was walked into.

    It costs what the file says in place of what the rubric takes for the same mistake; words that were said, and a
    question that was not, cost that much at least, whatever else the item lost. A command that was given beside the
    right ones is needless and no more, however many traps it walks into: the file's costs are those of giving it in
    place of one.
    """
    if _is_beside(seen, trap):
        return _named(losses, trap, {each.op for each in _showing(seen, trap)}, evidence)
    if trap.when:
        kept = [loss for loss in losses if loss.about not in trap.when]
    else:
        kept = [] if _OWN_ITEM.get(trap.omits) == item.code else losses
    lost = sum(loss.points for loss in kept)
    costs = trap.costs if trap.when or not kept else trap.costs - lost
    points = min(costs, item.points - lost)
    return [*kept, Loss("trap", points, {"trap": trap.code}, evidence)] if points > 0 else kept


def is_fatal(seen: Seen, trap: Trap) -> bool:
    """Say whether a trap that was walked into makes the whole 0: not with a command given beside the right ones."""
    return bool(trap.fatal) and not _is_beside(seen, trap)


def _showing(seen: Seen, trap: Trap) -> list[Taken]:
    return [taken for taken in seen.taken if _has_all(taken, trap)]


def _is_beside(seen: Seen, trap: Trap) -> bool:
    """Say whether a mistake shows in nothing but commands that were given beside all the right ones."""
    right = [pair.taken for pair in seen.pairs if pair.right_act]
    others = all(taken is not each for taken in _showing(seen, trap) for each in right)
    return bool(trap.when) and len(right) == len(seen.pairs) and others


def _named(losses: list[Loss], trap: Trap, ops: Collection[str], evidence: tuple[Span, ...]) -> list[Loss]:
    """Return the losses with one needless command named by the trap, for what the rubric takes for it."""
    for place, loss in enumerate(losses):
        if loss.code == "needless_act" and loss.values["op"] in ops:
            return [*losses[:place], Loss("trap", loss.points, {"trap": trap.code}, evidence), *losses[place + 1 :]]
    return losses


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
