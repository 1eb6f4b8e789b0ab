"""What a responsible unit's commands do: sign, contact, pass down, co-reply, ask, reply."""

from collections.abc import Callable

from hotline.codes import Request, State, UnitPart
from hotline.context import Context
from hotline.effects import handled_by, step
from hotline.order_parts import Assignment, Exclusion, Extension, ReturnRequest
from hotline.outcome import Outcome, Refusal, RefusalCode
from hotline.running_clocks import handling_clock, is_running, started, stopped
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
from hotline.work_order import WorkOrder


def sign(order: WorkOrder, command: Sign, context: Context) -> Outcome:
    """Take the case in hand."""
    signed = {"signed_at": context.at, "signed_by": context.actor.operator}
    return step(
        order, command, context, {"unit": order.at_unit},
        state=State.HANDLING, clocks=stopped(order.clocks, {"sign"}, context.at), handlers=handled_by(order, context),
        assignments=_in_hand(order, lambda each: each.model_copy(update=signed)),
    )  # fmt: skip


def contact_caller(order: WorkOrder, command: ContactCaller, context: Context) -> Outcome:
    """Note that the unit has spoken with the caller; the first time is what counts."""
    stops = {"contact", "verify", "feedback"} | ({"first_reply"} if command.first_reply else set())
    data = {"unit": order.at_unit, "said": command.said, "first_reply": command.first_reply}
    return step(
        order, command, context, data,
        clocks=stopped(order.clocks, stops, context.at), handlers=handled_by(order, context),
        assignments=_in_hand(
            order, lambda each: each.model_copy(update={"contacted_at": each.contacted_at or context.at})
        ),
    )  # fmt: skip


def pass_down(order: WorkOrder, command: PassDown, context: Context) -> Outcome:
    """Give the case to a lower unit, which signs anew; the clock of handling does not notice."""
    level = context.pack.unit_level(command.unit)
    if not level:
        return Refusal(RefusalCode.UNKNOWN_CODE, "unit", command.unit)
    if level <= context.pack.unit_level(order.at_unit):
        return Refusal(RefusalCode.NOT_A_LOWER_UNIT, "unit", command.unit)
    if any(each.unit == command.unit and each.ended_at is None for each in order.assignments):
        return Refusal(RefusalCode.ALREADY_ASKED, "unit", command.unit)
    sent = Assignment(unit=command.unit, level=level, part=UnitPart.LEAD, sent_at=context.at)
    return step(
        order, command, context, {"from_unit": order.at_unit, "unit": command.unit, "note": command.note},
        state=State.TO_SIGN, at_unit=command.unit, assignments=(*order.assignments, sent),
        clocks=started(order, "dispatch", context, stop="sign"), handlers=handled_by(order, context),
    )  # fmt: skip


def co_reply(order: WorkOrder, command: CoReply, context: Context) -> Outcome:
    """Give a co-unit's share of the answer."""
    unit = context.actor.unit
    given = {"reply": command.reply, "evidence": command.evidence, "done_at": context.at}
    assignments = _of(
        order, lambda each: each.unit == unit and each.part is UnitPart.CO, lambda each: each.model_copy(update=given)
    )
    data = {"unit": unit, "reply": command.reply, "evidence": command.evidence}
    return step(order, command, context, data, assignments=assignments, handlers=handled_by(order, context))


def request_return(order: WorkOrder, command: RequestReturn, context: Context) -> Outcome:
    """Ask to be rid of a case. Late is no bar: a case at the wrong unit helps nobody; but it is said."""
    if order.return_barred:
        return Refusal(RefusalCode.RETURN_BARRED)
    if not context.pack.has_entry("return_reason", command.reason):
        return Refusal(RefusalCode.UNKNOWN_CODE, "reason", command.reason)
    if command.suggested_unit and not context.pack.has_unit(command.suggested_unit):
        return Refusal(RefusalCode.UNKNOWN_CODE, "suggested_unit", command.suggested_unit)
    limit = next((each for each in order.clocks if each.stop == "return_request" and is_running(each)), None)
    request = ReturnRequest(
        at=context.at, unit=order.at_unit, operator=context.actor.operator, reason=command.reason,
        explanation=command.explanation, suggested_unit=command.suggested_unit, from_state=order.state,
        late=limit is not None and context.at >= limit.red_at,
    )  # fmt: skip
    data = request.model_dump(mode="json", exclude={"at", "operator", "from_state"})
    return step(
        order, command, context, data, state=State.RETURN_REVIEW, return_request=request,
        clocks=stopped(order.clocks, {"return_request"}, context.at), handlers=handled_by(order, context),
    )  # fmt: skip


