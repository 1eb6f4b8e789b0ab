"""Dispatchers and leads: where a case goes, what was returned, what was replied, what the desk proposes to refuse."""

from datetime import timedelta
from uuid import UUID

from case_api.simulated_people.sight import Act, Sight, phrases
from hotline.codes import State, Urgency
from hotline.commands import AmendCase, AssignByPhone
from hotline.dispatch_commands import Assign, DecideRefusal, DecideReturn, Merge, QuerySeat, ReviewReply, Split, Unmerge
from hotline.oversight_commands import Reopen
from hotline.queues import RETURN_HOPS
from hotline.work_order import WorkOrder

_FEEDBACK = timedelta(minutes=20)
_LOOKED_AT = "（已核）"
"""What a dispatcher adds to a title that they have mended."""


def at_dispatch(sight: Sight) -> Act | None:
    """Do what a dispatcher does; after two returns a lead decides."""
    order = sight.order
    match order.state:
        case State.TO_DISPATCH if order.return_count < RETURN_HOPS:
            return _to_dispatch(sight)
        case State.RETURN_REVIEW if order.return_count < RETURN_HOPS:
            return _return_asked(sight)
        case State.REPLY_REVIEW:
            if order.merged_cases and sight.happens(0.35):
                return Act(order.merged_cases[-1], Unmerge(reason=sight.say("other_matter")))
            if sight.happens(0.12):
                return sight.do(ReviewReply(accept=False, reason=sight.say("reply_lacks")))
            return sight.do(ReviewReply(accept=True))
    return None


def as_lead(sight: Sight) -> Act | None:
    """Do what a lead does: refusals, and what was returned twice."""
    match sight.order.state:
        case State.REFUSAL_REVIEW:
            accept = sight.happens(0.6)
            return sight.do(DecideRefusal(accept=accept, reason=sight.say("to_refuse" if accept else "to_take")))
        case State.TO_DISPATCH:
            return _assigned(sight)
        case State.RETURN_REVIEW:
            return _return_asked(sight)
    return None


def as_lead_of_closed(sight: Sight) -> Act | None:
    """Open a closed case again, now and then, on what its caller has to show."""
    order = sight.order
    once = order.redo_count == 0 and order.at_unit
    return sight.do(Reopen(evidence=sight.say("new_evidence"))) if once and sight.happens(0.04) else None


def _to_dispatch(sight: Sight) -> Act | None:
    order, town, draw = sight.order, sight.town, sight.draw.random()
    if draw < 0.04 and not order.query and order.follow_up in town.desks:
        return sight.do(QuerySeat(question=sight.say("queried")))
    if draw < 0.07 and order.split_from is None and not order.merged_cases:
        second = phrases()["second_matter"]
        new_id = UUID(int=sight.draw.getrandbits(128), version=4)
        return sight.do(Split(new_id=new_id, content=second, keeps=order.content or order.title))
    if draw < 0.10 and not order.title.endswith(_LOOKED_AT):
        return sight.do(AmendCase(changes={"title": (order.title, f"{order.title[:80]}{_LOOKED_AT}")}))
    if draw < 0.40 and not order.merged_cases:
        parent = next((each for each in sight.same_caller() if _may_take_in(sight, each)), None)
        if parent is not None:
            return sight.do(Merge(parent=parent.id))
    return _assigned(sight)


def _may_take_in(sight: Sight, other: WorkOrder) -> bool:
    """Say whether an earlier live case of the caller is of the same class: the same matter, told once more.

    What was split is two matters, though both halves have the class of the whole.
    """
    order = sight.order
    return (
        other.class_code == order.class_code
        and (order.split_from or order.id) != (other.split_from or other.id)
        and other.state not in (State.MERGED, State.ON_HOLD)
        and (other.created_at, other.order_no) < (order.created_at, order.order_no)
    )


def _assigned(sight: Sight) -> Act | None:
    order, town = sight.order, sight.town
    had = {each.unit for each in order.assignments}
    meant = [each.unit for each in sight.line.proposed]
    usual = town.pack.usual_unit(order.class_code, order.area_code)
    advised = usual.code if usual is not None else order.dispatch_advice
    wanted = next((each for each in meant if each not in had), advised)
    unit = town.staffed(wanted, sight.draw, had) or town.staffed(wanted, sight.draw)
    if not unit:
        return None
    if order.urgency is Urgency.CRITICAL and order.return_count == 0 and sight.happens(0.5):
        by_phone = AssignByPhone(unit=unit, answered_by=sight.say("answered_by"), feedback_due=sight.now + _FEEDBACK)
        return sight.do(by_phone)
    beside = town.staffed("", sight.draw, {unit, *had}) if sight.happens(0.25) else ""
    return sight.do(Assign(unit=unit, co_units=(beside,) if beside else (), pack_version=town.pack.version))


def _return_asked(sight: Sight) -> Act:
    accept = sight.happens(0.6)
    return sight.do(DecideReturn(accept=accept, reason=sight.say("taken_back" if accept else "return_barred")))
