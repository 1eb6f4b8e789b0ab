"""Marks of language: the greeting, words that no record may hold, and reading back."""

from city_packs.scenario import Question
from city_packs.stated import said
from practice.marks import Loss, Span
from practice.read_back import MATTER, is_read_back, to_read_back
from practice.seen import Seen
from practice.taken import Taken


def greeting_losses(seen: Seen) -> list[Loss]:
    """Return what is lost of the greeting, which comes before any question and soon after the answer."""
    item = seen.item("greeting")
    greeted = min(_greetings(seen), default=None)
    if greeted is None:
        return [Loss("no_greeting", item.points, evidence=seen.talk())]
    asked = min((each.ms for each in seen.call.asked if each.question != Question.GREET), default=greeted)
    seconds = seen.call.lasted(seen.answered, greeted) / 1000
    told = {"seconds": f"{seconds:.0f}"}
    span = ((seen.answered, greeted),)
    if asked < greeted:
        return [Loss("question_first", item.points - item.figures["late"], told, span)]
    if seconds > item.figures["within"]:
        return [Loss("late_greeting", item.points - item.figures["late"], told, span)]
    return []


def word_losses(seen: Seen) -> list[Loss]:
    """Return a loss for each word that no record may hold and that stands in one of this call."""
    item = seen.item("words")
    found: dict[str, Taken] = {}
    for taken in seen.taken:
        own = (word for pair in seen.pairs if pair.taken is taken for word in pair.reference.forbidden)
        text = f"{taken.text}\n{taken.value('address_text')}"
        for word in (*seen.rubric.forbidden, *own):
            if said(text, (word,)):
                found.setdefault(word, taken)
    return [
        Loss(
            "forbidden_word",
            item.figures["each"],
            {"word": word},
            seen.keys_at(("content", "answer"), taken),
            "content",
        )
        for word, taken in found.items()
    ]


def read_back_losses(seen: Seen) -> list[Loss]:
    """Return what is lost of reading back: once, before the record is on file; else it is earned with the act.

    One that came before what it reads back was taken down is none.
    """
    item = seen.item("read_back")
    if not is_read_back(seen.scenario):
        if all(pair.right_act for pair in seen.pairs):
            return []
        return [Loss("with_act", item.points, {"op": seen.scenario.records[0].op}, seen.talk(), "op")]
    asked = [each.ms for each in seen.call.asked if each.question == Question.READ_BACK]
    if not asked:
        return [Loss("no_read_back", item.points, {"times": "0"}, seen.talk())]
    times = [ms for ms in asked if not _empty_at(seen, ms)]
    if not times:
        return [Loss("early_read_back", item.points, {"field": _empty_at(seen, asked[-1])}, _moments(asked))]
    told = {"times": str(len(times))}
    if seen.on_file and times[0] > max(each.ms for each in seen.on_file):
        return [Loss("late_read_back", item.points, told, _moments(times))]
    if len(times) > 1:
        return [Loss("read_back_again", item.points - item.figures["again"], told, _moments(times))]
    return []


def _empty_at(seen: Seen, ms: int) -> str:
    """Return the first field in which nothing stood yet of what is read back, empty where all of it was begun.

    What was never typed came by another key, such as the caller's earlier case or a phrase, and is not missed.
    """
    for fields in to_read_back(seen.scenario):
        typed = [key.ms for key in seen.call.keys if key.at in fields and key.signs]
        if (typed and min(typed) > ms) or (not typed and fields is MATTER and not seen.on_file):
            return fields[0]
    return ""


def _moments(times: list[int]) -> tuple[Span, ...]:
    return tuple((ms, ms) for ms in times)


def _greetings(seen: Seen) -> list[int]:
    """Return when the caller was greeted, by the key for it or by a greeting read out."""
    phrases = seen.pack.phrases
    read = (each.ms for each in seen.call.read if each.phrase in phrases and phrases[each.phrase].kind == "greeting")
    return [*(each.ms for each in seen.call.asked if each.question == Question.GREET), *read]
