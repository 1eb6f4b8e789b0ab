"""Takes cases in bulk that were made elsewhere: past cases of an older system, or of a demonstration.

They go through the same storing, audit and feed as everything else, so that seats get them and `verify` holds. What
an older system called its fields is for the caller to map; here a case is a work order with its timeline.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import select

from case_api.audit import chain
from case_api.audit.own_events import own_event
from case_api.cases.keeping import Kept, purged_of, scopes_of, store
from case_api.cases.numbers import taken
from case_api.centre import Centre
from case_api.storage.engine import writing
from case_api.storage.tables_cases import cases
from case_api.sync import feed
from case_api.sync.feed import Pointer
from hotline.case_doc import TimelineEntry
from hotline.work_order import WorkOrder

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class PastCase:
    """A case as it is to stand at the centre, personal fields in the clear."""

    order: WorkOrder
    timeline: tuple[TimelineEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """How many cases came in, and how many were left out: their id or number is there already, or they were erased."""

    taken: int
    known: int


def import_cases(centre: Centre, past: Iterable[PastCase]) -> Imported:
    """Store cases that are not there yet, 200 to a transaction; doing it again stores nothing.

    Raises `ProblemError` (busy); what was committed before stays.
    """
    new = known = 0
    for batch in _batches(past):
        stored = _import(centre, batch)
        new += stored
        known += len(batch) - stored
    return Imported(new, known)


def _import(centre: Centre, batch: list[PastCase]) -> int:
    now = centre.now()
    with writing(centre.engine) as conn:
        ids = [each.order.id for each in batch]
        known = {*conn.execute(select(cases.c.id).where(cases.c.id.in_(ids))).scalars(), *purged_of(conn, ids)}
        numbers = taken(conn, [each.order.order_no for each in batch])
        fresh: dict[str, Kept] = {}
        for each in batch:
            order = each.order
            if order.id not in known and order.order_no not in numbers:
                known.add(order.id)
                numbers.add(order.order_no)
                seats = frozenset({order.origin_seat} if order.origin_seat else ())
                fresh[order.order_no] = Kept(order, each.timeline, seats)
        store(conn, centre, fresh.values())
        feed.take_lock(conn)
        chain.append(
            conn,
            chain.WRITE_CHAIN,
            [
                {
                    **own_event(kept.order.id, "import", now, {"state": kept.order.state}, kept.order.origin_operator),
                    "mutation_id": kept.order.id,
                    "seat": kept.order.origin_seat,
                    "made_at": kept.order.created_at,
                }
                for kept in fresh.values()
            ],
        )
        pointers = [
            Pointer(scope, "case", kept.order.id)
            for kept in fresh.values()
            for scope in sorted(scopes_of(centre, kept))
        ]
        pos = feed.append(conn, pointers, now)
    if pointers:
        centre.told(frozenset(pointer.scope for pointer in pointers), pos)
    return len(fresh)


def _batches(past: Iterable[PastCase]) -> Iterator[list[PastCase]]:
    rest = iter(past)
    while batch := list(islice(rest, _AT_ONCE)):
        yield batch
