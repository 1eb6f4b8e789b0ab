"""What an operator sees of a case: what the centre sent, and on top of it this seat's own work not yet in it.

Which mutations are "not yet in it" is decided by number, not by whether they were acknowledged: an answer to a push
comes before the pull that brings the row, and in between a case must not leave the screen.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from pydantic import ValidationError

from hotline.amending import amended_by_others
from hotline.case_doc import CaseDoc, TimelineEntry, masked_order, timeline_entry
from hotline.codes import Role
from hotline.command_table import COMMANDS
from hotline.commands import Command, parse_command
from hotline.context import Actor, Context, PackFacts
from hotline.masking import PHONE_FIELDS, masked_value
from hotline.outcome import Applied, Refusal
from hotline.phones import PhoneError, normal, phone_key
from hotline.rulebook import apply
from hotline.upcast import SchemaUnknownError, upcast
from hotline.wire import MutationOutcome
from hotline.work_order import WorkOrder
from local_cache import meta, offering_again, outbox
from local_cache.outbox import Queued

if TYPE_CHECKING:
    from local_cache.encrypted import Connection

_NOT_IN_ROWS = (MutationOutcome.PARKED, MutationOutcome.HELD)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the rulebook is told on a seat. `people` by operator; who is not in it has a desk's usual role."""

    pack: PackFacts
    seat: str
    phone_hash_key: bytes = field(repr=False)
    people: Mapping[str, Actor] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ServerRow:
    """A case as the centre sent it: `doc` is JSON text, None where the centre sent none.

    Own mutations up to `applied_seq` are in it. `revision` counts the case's own changes, 0 where it cannot be compared
    with what the centre answers now: in another epoch the same revision may be another change, and one that was set
    aside may have been applied since. `parent` is the row of the case that this one was merged into, as far as the seat
    holds that.
    """

    doc: str | None
    revision: int
    applied_seq: int
    parent: ServerRow | None = None


@dataclass(frozen=True, slots=True)
class Parent:
    """The case that one was merged into: as the centre sent it, and this seat's own work on it that is not yet in it.

    A merged caller's call-back is judged by it, as it was when that was recorded.
    """

    server: CaseDoc | None
    own: Sequence[Queued]

    def before(self, queued: Queued, around: Surroundings) -> Mapping[UUID, WorkOrder]:
        """Return it as a mutation of the merged case found it, by its id."""
        doc = shown(self.server, [each for each in self.own if each.seq < queued.seq], around)
        return {doc.order.id: doc.order} if doc is not None else {}


def shown(
    server: CaseDoc | None, mutations: Iterable[Queued], around: Surroundings, parent: Parent | None = None
) -> CaseDoc | None:
    """Return the case with these mutations applied in order; None when nothing makes it a case.

    A mutation that the rulebook refuses here changes nothing: the centre's answer will say what became of it.
    """
    doc = server
    for queued in mutations:
        command = _command(queued)
        if command is not None:
            doc = _with(doc, queued, command, around, parent)
    return doc


def not_in(row: ServerRow, mutations: Iterable[Queued], around: Surroundings) -> list[Queued]:
    """Return the mutations that this row does not hold yet.

    What was parked or held for a supervisor is in no row; it stays on screen while the seat keeps it.
    """
    return [queued for queued in mutations if not _is_in(row, queued, around)]


def with_own(work: Connection, row: ServerRow, own: Iterable[Queued], around: Surroundings) -> CaseDoc | None:
    """Return a case as a row has it, with the mutations of `own` that are not yet in it; None where that is none."""
    mutations = not_in(row, own, around)
    parent = _parent(work, row.parent, around) if row.parent is not None and mutations else None
    return shown(_doc_of(row), mutations, around, parent)


def server_case(both: Connection, case_id: UUID, seat: str) -> CaseDoc | None:
    """Return a case as the centre sent it, None where it sent none; `both` sees the two files."""
    sent = server_row(both, both, case_id, seat).doc
    return CaseDoc.model_validate_json(sent) if sent is not None else None


