"""People of units: sign, contact, ask for a return or for days, pass down, give their share, reply with evidence."""

from case_api.simulated_people.sight import Act, Sight
from hotline.codes import Solved, State, UnitPart
from hotline.commands import AddNote
from hotline.handling import asked_extension
from hotline.order_parts import Assignment
from hotline.running_clocks import handling_clock
from hotline.unit_commands import (
    AnswerSupervision,
    ContactCaller,
    CoReply,
    PassDown,
    Reply,
    RequestExclusion,
    RequestExtension,
    RequestReturn,
    Sign,
)

_OTHERS = ("not_ours", "other_territory")


def at_a_unit(sight: Sight) -> Act | None:
    """Do what a unit owes: answer a notice, then what the state of the case asks for."""
    order, unit = sight.order, sight.me.unit
    notice = next((place for place, each in enumerate(order.supervisions) if each.answered_at is None), None)
    if notice is not None and order.at_unit == unit:
        return sight.do(AnswerSupervision(index=notice, answer=sight.say("answered_notice")))
    mine = next((each for each in reversed(order.assignments) if each.unit == unit and each.ended_at is None), None)
    if mine is None:
        return None
    if mine.part is UnitPart.CO:
        owes = order.state is State.HANDLING and mine.done_at is None
        return sight.do(CoReply(reply=sight.say("co_replied"), evidence=sight.say("evidence"))) if owes else None
    if order.at_unit != unit:
        return None
    if order.state is State.TO_SIGN:
        return _returned(sight) if sight.happens(0.1) and not order.return_barred else sight.do(Sign())
    return _handling(sight, mine) if order.state is State.HANDLING else None


def _handling(sight: Sight, mine: Assignment) -> Act | None:
    order, draw = sight.order, sight.draw.random()
    if mine.contacted_at is None:
        return sight.do(ContactCaller(said=sight.say("contacted"), first_reply=sight.happens(0.5)))
    clock = handling_clock(order.clocks)
    in_time = clock is not None and sight.now < clock.due_at
    lower = sight.town.below(sight.me.unit)
    if draw < 0.04 and not order.return_barred:
        return _returned(sight)
    if draw < 0.16 and in_time and clock is not None and clock.extension - clock.extended >= 1:
        if asked_extension(order) is None and not order.extensions:
            return sight.do(RequestExtension(days=1, reason=sight.say("more_days"), evidence=sight.say("evidence")))
    elif draw < 0.30 and lower and all(each.unit != lower for each in order.assignments):
        return sight.do(PassDown(unit=lower, note=sight.say("passed_down")))
    elif draw < 0.36 and order.exclusion is None:
        return sight.do(RequestExclusion(reason=sight.say("not_to_count"), evidence=sight.say("evidence")))
    elif draw < 0.40:
        return sight.do(AddNote(text=sight.say("noted")))
    if in_time and _waits_for_others(sight):
        return None
    solved = sight.draw.choices([Solved.SOLVED, Solved.MOSTLY, Solved.UNSOLVED], [80, 12, 8])[0]
    words = sight.say("replied_unsolved" if solved is Solved.UNSOLVED else "replied")
    return sight.do(Reply(reply=words, evidence=sight.say("evidence"), solved=solved))


def _waits_for_others(sight: Sight) -> bool:
    """Say whether a co-unit has not given its share yet: the rulebook would turn a reply down."""
    return any(
        each.part is UnitPart.CO and each.ended_at is None and each.done_at is None for each in sight.order.assignments
    )


def _returned(sight: Sight) -> Act:
    meant = sight.town.staffed("", sight.draw, {sight.me.unit})
    reason = sight.draw.choice(_OTHERS)
    return sight.do(RequestReturn(reason=reason, explanation=sight.say("not_ours"), suggested_unit=meant))
