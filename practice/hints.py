"""What helps in a drill (提示): what is still to be said in this call, in the order of a good one. Pure.

Asked is for what the reference needs and nobody says unasked: of a caller who says nothing, nothing.
"""

from collections.abc import Collection, Iterator

from city_packs.scenario import Fact, Mood, Question, ReferenceRecord, Scenario
from city_packs.stated import states_fact
from practice.on_file import things_needed
from practice.read_back import is_read_back
from wording import tr

_IN_ORDER = (Question.WHO, Question.WHERE, Question.SINCE, Question.REACH, Question.DONE)
_SAVED = frozenset({"file_case", "assign_by_phone"})


def hints_for(
    scenario: Scenario, asked: Collection[str], *, calm: bool, on_file: int, is_written: bool = True
) -> tuple[str, ...]:
    """Return what to do next, in the present language; nothing once all is on file, of which `on_file` is by now.

    `is_written` says whether the text of the record is begun.
    """
    if on_file >= things_needed(scenario):
        return ()
    if on_file:
        return (tr("One matter is on file; the caller has another one."),)
    if Question.GREET not in asked:
        return (tr("Greet the caller first."),)
    if scenario.caller.mood is Mood.ABUSIVE and not calm:
        return (tr("Read a calm text: before that the caller answers nothing."),)
    left = next((each for each in _IN_ORDER if each not in asked and _is_needed(each, scenario, asked)), None)
    if left is not None:
        return (_TO_ASK[left](),)
    ops = {record.op for record in scenario.records} - {"mark_abuse"}
    if ops <= {"log_call"}:
        return (tr("Listen; then end the call with what it was."),)
    if Question.READ_BACK not in asked and is_read_back(scenario):
        if not is_written:
            return (tr("Write down what you have heard; then read it back."),)
        return (tr("Read back what you have taken down; then save it."),)
    return (tr("Save it.") if ops <= _SAVED else tr("Enough is known: act."),)


def _is_needed(question: Question, scenario: Scenario, asked: Collection[str]) -> bool:
    """Say whether the caller answers a question with something that a record of the reference holds, and new."""
    answers = [each.words.zh for each in scenario.caller.replies if each.to is question]
    follow = [each.words.zh for each in scenario.caller.lines if each.after == question]
    heard = list(_heard(scenario, asked))
    return bool(answers) and any(
        _has_value(question, record)
        or any(_states([*answers, *follow], fact) and not _states(heard, fact) for fact in _facts(record))
        for record in scenario.records
    )


def _states(texts: list[str], fact: Fact) -> bool:
    return any(states_fact(text, fact) for text in texts)


def _has_value(question: Question, record: ReferenceRecord) -> bool:
    if question is Question.WHO:
        return bool(record.values.get("caller_name"))  # an empty one is that of a caller who wants to stay unnamed
    if question is Question.WHERE:
        return bool(record.values.get("area_code") or record.address)
    number = record.values.get("contact_phone")  # an empty one is that of the call: asked of who waits for an answer
    return question is Question.REACH and bool(number or (number == "" and record.op in _SAVED))


def _facts(record: ReferenceRecord) -> tuple[Fact, ...]:
    return (*record.facts, *record.address, *record.answer)


def _heard(scenario: Scenario, asked: Collection[str]) -> Iterator[str]:
    """Yield what the caller says whatever he is asked, and what he said to what was asked."""
    own = {line.code for line in scenario.caller.lines if line.at is not None}
    for line in scenario.caller.lines:
        if line.code in own or line.after in own or line.after in asked:
            yield line.words.zh
    for reply in scenario.caller.replies:
        if reply.to in asked and not reply.wrong:
            yield reply.words.zh


_TO_ASK = {
    Question.WHO: lambda: tr("Ask who is calling."),
    Question.WHERE: lambda: tr("Ask where it is."),
    Question.SINCE: lambda: tr("Ask since when it has been so."),
    Question.REACH: lambda: tr("Ask how to reach the caller."),
    Question.DONE: lambda: tr("Ask what has been done so far."),
}