def is_let_through(server: CaseDoc | None, queued: Queued, around: Surroundings) -> bool:
    """Say whether what was held or parked is in the case as the centre has it: a person there has let it through.

    The answer to the push stays what it was, so the case alone can tell. What cannot be done once more, such as to
    file it or to withdraw it, is known by its kind and operator.
    """
    if server is None:
        return False
    command = _command(queued)
    again = _outcome(server, queued, command, around) if command is not None else None
    if isinstance(again, Applied):
        return _tells(server, tuple(timeline_entry(event) for event in again.events))
    return any((entry.kind, entry.operator) == (queued.op, queued.operator_id) for entry in server.timeline)


def shown_now(
    cache: Connection, work: Connection, case_ids: Iterable[UUID], around: Surroundings
) -> dict[UUID, CaseDoc | None]:
    """Return these cases as they are to be shown; None for one that is to leave the cache.

    `work` sees what is committed, so run this in the job that stores the result: of two jobs the later one is right.
    """
    wanted = list(case_ids)
    own = outbox.for_cases(work, wanted)
    here = _incarnation(work)
    result: dict[UUID, CaseDoc | None] = {}
    for case_id in wanted:
        row = _server_row(cache, here, case_id, around.seat)
        result[case_id] = with_own(work, row, own.get(case_id, ()), around)
    return result


def server_row(cache: Connection, work: Connection, case_id: UUID, seat: str) -> ServerRow:
    """Return the newest row that any scope holds of a case, and which of this outbox's mutations it speaks for.

    A row that a snapshot under way has not brought again (`applied_seq` below 0) counts only where there is no other.
    Where there is none, the seat's own scope speaks: what it should hold by now and does not is gone. It speaks for
    the epoch of its cursor alone: what was set aside in another may have been applied in this one.
    """
    return _server_row(cache, _incarnation(work), case_id, seat)


def _incarnation(work: Connection) -> tuple[str, str | None]:
    """Return the client id of this outbox and the epoch of the centre that it last heard."""
    return str(outbox.client_id(work)), meta.get(work, offering_again.EPOCH)


def _parent(work: Connection, row: ServerRow, around: Surroundings) -> Parent | None:
    server = _doc_of(row)
    if server is None:
        return None
    case_id = server.order.id
    return Parent(server, not_in(row, outbox.for_cases(work, [case_id]).get(case_id, ()), around))


def _doc_of(row: ServerRow) -> CaseDoc | None:
    return CaseDoc.model_validate_json(row.doc) if row.doc is not None else None


def _server_row(
    cache: Connection, here: tuple[str, str | None], case_id: UUID, seat: str, *, with_parent: bool = True
) -> ServerRow:
    client, epoch = here
    found = cache.execute(
        "SELECT rows.doc, rows.revision, rows.applied_seq, sync_state.applied_seq, sync_state.client_id,"
        " sync_state.epoch, json_extract(rows.doc, '$.order.parent') FROM rows"
        " LEFT JOIN sync_state ON sync_state.scope = rows.scope WHERE rows.entity = 'case' AND rows.id = ?"
        " ORDER BY rows.applied_seq < 0, rows.revision DESC,"
        " max(rows.applied_seq, coalesce(sync_state.applied_seq, 0)) DESC LIMIT 1",
        (str(case_id),),
    ).fetchone()
    if found is not None:
        doc, revision, of_row, of_scope, whose, when, merged_into = found
        comparable = when == epoch and of_row >= 0
        parent = None
        if merged_into and with_parent:  # a parent is never merged itself
            parent = _server_row(cache, here, UUID(merged_into), seat, with_parent=False)
        return ServerRow(doc, revision if comparable else 0, max(of_row, of_scope) if whose == client else 0, parent)
    scope = cache.execute(
        "SELECT applied_seq FROM sync_state WHERE scope = ? AND client_id = ? AND epoch = ?",
        (f"seat:{seat}", client, epoch or ""),
    ).fetchone()
    return ServerRow(None, 0, scope[0] if scope else 0)


