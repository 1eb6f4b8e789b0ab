"""Judges what a seat sends by the rulebook, as a centre does: nothing is turned away. Pure."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from pydantic import ValidationError

from hotline.case_doc import CallDoc, timeline_entry
from hotline.command_table import COMMANDS, Start
from hotline.commands import Command, LogCall, Reveal, parse_command
from hotline.context import Actor, Context, OrdersOf, PackFacts
from hotline.masking import PERSONAL, masked_value
from hotline.outcome import Applied, FieldConflict, Refusal, RefusalCode
from hotline.rulebook import apply
from hotline.upcast import SchemaUnknownError, upcast
from hotline.wire import ConflictOut, Mutation, MutationOutcome, MutationResult
from hotline.work_order import WorkOrder
from local_cache.callers import keys_of
from practice.centre.kept import Kept, Verdict


class RefusedError(Exception):
    """The rulebook refuses what somebody gives at the centre itself; they are told at once."""

    def __init__(self, refusal: Refusal, order: WorkOrder | None) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal
        self.order = order


def judged(
    mutation: Mutation,
    cases: Mapping[UUID, Kept],
    actor: Actor,
    pack: PackFacts,
    now: datetime,
    phone_hash_key: bytes,
    *,
    strict: bool = False,
) -> Verdict:
    """Return what becomes of a mutation. With `strict` a refusal raises `RefusedError` and changes nothing."""
    try:
        command = parse_command(mutation.op, upcast(mutation.op, mutation.schema_, mutation.payload))
    except (SchemaUnknownError, ValidationError):
        return Verdict(_result(mutation, MutationOutcome.PARKED, None, "unreadable"))
    if mutation.case_id is None and COMMANDS[command.op].start != {Start.NO_ORDER}:
        return Verdict(_result(mutation, MutationOutcome.PARKED, None, "no_case_id"))
    case = cases.get(mutation.case_id) if mutation.case_id else None
    at = min(mutation.made_at, now)
    context = Context(at, actor, pack, mutation.case_id, others=OrdersOf(cases))
    outcome = apply(case.order if case else None, command, context)
    if isinstance(outcome, Refusal):
        if strict:
            raise RefusedError(outcome, case.order if case else None)
        return Verdict(_refused(mutation, outcome, case))
    if isinstance(command, LogCall):
        return Verdict(
            _result(mutation, MutationOutcome.APPLIED),
            call=_call(mutation, command, actor, at, phone_hash_key),
        )
    return _applied(mutation, command, outcome, case, cases)


def _applied(
    mutation: Mutation, command: Command, outcome: Applied, case: Kept | None, cases: Mapping[UUID, Kept]
) -> Verdict:
    order = outcome.order
    result = _result(mutation, MutationOutcome.CONFLICT if outcome.conflicts else MutationOutcome.APPLIED, order)
    result = result.model_copy(update={"conflicts": tuple(map(_masked, outcome.conflicts))})
    if order is None:
        return Verdict(result)
    if isinstance(command, Reveal):
        return Verdict(result, revealed=command.field)
    changed: list[Kept] = []
    if case is None:
        changed.append(Kept(order, tuple(map(timeline_entry, outcome.events))))
    elif order is not case.order:
        changed.append(case.after(order, outcome.events))
    for also in outcome.also:
        known = cases.get(also.order.id)
        events = tuple(map(timeline_entry, also.events))
        changed.append(known.after(also.order, also.events) if known else Kept(also.order, events))
    return Verdict(result, tuple(changed))


def _refused(mutation: Mutation, refusal: Refusal, case: Kept | None) -> MutationResult:
    reason = f"{refusal.code}:{refusal.field}" if refusal.field else str(refusal.code)
    if case is None:
        held = refusal.code in (RefusalCode.NO_SUCH_CASE, RefusalCode.NOT_YOUR_ROLE)
        return _result(mutation, MutationOutcome.HELD if held else MutationOutcome.PARKED, None, reason)
    again = refusal.code is RefusalCode.ALREADY_RECORDED
    return _result(mutation, MutationOutcome.DUPLICATE if again else MutationOutcome.CONFLICT, case.order, reason)


def _call(mutation: Mutation, command: LogCall, actor: Actor, at: datetime, phone_hash_key: bytes) -> CallDoc:
    return CallDoc(
        id=mutation.mutation_id, at=at, outcome=command.outcome, seat=actor.seat, operator=actor.operator,
        note=command.note, phone_keys=keys_of(phone_hash_key, command.caller_phone),
    )  # fmt: skip


def _masked(conflict: FieldConflict) -> ConflictOut:
    def told(value: object) -> object:
        if conflict.field not in PERSONAL:
            return value
        return masked_value(conflict.field, value) if isinstance(value, str) else None

    return ConflictOut(
        field=conflict.field, base=told(conflict.base), mine=told(conflict.mine), theirs=told(conflict.theirs)
    )


def _result(
    mutation: Mutation, outcome: MutationOutcome, order: WorkOrder | None = None, reason: str = ""
) -> MutationResult:
    return MutationResult(
        seq=mutation.seq, mutation_id=mutation.mutation_id, outcome=outcome, case_id=mutation.case_id,
        revision=order.revision if order else None, state=order.state.value if order else None, reason=reason,
    )  # fmt: skip
