"""Erases a case: the law asks for it, or a citizen with a right to it. Seats erase what they hold of it too.

What stays is that it was there: rows of the audits, which hold digests in place of words, and receipts, without the
values that were in conflict. What is enciphered about it goes from every table, so that no key brings it back.
"""

from uuid import UUID, uuid5

from sqlalchemy import bindparam, select

from case_api.audit import chain
from case_api.cases.keeping import scopes_of_row
from case_api.cases.purge_reason import PurgeReason
from case_api.centre import Centre
from case_api.storage.engine import writing
from case_api.storage.rows import insert
from case_api.storage.tables_cases import cases, persons, purged, terms_due
from case_api.storage.tables_sync import conflicts, dead_letters
from case_api.storage.terms import drop_terms
from case_api.sync import feed
from case_api.sync.feed import Pointer
from case_api.sync.give import CENTRE_CLIENT
from case_api.sync.receipts import blank_conflicts

_ERASED = b""


def purge_case(centre: Centre, case_id: UUID, operator: str, reason: PurgeReason) -> bool:
    """Erase a case for good and tell the seats that hold it; return False if there is none.

    `operator` is who did it, for the audit. Raises `ProblemError` (busy).
    """
    now = centre.now()
    with writing(centre.engine) as conn:
        row = conn.execute(_CASE, {"id": case_id}).one_or_none()
        if row is None:
            return False
        for table in (terms_due, persons):  # an indexer at this case has its row of terms_due: wait for it first
            conn.execute(table.delete().where(table.c.case_id == case_id))
        drop_terms(conn, row.n, case_id)
        conn.execute(cases.delete().where(cases.c.id == case_id))
        blank_conflicts(conn, conn.execute(_IN_CONFLICT, {"id": case_id}).scalars().all())
        conn.execute(conflicts.update().where(conflicts.c.case_id == case_id).values(sides=_ERASED))
        letters = dead_letters.update().where(dead_letters.c.case_id == case_id)
        conn.execute(letters.values(mutation=_ERASED, settled_at=now, settled_by=operator))
        insert(conn, purged, [{"case_id": case_id, "at": now}])
        feed.take_lock(conn)
        event = {
            "mutation_id": uuid5(case_id, "purge"),
            "client_id": CENTRE_CLIENT,
            "seq": 0,
            "case_id": case_id,
            "op": "purge",
            "outcome": "applied",
            "operator_id": operator,
            "session_id": "",
            "seat": "",
            "app_version": "case-api",
            "made_at": now,
            "received_at": now,
            "skew_ms": 0,
            "data": chain.json_text({"reason": reason}),
        }
        chain.append(conn, chain.WRITE_CHAIN, [event])
        scopes = scopes_of_row(row.seats, row.sub_centre)
        pos = feed.append(conn, [Pointer(scope, "case", case_id) for scope in sorted(scopes)], now)
    centre.told(frozenset(scopes), pos)
    return True


_CASE = select(cases.c.n, cases.c.seats, cases.c.sub_centre).where(cases.c.id == bindparam("id")).with_for_update()
_IN_CONFLICT = select(conflicts.c.mutation_id).where(conflicts.c.case_id == bindparam("id")).distinct()
