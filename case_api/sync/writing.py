"""Writes what was judged: one executemany for each table, the audit and the feed last, behind the feed's lock."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, select

from case_api.audit import chain
from case_api.cases.acceptance import note_accepted
from case_api.cases.keeping import Kept, scopes_before, scopes_of, store
from case_api.centre import Centre
from case_api.moments import in_utc
from case_api.storage.rows import Row, insert
from case_api.storage.tables_audit import read_audit
from case_api.storage.tables_cases import alerts, other_calls, shared_numbers
from case_api.storage.tables_sync import conflicts, dead_letters
from case_api.sync import feed
from case_api.sync.feed import Pointer
from case_api.sync.lost_values import settle_restored
from case_api.sync.verdict import Source, Verdict
from hotline.unit_commands import Sign
from hotline.wire import MutationOutcome
from hotline.work_order import WorkOrder

_SIGNED = Sign.model_fields["op"].default


def write(conn: Connection, centre: Centre, source: Source, verdicts: Sequence[Verdict]) -> tuple[set[str], int]:
    """Write all that the verdicts ask for. Return the scopes that have news, and the feed's newest position."""
    changed = _last_of_each_case(verdicts)
    store(conn, centre, changed)
    note_accepted(conn, centre.pack, _signed(verdicts))
    insert(conn, shared_numbers, _shared_numbers(verdicts))
    insert(conn, other_calls, [_call_row(centre, source, each) for each in verdicts if each.call])
    insert(conn, alerts, list(_alert_rows(source, verdicts)))
    insert(conn, conflicts, list(_conflict_rows(centre, source, verdicts)))
    insert(conn, dead_letters, [_dead_row(centre, source, each) for each in verdicts if each.dead_because])
    feed.take_lock(conn)
    chain.append(conn, chain.WRITE_CHAIN, [_event_row(source, each) for each in verdicts if not each.dead_because])
    settle_restored(conn, centre, source, verdicts)
    chain.append(conn, chain.READ_CHAIN, _read_rows(conn, source, verdicts))
    pointers = list(_pointers(centre, source, verdicts, changed))
    pos = feed.append(conn, pointers, source.received)
    return {pointer.scope for pointer in pointers}, pos


def _last_of_each_case(verdicts: Iterable[Verdict]) -> list[Kept]:
    return list({case.order.id: case for each in verdicts for case in each.changed()}.values())


def _signed(verdicts: Iterable[Verdict]) -> Iterable[tuple[WorkOrder, datetime]]:
    for each in verdicts:
        if each.mutation.op == _SIGNED and each.case and each.result.outcome is MutationOutcome.APPLIED:
            yield each.case.order, each.case.order.updated_at


def _shared_numbers(verdicts: Iterable[Verdict]) -> list[Row]:
    return [
        {"number": each.shared_number, "case_id": each.case.order.id}
        for each in verdicts
        if each.case and each.shared_number
    ]


def _call_row(centre: Centre, source: Source, verdict: Verdict) -> Row:
    call = verdict.call
    if call is None:
        raise TypeError("a verdict without a call")
    return {
        "id": call.doc.id,
        "at": call.doc.at,
        "seat": source.seat,
        "sub_centre": source.sub_centre,
        "caller_key": next(iter(call.doc.phone_keys), None),
        "sealed": centre.cipher.seal(call.number, call.doc.id.bytes),
        "doc": call.doc.model_dump_json(),
    }


def _alert_rows(source: Source, verdicts: Iterable[Verdict]) -> Iterable[Row]:
    for verdict in verdicts:
        for alert in verdict.alerts:
            yield {
                "id": alert.id,
                "at": alert.at,
                "kind": alert.kind,
                "sub_centre": source.sub_centre,
                "doc": alert.model_dump_json(),
            }


def _conflict_rows(centre: Centre, source: Source, verdicts: Iterable[Verdict]) -> Iterable[Row]:
    for verdict in verdicts:
        mutation = verdict.mutation
        for lost in verdict.lost:
            sides = {"base": lost.base, "mine": lost.mine, "theirs": lost.theirs}
            yield {
                "case_id": mutation.case_id,
                "mutation_id": mutation.mutation_id,
                "field": lost.field,
                "sides": centre.cipher.seal(sides, mutation.mutation_id.bytes),
                "reason": lost.reason,
                "received_at": source.received,
            }


def _dead_row(centre: Centre, source: Source, verdict: Verdict) -> Row:
    mutation = verdict.mutation
    whole = mutation.model_dump(mode="json", by_alias=True)
    return {
        "client_id": source.client_id,
        "seq": mutation.seq,
        "mutation_id": mutation.mutation_id,
        "case_id": mutation.case_id,
        "outcome": verdict.result.outcome.value,
        "reason": verdict.dead_because,
        "op": mutation.op,
        "operator_id": mutation.operator_id,
        "seat": source.seat,
        "sub_centre": source.sub_centre,
        "mutation": b"" if verdict.erased else centre.cipher.seal(whole, mutation.mutation_id.bytes),
        "skew_ms": source.skew_ms,
        "received_at": source.received,
        "settled_at": source.received if verdict.erased else None,
    }


def _event_row(source: Source, verdict: Verdict) -> Row:
    mutation = verdict.mutation
    return {
        "mutation_id": mutation.mutation_id,
        "client_id": source.client_id,
        "seq": mutation.seq,
        "case_id": mutation.case_id,
        "op": mutation.op,
        "outcome": verdict.result.outcome.value,
        "operator_id": mutation.operator_id,
        "session_id": mutation.session_id,
        "seat": source.seat,
        "app_version": source.app_version,
        "made_at": in_utc(mutation.made_at),
        "received_at": source.received,
        "skew_ms": source.skew_ms,
        "data": chain.json_text(verdict.told),
    }


def _read_rows(conn: Connection, source: Source, verdicts: Iterable[Verdict]) -> list[Row]:
    rows = [
        {
            "mutation_id": each.mutation.mutation_id,
            "case_id": each.mutation.case_id,
            "field": each.read[0],
            "reason": each.read[1],
            "outcome": each.result.outcome.value,
            "operator_id": each.mutation.operator_id,
            "session_id": each.mutation.session_id,
            "seat": source.seat,
            "made_at": in_utc(each.mutation.made_at),
            "received_at": source.received,
        }
        for each in verdicts
        if each.read
    ]
    if not rows:
        return rows
    ids = [row["mutation_id"] for row in rows]  # one that was held before has its row already
    known = set(conn.execute(select(read_audit.c.mutation_id).where(read_audit.c.mutation_id.in_(ids))).scalars())
    return [row for row in rows if row["mutation_id"] not in known]


def _pointers(
    centre: Centre, source: Source, verdicts: Iterable[Verdict], changed: Iterable[Kept]
) -> Iterable[Pointer]:
    for kept in changed:
        for scope in sorted(scopes_before(kept) | scopes_of(centre, kept)):  # a scope that it left must hear of it too
            yield Pointer(scope, "case", kept.order.id)
    for verdict in verdicts:
        if verdict.call:
            call_id: UUID = verdict.call.doc.id
            yield Pointer(f"seat:{source.seat}", "call", call_id)
            yield Pointer(f"area:{source.sub_centre}", "call", call_id)
        for alert in verdict.alerts:
            yield Pointer(f"leads:{source.sub_centre}", "alert", alert.id)
