"""Notes on callers: what becomes of them, and which of them stands on a day (source rows L1 to L4 and L7).

A note is a person's word for the next person who answers, approved by another one and gone by itself after its last
day. No rule reads it: it never refuses, ranks or counts anything.
"""

from datetime import date, timedelta

from hotline.caller_note_commands import DecideCallerNote, LiftCallerNote, ProposeCallerNote
from hotline.context import Context
from hotline.effects import step
from hotline.order_parts import CallerNote
from hotline.outcome import Outcome, Refusal, RefusalCode
from hotline.work_order import WorkOrder

NOTE_COMMANDS = frozenset({"propose_caller_note", "decide_caller_note", "lift_caller_note"})
"""The commands about notes on callers: the kinds of their events too."""


def is_asked(note: CallerNote | None) -> bool:
    """Say whether a note waits for a lead's decision."""
    return note is not None and not note.approved_by


def stands(note: CallerNote | None, today: date) -> bool:
    """Say whether a note is shown: approved, and its last day is not over. `today` is by the city's calendar."""
    return note is not None and bool(note.approved_by) and today <= note.until


def propose_caller_note(order: WorkOrder, command: ProposeCallerNote, context: Context) -> Outcome:
    """Propose a note. Its last day lies within so many days of the case's filing: so long every seat holds the case."""
    if not order.caller_phone:
        return Refusal(RefusalCode.MISSING_FIELD, "caller_phone")
    day_of = context.pack.day_clock.day_of
    if is_asked(order.caller_note) or stands(order.caller_note, day_of(context.at)):
        return Refusal(RefusalCode.ALREADY_ASKED)
    if command.until <= day_of(context.at):
        return Refusal(RefusalCode.IN_THE_PAST, "until")
    last = day_of(order.created_at) + timedelta(days=context.pack.number("caller_note_days"))
    if command.until > last:
        return Refusal(RefusalCode.NOTE_TOO_LONG, "until", last.isoformat())
    note = CallerNote(
        at=context.at, operator=context.actor.operator, reason=command.reason, text=command.text, until=command.until
    )
    data = note.model_dump(mode="json", include={"reason", "text", "until"})
    return step(order, command, context, data, caller_note=note)


def decide_caller_note(order: WorkOrder, command: DecideCallerNote, context: Context) -> Outcome:
    """Let a note be shown until its last day, or do away with it; when that day is over it can only be turned down."""
    note = order.caller_note
    if note is None or not is_asked(note):
        return Refusal(RefusalCode.NOTHING_ASKED)
    if command.grant and note.until < context.pack.day_clock.day_of(context.at):
        return Refusal(RefusalCode.IN_THE_PAST, "until", note.until.isoformat())
    decided = note.model_copy(update={"approved_by": context.actor.operator}) if command.grant else None
    return step(order, command, context, {"grant": command.grant, "reason": command.reason}, caller_note=decided)


def lift_caller_note(order: WorkOrder, command: LiftCallerNote, context: Context) -> Outcome:
    """Take back an approved note before its last day, or after it."""
    if order.caller_note is None or is_asked(order.caller_note):
        return Refusal(RefusalCode.NO_NOTE)
    return step(order, command, context, {"reason": command.reason}, caller_note=None)