def request_extension(order: WorkOrder, command: RequestExtension, context: Context) -> Outcome:
    """Ask for more days while there are some left."""
    clock = handling_clock(order.clocks)
    if clock is None or context.at >= clock.due_at:
        return Refusal(RefusalCode.EXPIRED)
    if asked_extension(order):
        return Refusal(RefusalCode.ALREADY_ASKED)
    left = clock.extension - clock.extended
    if command.days > left:
        return Refusal(RefusalCode.TOO_MANY_DAYS, "days", f"{max(left, 0):g}")
    asked = Extension(
        at=context.at, unit=order.at_unit, operator=context.actor.operator,
        days=command.days, reason=command.reason, evidence=command.evidence,
    )  # fmt: skip
    data = asked.model_dump(mode="json", exclude={"at", "operator", "state"})
    extensions = (*order.extensions, asked)
    return step(order, command, context, data, extensions=extensions, handlers=handled_by(order, context))


def asked_extension(order: WorkOrder) -> Extension | None:
    """Return the extension that waits for a decision, None where none does."""
    last = order.extensions[-1] if order.extensions else None
    return last if last and last.state is Request.ASKED else None


def reply(order: WorkOrder, command: Reply, context: Context) -> Outcome:
    """Say what was done. The lead unit waits for its co-units until its own time is over."""
    clock = handling_clock(order.clocks)
    waiting = [
        each.unit for each in order.assignments if each.part is UnitPart.CO and not (each.ended_at or each.done_at)
    ]
    if waiting and clock is not None and context.at < clock.due_at:
        return Refusal(RefusalCode.CO_UNITS_WAIT, "co_units", ", ".join(waiting))
    done = {"reply": command.reply, "evidence": command.evidence, "solved": command.solved, "done_at": context.at}
    data = {"unit": order.at_unit, "reply": command.reply, "evidence": command.evidence, "solved": command.solved}
    stops = {"reply", "contact", "verify", "first_reply", "feedback", "return_request"}
    return step(
        order, command, context, data, state=State.REPLY_REVIEW, answer=command.reply,
        clocks=stopped(order.clocks, stops, context.at), handlers=handled_by(order, context),
        assignments=_in_hand(order, lambda each: each.model_copy(update=done)),
        extensions=dropped(order.extensions),
    )  # fmt: skip


def answer_supervision(order: WorkOrder, command: AnswerSupervision, context: Context) -> Outcome:
    """Answer a notice; each is answered once."""
    if command.index >= len(order.supervisions):
        return Refusal(RefusalCode.NOTHING_ASKED, "index")
    notice = order.supervisions[command.index]
    if notice.answered_at is not None:
        return Refusal(RefusalCode.ALREADY_RECORDED)
    answered = notice.model_copy(update={"answered_at": context.at, "answer": command.answer})
    rest = order.supervisions
    supervisions = (*rest[: command.index], answered, *rest[command.index + 1 :])
    data = {"unit": context.actor.unit, "kind": notice.kind, "answer": command.answer}
    return step(order, command, context, data, supervisions=supervisions, handlers=handled_by(order, context))


def request_exclusion(order: WorkOrder, command: RequestExclusion, context: Context) -> Outcome:
    """Ask that the case be left out of the adjusted rates; once."""
    if order.exclusion is not None:
        return Refusal(RefusalCode.ALREADY_ASKED)
    asked = Exclusion(
        at=context.at, unit=context.actor.unit, operator=context.actor.operator,
        reason=command.reason, evidence=command.evidence,
    )  # fmt: skip
    data = {"unit": asked.unit, "reason": command.reason, "evidence": command.evidence}
    return step(order, command, context, data, exclusion=asked, handlers=handled_by(order, context))


def dropped(extensions: tuple[Extension, ...]) -> tuple[Extension, ...]:
    """Turn down what was asked for and is of no use any more: the reply is there, or the unit has the case no more."""
    if not extensions or extensions[-1].state is not Request.ASKED:
        return extensions
    return (*extensions[:-1], extensions[-1].model_copy(update={"state": Request.TURNED_DOWN}))


def _in_hand(order: WorkOrder, change: Callable[[Assignment], Assignment]) -> tuple[Assignment, ...]:
    return _of(order, lambda each: each.unit == order.at_unit and each.part is UnitPart.LEAD, change)


def _of(
    order: WorkOrder, wanted: Callable[[Assignment], bool], change: Callable[[Assignment], Assignment]
) -> tuple[Assignment, ...]:
    """Change the assignments that are `wanted` and have not ended."""
    return tuple(change(each) if each.ended_at is None and wanted(each) else each for each in order.assignments)
