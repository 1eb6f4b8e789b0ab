"""What the commands of the dispatcher's queue do, and the lead's decision on a refusal."""

from typing import Any

from hotline import order_number
from hotline.codes import Role, State, UnitPart, Validity
from hotline.context import Context
from hotline.dispatch_commands import Assign, DecideRefusal, DecideReturn, QuerySeat, ReviewReply, Split
from hotline.effects import changed, step
from hotline.handling import dropped
from hotline.order_parts import Assignment
from hotline.outcome import Also, Outcome, Refusal, RefusalCode
from hotline.queues import RETURN_HOPS
from hotline.running_clocks import all_stopped, is_running, run_again, started, stopped, told
from hotline.work_order import WorkOrder


def decide_refusal(order: WorkOrder, command: DecideRefusal, context: Context) -> Outcome:
    """Confirm a refusal, or send the case to dispatch: then its clock from desk to dispatch begins."""
    data = {"accept": command.accept, "reason": command.reason}
    if command.accept:
        if order.merged_cases:
            return Refusal(RefusalCode.HAS_MERGED)
        return step(order, command, context, data, state=State.REFUSED)
    clocks = started(order, "save", context)
    return step(
        order, command, context, data, state=State.TO_DISPATCH, clocks=clocks,
        refusal=None, refusal_reason="", legal_route=None, validity=Validity.TO_JUDGE,
    )  # fmt: skip


def query_seat(order: WorkOrder, command: QuerySeat, context: Context) -> Outcome:
    """Ask the seat; the clock from desk to dispatch runs on."""
    data = {"question": command.question}
    return step(order, command, context, data, state=State.WITH_SEAT, query=command.question)


def split(order: WorkOrder, command: Split, context: Context) -> Outcome:
    """Make two cases of one; each goes its own way from dispatch on, and both callers are the same.

    The clock from desk to dispatch runs on for both; what units had of the case before stays with the old one.
    """
    if command.new_id == order.id:
        return Refusal(RefusalCode.WITH_ITSELF)
    if command.new_id in context.others:
        return Refusal(RefusalCode.ALREADY_EXISTS)
    try:
        number = order_number.plain(command.number)
    except order_number.NumberError as error:
        return Refusal(RefusalCode.BAD_NUMBER, detail=str(error))
    for field, value, known in (
        ("class_code", command.class_code, context.pack.has_class),
        ("area_code", command.area_code, context.pack.has_area),
    ):
        if value and not known(value):
            return Refusal(RefusalCode.UNKNOWN_CODE, field, value)
    running = tuple(clock for clock in order.clocks if is_running(clock))
    half = order.model_copy(
        update={
            "id": command.new_id,
            "order_no": number,
            "revision": 0,
            "title": command.title or command.content.strip().split("\n", 1)[0][:40],
            "content": command.content,
            "class_code": command.class_code or order.class_code,
            "area_code": command.area_code or order.area_code,
            "created_at": context.at,
            "state_since": context.at,
            "dispatch_advice": "",
            "clocks": running,
            "assignments": (),
            "merged_cases": (),
            "exclusion": None,
            "naming": None,
            "caller_note": None,
            "split_from": order.id,
        }
    )
    new, line = changed(half, command.op, context, {"from": order.order_no, "clocks": told((), running)})
    data = {"number": new.order_no, "was": order.content, "keeps": command.keeps, "goes": command.content}
    return step(order, command, context, data, also=(Also(new, (line,)),), content=command.keeps)


def assign(order: WorkOrder, command: Assign, context: Context) -> Outcome:
    """Send to a lead unit and co-units. Every clock of handling starts now, whenever the unit may sign."""
    if order.return_count >= RETURN_HOPS and Role.LEAD not in context.actor.roles:
        return Refusal(RefusalCode.NEXT_LEVEL_DECIDES)
    if order.return_count < RETURN_HOPS and Role.DISPATCHER not in context.actor.roles:
        return Refusal(RefusalCode.NOT_YOUR_ROLE, detail=command.op)
    for field, unit in (("unit", command.unit), *(("co_units", each) for each in command.co_units)):
        if not context.pack.has_unit(unit):
            return Refusal(RefusalCode.UNKNOWN_CODE, field, unit)
    if command.profile and not context.pack.has_profile(command.profile):
        return Refusal(RefusalCode.UNKNOWN_CODE, "profile", command.profile)
    profile = command.profile or context.pack.usual_profile(order)
    sent = (
        _sent(command.unit, UnitPart.LEAD, context),
        *(_sent(unit, UnitPart.CO, context) for unit in command.co_units),
    )
    ready = order.model_copy(
        update={"clock_profile": profile, "clocks": stopped(order.clocks, {"dispatch"}, context.at)}
    )
    data = {
        "unit": command.unit, "co_units": list(command.co_units), "profile": profile,
        "catalogue": command.pack_version or context.pack.version, "note": command.note,
    }  # fmt: skip
    return step(
        order, command, context, data,
        state=State.TO_SIGN, clock_profile=profile, clocks=started(ready, "dispatch", context),
        lead_unit=command.unit, at_unit=command.unit, assignments=(*order.assignments, *sent),
        return_barred=order.return_count >= RETURN_HOPS,
    )  # fmt: skip


def decide_return(order: WorkOrder, command: DecideReturn, context: Context) -> Outcome:
    """Take a case back from its unit, one hop more; or give it back for good, with its clocks as they were."""
    request = order.return_request
    if request is None:
        return Refusal(RefusalCode.NOTHING_ASKED)
    if order.return_count >= RETURN_HOPS and Role.LEAD not in context.actor.roles:
        return Refusal(RefusalCode.NEXT_LEVEL_DECIDES)
    if order.return_count < RETURN_HOPS and Role.DISPATCHER not in context.actor.roles:
        return Refusal(RefusalCode.NOT_YOUR_ROLE, detail=command.op)
    data = {"accept": command.accept, "reason": command.reason, "unit": request.unit}
    if not command.accept:
        return step(order, command, context, data, state=request.from_state, return_barred=True, return_request=None)
    data["hop"] = order.return_count + 1
    resting = order.model_copy(update={"clocks": all_stopped(order.clocks, context.at)})
    return step(
        order, command, context, data,
        state=State.TO_DISPATCH, return_count=order.return_count + 1, clocks=started(resting, "save", context),
        **taken_back(order, context),
    )  # fmt: skip


def review_reply(order: WorkOrder, command: ReviewReply, context: Context) -> Outcome:
    """Let a reply go on to call-back, or back to its unit: its handling clock then runs on, due as before."""
    data = {"accept": command.accept, "reason": command.reason}
    if command.accept:
        clocks = started(order, "reply_passed", context)
        return step(order, command, context, data, state=State.TO_CALLBACK, clocks=clocks)
    clocks = run_again(order.clocks, "reply", context)
    return step(order, command, context, data, state=State.HANDLING, clocks=clocks)


def taken_back(order: WorkOrder, context: Context) -> dict[str, Any]:
    """Return what changes when no unit has the work order any more: what they had of it, and what they asked for."""
    ended = (
        each if each.ended_at else each.model_copy(update={"ended_at": context.at}) for each in order.assignments
    )  # fmt: skip
    return {
        "lead_unit": "",
        "at_unit": "",
        "assignments": tuple(ended),
        "return_request": None,
        "hold": None,
        "extensions": dropped(order.extensions),
    }


def _sent(unit: str, part: UnitPart, context: Context) -> Assignment:
    return Assignment(unit=unit, level=context.pack.unit_level(unit), part=part, sent_at=context.at)
