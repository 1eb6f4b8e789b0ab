"""Call-back operators, and desks that are asked something: those who speak with callers."""

from case_api.simulated_people.sight import Act, Sight
from hotline.calling_back import asks_about_unit
from hotline.codes import NotReached, Satisfaction, Solved, State
from hotline.commands import AnswerQuery, RecordCallback

_REASONS = (NotReached.NO_ANSWER, NotReached.SWITCHED_OFF, NotReached.DECLINED)
_MOST_REDONE = 2
"""A caller whose matter was done so often again is let go unsolved."""


def at_callback(sight: Sight) -> Act | None:
    """Ring a caller: reached with the results, or not reached."""
    order = sight.order
    if not sight.happens(0.72):
        return sight.do(RecordCallback(reached=False, not_reached=sight.draw.choice(_REASONS)))
    solved = sight.draw.choices([Solved.SOLVED, Solved.MOSTLY, Solved.UNSOLVED], [75, 13, 12])[0]
    unsolved = solved is Solved.UNSOLVED
    weights = [5, 15, 80] if unsolved else [75, 20, 5]
    satisfied = sight.draw.choices([Satisfaction.SATISFIED, Satisfaction.MOSTLY, Satisfaction.DISSATISFIED], weights)[0]
    told = RecordCallback(
        reached=True, solved=solved, satisfied=satisfied,
        contacted_by_unit=sight.happens(0.93) if asks_about_unit(order, None) else None,
        redo=unsolved and order.redo_count < _MOST_REDONE and sight.happens(0.8),
        opinion=sight.say("complaints" if unsolved else "opinions"),
    )  # fmt: skip
    return sight.do(told)


def at_desk(sight: Sight) -> Act | None:
    """Answer what a dispatcher asked about a case that this operator follows up."""
    order = sight.order
    asked = order.state is State.WITH_SEAT and order.follow_up == sight.me.operator_id
    return sight.do(AnswerQuery(answer=sight.say("answered_query"))) if asked else None
