"""Commands of people who work at the centre itself: judged and written like a seat's, but refused to their face."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from case_api.audit.own_events import CENTRE_CLIENT
from case_api.cases.reading import may_see
from case_api.centre import Centre
from case_api.identity import GrantState, Standing
from case_api.problems import ProblemError
from case_api.storage.engine import writing
from case_api.sync.client_row import lock_client, note_client
from case_api.sync.judge import RefusedError
from case_api.sync.preparing import RolesOf, judge_for
from case_api.sync.receipts import Book, put_receipts
from case_api.sync.verdict import Source
from case_api.sync.writing import write
from hotline.commands import parse_command
from hotline.context import Actor
from hotline.outcome import Refusal, RefusalCode
from hotline.wire import Mutation, MutationResult, Problem
from hotline.work_order import WorkOrder


def give_command(
    centre: Centre,
    case_id: UUID,
    mutation_id: UUID,
    op: str,
    schema: int,
    payload: dict[str, Any],
    actor: Actor,
    base_revision: int | None = None,
    session_id: str = "",
    made_at: datetime | None = None,
) -> MutationResult:
    """Give one command to a case and return what became of it; under the same id again, the same answer.

    `made_at` is when it was made, where that was not just now; `SyncRules.window` says how far back that may be.
    Raises `ProblemError`: `refused` (409, with `code`, `field`, what was `found` there, and for those who may see the
    case its `state` and `revision`), `not-found`, `invalid` (422: unreadable, or the id was used for something else),
    `busy`. Nothing of a refused command is stored.
    """
    now = centre.now()
    source = Source(CENTRE_CLIENT, "", "", "case-api", now)
    with writing(centre.engine) as conn:
        client = lock_client(conn, source)
        mutation = _mutation(
            seq=client.last_seq + 1,
            mutation_id=mutation_id,
            op=op,
            schema=schema,
            case_id=case_id,
            base_revision=base_revision,
            operator_id=actor.operator,
            session_id=session_id,
            made_at=made_at or now,
            payload=payload,
        )
        digest = _digest(centre, mutation)
        book = Book.read(conn, client, (mutation,))
        known = book.originals.get(mutation_id)
        if known is not None:
            if known.payload_hash != digest:
                raise ProblemError(Problem.INVALID, 422, "this idempotency key was used for another command")
            return known.replay(mutation.seq)
        judge = judge_for(centre, conn, source, (mutation,), roles_of=_is(actor), strict=True)
        try:
            verdict = judge.judge(mutation)
        except RefusedError as error:
            raise refused(error.refusal, error.case.order if error.case else None, actor) from error
        if verdict.dead_because:
            raise _cannot_be_read(op, payload, verdict.dead_because)
        client.last_seq, client.last_mutation_id = mutation.seq, mutation_id
        book.add(mutation, digest, verdict.result, original=True)
        put_receipts(conn, CENTRE_CLIENT, book.take_pending(), now)
        note_client(conn, client, source)
        scopes, pos = write(conn, centre, source, [verdict])
    if scopes:
        centre.told(frozenset(scopes), pos)
    return verdict.result


def _mutation(**fields: Any) -> Mutation:
    try:
        return Mutation.model_validate(fields)
    except ValidationError as error:
        raise ProblemError(Problem.INVALID, 422, "the command cannot be read") from error


def _is(actor: Actor) -> RolesOf:
    def state(_mutation: Mutation, _at: datetime) -> GrantState:
        return GrantState(Standing.OK, actor.roles, actor.unit)

    return state


def _digest(centre: Centre, mutation: Mutation) -> str:
    """Return the keyed hash of what was asked; when it was asked is not part of it, since a repeat comes later."""
    parts = [mutation.op, mutation.schema_, str(mutation.case_id), mutation.operator_id, mutation.payload]
    return centre.cipher.payload_hash(json.dumps(parts, sort_keys=True).encode())


def _cannot_be_read(op: str, payload: dict[str, Any], reason: str) -> ProblemError:
    """Name the field that is wrong and what it may hold, but never what was in it; a key may be anything, too."""
    extra: dict[str, Any] = {"reason": reason}
    words = "the command cannot be read"
    try:
        parse_command(op, payload)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        extra["field"] = next((str(step) for step in first["loc"][:1] if first["type"] != "extra_forbidden"), "")
        words = f"{words}: {': '.join(filter(None, (extra['field'], first['msg'])))}"
    return ProblemError(Problem.INVALID, 422, words, extra)


def refused(refusal: Refusal, order: WorkOrder | None, actor: Actor) -> ProblemError:
    """Return the problem that tells somebody of a refusal; of a case that is not theirs to see it says nothing."""
    if refusal.code is RefusalCode.NO_SUCH_CASE and not refusal.field:
        return ProblemError(Problem.NOT_FOUND, 404, "there is no such case")
    extra: dict[str, Any] = {"code": refusal.code, "field": refusal.field, "found": refusal.detail}
    if order is not None and may_see(actor, order):
        extra |= {"state": order.state, "revision": order.revision}
    elif order is not None and refusal.code is not RefusalCode.NOT_YOUR_ROLE:
        extra = {"code": RefusalCode.NOT_YOUR_UNIT, "field": "", "found": ""}
    return ProblemError(Problem.REFUSED, 409, "the rulebook does not allow it now", extra)