def _is_in(row: ServerRow, queued: Queued, around: Surroundings) -> bool:
    """Say whether the row holds the mutation, by number or by the revision that the centre named when it took it.

    One that the centre has had, but whose answer got lost, may have been set aside there: it counts as held by a row
    only where there is one, so that an own case never leaves the screen. A row of an earlier epoch may lack, its number
    notwithstanding, what was applied only in this one: the case itself tells.
    """
    answer = queued.answer()
    if was_set_aside(queued) or (row.doc is None and not answer):
        return False
    revision = answer.get("revision")
    if row.doc is not None and revision is not None and row.revision >= revision:
        return True
    by_number = queued.seq <= row.applied_seq
    if by_number and row.doc is not None and not row.revision and answer.get("outcome") == MutationOutcome.APPLIED:
        return is_let_through(CaseDoc.model_validate_json(row.doc), queued, around)
    return by_number


def _command(queued: Queued) -> Command | None:
    try:
        return parse_command(queued.op, upcast(queued.op, queued.schema, json.loads(queued.payload)))
    except (SchemaUnknownError, ValidationError):
        return None


def _outcome(
    doc: CaseDoc | None, queued: Queued, command: Command, around: Surroundings, parent: Parent | None = None
) -> Applied | Refusal:
    context = Context(
        at=datetime.fromisoformat(queued.made_at),
        actor=_actor(queued, around),
        pack=around.pack,
        order_id=UUID(queued.case_id) if queued.case_id else None,
        seen_as=masked_value,
        amended=_amended(doc, queued, around),
        others=parent.before(queued, around) if parent is not None else {},
    )
    return apply(doc.order if doc else None, command, context)


def _with(
    doc: CaseDoc | None, queued: Queued, command: Command, around: Surroundings, parent: Parent | None
) -> CaseDoc | None:
    outcome = _outcome(doc, queued, command, around, parent)
    if isinstance(outcome, Refusal) or outcome.order is None or (doc is not None and outcome.order is doc.order):
        return doc  # also a reveal: it is a row of the read audit, not of the case
    keys = _phone_keys(outcome.order, around.phone_hash_key)
    timeline = tuple(timeline_entry(event) for event in outcome.events)
    if doc is not None and was_set_aside(queued) and _tells(doc, timeline):
        return doc
    if doc is None:
        return CaseDoc(order=masked_order(outcome.order), timeline=timeline, phone_keys=keys)
    return doc.model_copy(
        update={
            "order": masked_order(outcome.order),
            "timeline": (*doc.timeline, *timeline),
            "phone_keys": tuple(dict.fromkeys((*doc.phone_keys, *keys))),
        }
    )


def _amended(doc: CaseDoc | None, queued: Queued, around: Surroundings) -> frozenset[str]:
    if doc is None or queued.op != "amend_case":
        return frozenset()
    return amended_by_others(doc.timeline, doc.order.revision, queued.base_revision, around.seat)


def was_set_aside(queued: Queued) -> bool:
    """Say whether the centre held or parked the mutation when it was offered; somebody may have let it through."""
    return queued.answer().get("outcome") in _NOT_IN_ROWS


def _tells(doc: CaseDoc, timeline: tuple[TimelineEntry, ...]) -> bool:
    """Say whether a case tells these entries already: what the centre had set aside, somebody there has let through."""
    told = [(entry.kind, entry.operator, entry.data) for entry in doc.timeline]
    return all((entry.kind, entry.operator, entry.data) in told for entry in timeline)


def _actor(queued: Queued, around: Surroundings) -> Actor:
    """Return who gave it. The save has judged it already, so an operator who is unknown by now may do this."""
    known = around.people.get(queued.operator_id)
    if known is not None:
        return known
    allowed = COMMANDS[queued.op].roles
    return Actor(queued.operator_id, frozenset({Role.OPERATOR}) & allowed or allowed, around.seat)


def _phone_keys(order: WorkOrder, key: bytes) -> tuple[str, ...]:
    """Return the keyed hashes of the whole numbers in an order; masked ones have theirs from the centre already."""
    found: dict[str, None] = {}
    for name in PHONE_FIELDS[:2]:  # the caller's and the contact's; nobody is looked up as a respondent
        number = getattr(order, name)
        if number and "*" not in number:
            try:
                found[phone_key(key, normal(number))] = None
            except PhoneError:
                continue
    return tuple(found)
