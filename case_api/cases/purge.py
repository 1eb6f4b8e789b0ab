"""Erases a case: the law asks for it, or a citizen with a right to it. Seats erase what they hold of it too.

What stays is that it was there: rows of the audits, which hold digests in place of words, and receipts, without the
values that were in conflict. What is enciphered about it goes from every table, so that no key brings it back.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Connection, bindparam, select

from case_api.audit import chain
from case_api.audit.own_events import own_event
from case_api.cases.keeping import purged_of, scopes_of_row
from case_api.cases.purge_calls import erase_calls
from case_api.cases.purge_reason import PurgeReason
from case_api.centre import Centre
from case_api.cipher import CipherError
from case_api.problems import ProblemError
from case_api.reports.reviews import forget_reviews
from case_api.reports.settling import forget
from case_api.storage.engine import writing
from case_api.storage.rows import insert
from case_api.storage.sweep import note_erased, sweep
from case_api.storage.tables_cases import case_units, cases, persons, purged, terms_due
from case_api.storage.tables_sync import conflicts, dead_letters
from case_api.storage.terms import drop_terms
from case_api.sync import feed
from case_api.sync.feed import Pointer
from case_api.sync.receipts import blank_conflicts

_ERASED = b""
_log = structlog.get_logger(__name__)


def purge_case(centre: Centre, case_id: UUID, operator: str, reason: PurgeReason) -> bool:
    """Erase a case for good, from the database's files too, as `erase_case` does."""
    erased = erase_case(centre, case_id, operator, reason)
    if erased:
        sweep_files(centre)
    return erased


def sweep_files(centre: Centre) -> None:
    """Take what was erased out of the files at once if nobody reads them; else the worker does, every hour."""
    try:
        sweep(centre.engine)
    except ProblemError:
        _log.warning("the files still hold what was erased; the worker sweeps them")


def erase_case(centre: Centre, case_id: UUID, operator: str, reason: PurgeReason) -> bool:
    """Erase a case with what is parked or held for it, and tell the seats that hold something of it.

    Return False if there is neither. `operator` is who did it, for the audit. `sweep_files` is to follow, once for
    all that is erased together. Raises `ProblemError` (busy).
    """
    now = centre.now()
    with writing(centre.engine) as conn:
        row = conn.execute(_CASE, {"id": case_id}).one_or_none()
        letters = conn.execute(_LETTERS, {"id": case_id}).all()
        if row is None and not letters:
            return False
        others = erase_calls(conn, centre, case_id, _said(conn, centre, case_id, row, letters))
        if row is not None:
            _erase_row(conn, case_id, row.n)
        blank_conflicts(conn, conn.execute(_IN_CONFLICT, {"id": case_id}).scalars().all())
        conn.execute(conflicts.update().where(conflicts.c.case_id == case_id).values(sides=_ERASED))
        of_case = dead_letters.update().where(dead_letters.c.case_id == case_id)
        conn.execute(of_case.where(dead_letters.c.settled_at.is_(None)).values(settled_at=now, settled_by=operator))
        conn.execute(of_case.values(mutation=_ERASED))
        if not purged_of(conn, (case_id,)):
            insert(conn, purged, [{"case_id": case_id, "at": now}])
        note_erased(conn)
        feed.take_lock(conn)
        chain.append(conn, chain.WRITE_CHAIN, [own_event(case_id, "purge", now, {"reason": reason}, operator)])
        scopes = {f"seat:{letter.seat}" for letter in letters if letter.seat}
        if row is not None:
            scopes |= scopes_of_row(row.seats, row.sub_centre)
        pos = feed.append(conn, [*(Pointer(scope, "case", case_id) for scope in sorted(scopes)), *others], now)
    centre.told(frozenset(scopes.union(other.scope for other in others)), pos)
    return True


def _said(
    conn: Connection, centre: Centre, case_id: UUID, row: Any, letters: Iterable[Any]
) -> Iterator[dict[str, Any]]:
    """Yield what names the calls and numbers of the case: the work order, and what was held or lost."""
    if row is not None:
        yield json.loads(row.doc)
        yield _opened(centre, row.sealed or b"", case_id)
    for letter in letters:
        yield _opened(centre, letter.mutation, letter.mutation_id)
    for lost in conn.execute(_LOST, {"id": case_id}):
        sides = _opened(centre, lost.sides, lost.mutation_id)
        yield from ({lost.field: value} for value in sides.values())


def _opened(centre: Centre, sealed: bytes, about: UUID) -> dict[str, Any]:
    """Return what was enciphered; nothing of what no longer opens, which is erased all the same."""
    try:
        opened: dict[str, Any] = centre.cipher.open(sealed, about.bytes)
    except CipherError:
        return {}
    return opened


def _erase_row(conn: Connection, case_id: UUID, n: int) -> None:
    for table in (terms_due, persons, case_units):  # an indexer at it has its row of terms_due: wait for it first
        conn.execute(table.delete().where(table.c.case_id == case_id))
    forget(conn, case_id)
    forget_reviews(conn, case_id)
    drop_terms(conn, n, case_id)
    conn.execute(cases.delete().where(cases.c.id == case_id))


_CASE = (
    select(cases.c.n, cases.c.seats, cases.c.sub_centre, cases.c.doc, persons.c.sealed)
    .outerjoin(persons, persons.c.case_id == cases.c.id)
    .where(cases.c.id == bindparam("id"))
    .with_for_update(of=cases)
)
_LOST = select(conflicts.c.field, conflicts.c.sides, conflicts.c.mutation_id).where(
    conflicts.c.case_id == bindparam("id"), conflicts.c.sides != _ERASED
)
_IN_CONFLICT = select(conflicts.c.mutation_id).where(conflicts.c.case_id == bindparam("id")).distinct()
_LETTERS = (
    select(dead_letters.c.seat, dead_letters.c.mutation_id, dead_letters.c.mutation)
    .where(dead_letters.c.case_id == bindparam("id"), dead_letters.c.mutation != _ERASED)
    .with_for_update()
)
