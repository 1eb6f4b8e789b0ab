"""What helps in a drill (提示): what is still to be said in this call, in the order of a good one. Pure."""

from collections.abc import Collection

from city_packs.scenario import Mood, Question, Scenario
from wording import tr

_IN_ORDER = (Question.WHO, Question.WHERE, Question.SINCE, Question.REACH, Question.DONE)


def hints_for(scenario: Scenario, asked: Collection[str], *, calm: bool, on_file: bool) -> tuple[str, ...]:
    """Return what to do next, in the present language; nothing once the record is on file."""
    if on_file:
        return ()
    if Question.GREET not in asked:
        return (tr("Greet the caller first."),)
    if scenario.caller.mood is Mood.ABUSIVE and not calm:
        return (tr("Read a calm text: before that the caller answers nothing."),)
    has_answers = {each.to for each in scenario.caller.replies}
    left = [each for each in _IN_ORDER if each in has_answers and each not in asked]
    if left:
        return (_TO_ASK[left[0]](),)
    if Question.READ_BACK not in asked:
        return (tr("Read back what you have taken down; then save it."),)
    return (tr("Save it."),)


_TO_ASK = {
    Question.WHO: lambda: tr("Ask who is calling."),
    Question.WHERE: lambda: tr("Ask where it is."),
    Question.SINCE: lambda: tr("Ask since when it has been so."),
    Question.REACH: lambda: tr("Ask how to reach the caller."),
    Question.DONE: lambda: tr("Ask what has been done so far."),
}
