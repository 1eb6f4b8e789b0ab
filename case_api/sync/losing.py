"""What is kept of a command that met something at the centre: the values that lost, and how a seat is told."""

from datetime import datetime
from typing import Any

from case_api.sync.verdict import Lost
from hotline.case_doc import TimelineEntry
from hotline.codes import Role, State
from hotline.command_table import COMMANDS
from hotline.commands import AddNote, AmendCase, AnswerQuery, Command, RecordCallback, Urge, Withdraw
from hotline.context import Actor
from hotline.masking import PERSONAL, masked_value
from hotline.outcome import FieldConflict, RefusalCode
from hotline.wire import ConflictOut, Mutation
from hotline.work_order import WorkOrder

WHOLE = "*"
"""Stands for a whole command in place of one field."""


_WORDS: dict[type[object], str] = {
    AddNote: "text",
    Urge: "said",
    Withdraw: "reason",
    AnswerQuery: "answer",
    RecordCallback: "opinion",
}


def words_of(command: Command) -> str:
    """Return what of a command is kept as an addendum on the case when it came too late; mostly nothing."""
    return getattr(command, _WORDS.get(type(command), ""), "")


def addendum(mutation: Mutation, seat: str, state: State, at: datetime, text: str) -> TimelineEntry:
    """Return the entry of a timeline that keeps such words."""
    return TimelineEntry(
        kind="addendum",
        at=at,
        operator=mutation.operator_id,
        seat=seat,
        from_state=state,
        to_state=state,
        data={"op": mutation.op, "text": text},
    )


def changed_first(found: tuple[FieldConflict, ...]) -> tuple[Lost, ...]:
    """Return the fields that somebody else changed first."""
    return tuple(Lost(each.field, each.base, each.mine, each.theirs, "changed") for each in found)


def all_lost(mutation: Mutation, command: Command, order: WorkOrder, code: RefusalCode) -> tuple[Lost, ...]:
    """Return everything that a refused command would have changed: field by field, or the whole of it."""
    if not isinstance(command, AmendCase):
        return (Lost(WHOLE, None, mutation.payload, None, code),)
    theirs = order.model_dump(mode="json", include=set(command.changes))
    return tuple(Lost(field, base, mine, theirs[field], code) for field, (base, mine) in command.changes.items())


def was_theirs_to_give(command: Command, order: WorkOrder, actor: Actor) -> bool:
    """Say whether a refused command may have been its person's to give before the centre moved on.

    Only then are its words for the timeline: nobody writes there by what their role never gave them, nor does a unit
    that has had no part in the case.
    """
    acting = actor.roles & COMMANDS[command.op].roles
    of_the_hotline = acting - {Role.UNIT}
    return bool(of_the_hotline) or (bool(acting) and any(each.unit == actor.unit for each in order.assignments))


def masked_conflicts(lost: tuple[Lost, ...]) -> tuple[ConflictOut, ...]:
    """Return the fields as a seat is told of them: personal ones masked, its own value too (it has it itself)."""
    return tuple(
        ConflictOut(
            field=each.field,
            base=_masked(each.field, each.base),
            mine=_masked(each.field, each.mine),
            theirs=_masked(each.field, each.theirs),
        )
        for each in lost
        if each.field != WHOLE
    )


def _masked(field: str, value: Any) -> Any:
    if field not in PERSONAL:
        return value
    return masked_value(field, value) if isinstance(value, str) else None
