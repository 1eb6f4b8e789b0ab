"""Amending a work order, field by field: what was meant meets what the fields hold by now."""

from collections.abc import Sequence
from typing import Any

from hotline.case_doc import TimelineEntry
from hotline.codes import HandleMode, Role
from hotline.commands import AmendCase, AnswerDirectly, FileCase, HandOff, ProposeRefusal
from hotline.context import Actor, Context
from hotline.effects import step
from hotline.intake_check import intake_faults
from hotline.masking import PERSONAL, masked_value
from hotline.outcome import Applied, FieldConflict, Outcome, Refusal
from hotline.work_order import Intake, WorkOrder


def may_amend(order: WorkOrder, actor: Actor) -> bool:
    """Say whether the case is one that this person may amend: followed up by them, or they dispatch."""
    return Role.DISPATCHER in actor.roles or order.follow_up == actor.operator


def amend_case(order: WorkOrder, command: AmendCase, context: Context) -> Outcome:
    """Change each field that still holds what the operator saw; the others are conflicts and stay (sync.md, 2.6)."""
    wanted = Intake.model_validate({field: new for field, (_, new) in command.changes.items()})
    current = order.model_dump(mode="json", include=set(command.changes))
    update: dict[str, Any] = {}
    conflicts = []
    for field, (base, mine) in command.changes.items():
        theirs = current[field]
        if mine in (theirs, _masked(field, theirs)):
            continue  # its mask says nothing new, and must not take the place of what it masks
        if _still_holds(field, base, theirs, context):
            update[field] = getattr(wanted, field)
        else:
            conflicts.append(FieldConflict(field, base, mine, theirs))
    refusal = _amended_badly(order, update, context)
    if refusal:
        return refusal
    if not update:
        return Applied(order, (), tuple(conflicts))
    changes = {
        field: [_masked(field, value) for value in command.changes[field]]
        for field in command.changes
        if field in update
    }
    data: dict[str, Any] = {"changes": changes}
    if order.caller_note is not None and "caller_phone" in update:
        update["caller_note"], data["note_falls"] = None, True  # it is about another caller
    done = step(order, command, context, data, **update)
    return Applied(done.order, done.events, tuple(conflicts))


def amended_by_others(
    timeline: Sequence[TimelineEntry], revision: int, base_revision: int | None, seat: str
) -> frozenset[str]:
    """Return the fields that others have amended since `base_revision`, the centre's, that a command was made on.

    Every change of a case is one entry and one revision, so the entries since then are the last of a case of
    `revision`; without a base it is all of them. What the seat itself did before was on its screen.
    """
    unseen = timeline[max(len(timeline) - max(revision - (base_revision or 0), 0), 0) :]
    others = (entry for entry in unseen if entry.kind == "amend_case" and (not seat or entry.seat != seat))
    return frozenset(field for entry in others for field in entry.data.get("changes", ()))


def _still_holds(field: str, base: Any, theirs: Any, context: Context) -> bool:
    """Say whether a field still holds what the operator saw, be it masked by the judge or by the operator's screen.

    Many values have the same mask: it is the same value only if nobody has amended the field since.
    """
    masked = field in PERSONAL and "*" in f"{base}{theirs}"
    if not masked:
        return bool(theirs == base)
    known = base == theirs or base == _masked(field, theirs) or _seen_as(field, base, context) == theirs
    return known and field not in context.amended


def _seen_as(field: str, value: Any, context: Context) -> Any:
    return context.seen_as(field, value) if isinstance(value, str) else value


def _amended_badly(order: WorkOrder, update: dict[str, Any], context: Context) -> Refusal | None:
    """Refuse a change that would leave the case without what its filing asked for, be it in another field.

    What was wrong before, or cannot be judged here because it is masked, is no reason to refuse a change elsewhere.
    """
    by_mode: dict[HandleMode, type[Any]] = {HandleMode.DIRECT: AnswerDirectly, HandleMode.EMERGENCY: HandOff}
    made_by = ProposeRefusal if order.refusal else by_mode.get(order.handle_mode, FileCase)
    before = set(intake_faults(made_by, order, context, order.pack_version))
    for fault in intake_faults(made_by, order.model_copy(update=update), context, order.pack_version):
        if fault.field in update or fault not in before:
            return fault  # also of a number or name with stars in it: it would take the place of what it masks
    return None


def _masked(field: str, value: Any) -> Any:
    return masked_value(field, value) if field in PERSONAL and isinstance(value, str) else value
