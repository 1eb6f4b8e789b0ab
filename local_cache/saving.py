"""Saves a command: rulebook, number, outbox row and the end of its draft, in one transaction of `work.db`.

Nothing here waits for the network. What is refused leaves nothing behind, not even a gap in the numbers.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hotline.codes import SyncState
from hotline.command_table import COMMANDS, Start
from hotline.commands import SCHEMA, Command, payload_of
from hotline.context import Actor, Context
from hotline.masking import masked_value
from hotline.order_number import OrderNumber
from hotline.outcome import Refusal, RefusalCode
from hotline.rulebook import apply, may_be_given_offline
from hotline.work_order import WorkOrder
from local_cache import drafts, numbers, outbox, read_out, refs
from local_cache.encrypted import Connection
from local_cache.enrolment import Enrolment
from local_cache.errors import NoLine, Refused
from local_cache.ids import new_id
from local_cache.model import Draft, Saved, SessionInfo
from local_cache.outbox import NewMutation
from local_cache.overlay import Surroundings
from local_cache.read_out import ReadOut
from local_cache.refs import Ref

Intent = Callable[[str], Command] | Command
"""A command, or what makes one of the case number that is minted for it."""


@dataclass(frozen=True, slots=True)
class Request:
    """One save. `case_id` names the case that is there already; `draft_id` the draft that ends with it.

    `put_away` is a draft of which nothing is saved: it can be had back for 30 days, and lies on no desk any more.

    `ref` is the caller's own reference for a new case: what was saved under it before is not saved again. `first` are
    commands on the same case that come before it: all of them are saved, or none. With `read_out` the number of a new
    case is kept as one that its operator is being shown.
    """

    intent: Intent
    session: SessionInfo
    case_id: UUID | None = None
    draft_id: str | None = None
    base_revision: int | None = None
    ref: Ref | None = None
    first: tuple[Command, ...] = ()
    put_away: Draft | None = None
    read_out: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """A case as it is shown at this moment, and the revision of the centre's that it was laid over."""

    order: WorkOrder
    at_centre: int


def save(
    work: Connection,
    request: Request,
    *,
    known: Callable[[UUID], Known | None],
    around: Surroundings,
    enrolment: Enrolment,
    line_up: bool,
    now: Callable[[], datetime],
) -> Saved:
    """Write one command inside the caller's transaction and return what to tell the operator.

    `known` gives a case as it is shown at this moment, the one that it was merged into too. Raises `Refused`, `NoLine`
    for what may not be given offline, `NotSaved` when the numbers are used up, and `RefTaken` for a reference that
    belongs to something else.
    """
    if request.ref is not None and (before := refs.known(work, request.ref)):
        return before
    made_at = now()
    number = ""
    command: Command
    if callable(request.intent):
        number = numbers.mint(work, enrolment)
        command = request.intent(number)
    else:
        command = request.intent
    before_it = known(request.case_id) if request.case_id else None
    order = before_it.order if before_it else None
    case_id = request.case_id or (new_id() if Start.NEW in COMMANDS[command.op].start else None)
    session = request.session
    if not line_up and not may_be_given_offline(command.op, order) and order is not None:
        raise NoLine(command.op)
    context = Context(
        at=made_at,
        actor=Actor(session.operator_id, session.roles, enrolment.seat, session.unit),
        pack=around.pack,
        order_id=case_id,
        seen_as=masked_value,
        others=_others(order, known),
    )
    outcome = apply(order, command, context)
    if isinstance(outcome, Refusal):
        raise Refused(outcome)
    if request.case_id and order is None:
        raise Refused(Refusal(RefusalCode.NO_SUCH_CASE))
    mutation_id = new_id()
    seq = outbox.append(
        work,
        NewMutation(
            mutation_id=mutation_id,
            case_id=case_id,
            op=command.op,
            schema=SCHEMA,
            base_revision=_base(request, before_it),
            operator_id=session.operator_id,
            session_id=session.session_id,
            made_at=made_at,
            payload=json.dumps(payload_of(command), ensure_ascii=False, separators=(",", ":")),
        ),
    )
    if request.draft_id is not None:
        drafts.remove(work, request.draft_id)
    if request.put_away is not None:
        drafts.put_away(work, request.put_away, made_at)
    if request.read_out and number and case_id is not None:
        call = getattr(command, "call", None)
        call_id = str(call.call_id) if call and call.call_id and call.rang_at else ""  # nobody waits in a call-back's
        read_out.put(work, ReadOut(session.operator_id, case_id, number, made_at, call_id))
    saved = Saved(case_id, number, seq, mutation_id, SyncState.ON_THIS_SEAT, made_at)
    if request.ref is not None:
        refs.put(work, request.ref, saved)
    return saved


def _others(order: WorkOrder | None, known: Callable[[UUID], Known | None]) -> dict[UUID, WorkOrder]:
    """Return the case that this one was merged into, by whose reply a call-back is judged, if it is known here."""
    parent = known(order.parent) if order is not None and order.parent is not None else None
    return {parent.order.id: parent.order} if parent is not None else {}


def _base(request: Request, known: Known | None) -> int | None:
    """Return the centre's revision that the operator saw; 0 if the case has moved on since it was shown."""
    if known is None:
        return None
    moved_on = request.base_revision is not None and request.base_revision != known.order.revision
    return 0 if moved_on else known.at_centre


def check(
    intent: Intent,
    session: SessionInfo,
    *,
    order: WorkOrder | None,
    around: Surroundings,
    enrolment: Enrolment,
    now: Callable[[], datetime],
) -> Refusal | None:
    """Return what the rulebook would say to a command now, None for nothing; a number for it is only made up."""
    command: Command = intent(str(OrderNumber(enrolment.seat, enrolment.serial, 1))) if callable(intent) else intent
    context = Context(
        at=now(),
        actor=Actor(session.operator_id, session.roles, enrolment.seat, session.unit),
        pack=around.pack,
        order_id=order.id if order else new_id(),
        seen_as=masked_value,
    )
    outcome = apply(order, command, context)
    return outcome if isinstance(outcome, Refusal) else None
