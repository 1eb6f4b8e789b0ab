"""What is done about a case that is there: notes, urging (催办), withdrawal, answering dispatch, looks in the clear."""

from hotline.codes import Role, State
from hotline.command_table import COMMANDS
from hotline.commands import AddNote, AnswerQuery, Reveal, Urge, Withdraw
from hotline.context import Context
from hotline.effects import event, step
from hotline.handling import dropped
from hotline.outcome import Applied, Outcome, Refusal, RefusalCode
from hotline.running_clocks import all_stopped
from hotline.work_order import WorkOrder


def add_note(order: WorkOrder, command: AddNote, context: Context) -> Outcome:
    """Keep words in the case's history."""
    return step(order, command, context, {"text": command.text})


def urge(order: WorkOrder, command: Urge, context: Context) -> Outcome:
    """Count that the caller asked again, with what was said to them."""
    return step(order, command, context, {"said": command.said}, urge_count=order.urge_count + 1)


def withdraw(order: WorkOrder, command: Withdraw, context: Context) -> Outcome:
    """End the case, with all that runs or is asked for in it; refused while others are merged into it."""
    if order.merged_cases:
        return Refusal(RefusalCode.HAS_MERGED)
    return step(
        order, command, context, {"reason": command.reason}, state=State.WITHDRAWN, withdrawn_because=command.reason,
        clocks=all_stopped(order.clocks, context.at),
        query="", return_request=None, hold=None, extensions=dropped(order.extensions),
    )  # fmt: skip


def answer_query(order: WorkOrder, command: AnswerQuery, context: Context) -> Outcome:
    """Answer the dispatcher's question: the case waits for dispatch again."""
    return step(
        order, command, context, {"query": order.query, "answer": command.answer}, state=State.TO_DISPATCH, query=""
    )


def kept_from_units(order: WorkOrder) -> bool:
    """Say whether a unit learns nobody's name or number: the platform calls back who is not to be named to it.

    蚌政热线〔2017〕10号 says so of anonymous callers; a caller who asks for confidence asks for no less.
    """
    return order.confidential or order.anonymous


def reveal(order: WorkOrder, command: Reveal, context: Context) -> Outcome:
    """Keep who looked at a personal field and why; refused to a unit from which the caller is kept."""
    if kept_from_units(order) and context.actor.roles & COMMANDS[command.op].roles == {Role.UNIT}:
        return Refusal(RefusalCode.CONFIDENTIAL)
    data = {"field": command.field, "reason": command.reason}
    seen = event(command.op, context, COMMANDS[command.op].roles, order.state, order.state, **data)
    return Applied(order, (seen,))
