"""Keeps the search index: what a case is found by, and who brings the index up to date.

Storing a case only notes that its terms are due; the worker puts them in later, a few at a time. Search looks at
cases that are due as well and checks every hit against the case itself, so that it is exact at any moment: the index
makes it fast, never right.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Executable, bindparam, select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from case_api.centre import Centre
from case_api.cipher import Cipher
from case_api.storage.engine import writing
from case_api.storage.tables_cases import cases, persons, terms_due
from case_api.storage.terms import clear_terms, put_terms
from hotline.bigrams import index_terms
from hotline.case_doc import CaseDoc
from hotline.work_order import WorkOrder

LOOKED_UP = ("caller_phone", "contact_phone")
"""Numbers by which a case is found."""

_AT_ONCE = 500


def searchable(order: WorkOrder) -> str:
    """Return the text by which a case is found: title, narrative, address and answer; nothing personal."""
    return "\n".join((order.title, order.content, order.address_text, order.answer))


def terms_source(order: WorkOrder) -> tuple[str, ...]:
    """Return all that the terms of a case come from."""
    return (searchable(order), *(getattr(order, name) for name in LOOKED_UP))


def note_due(conn: Connection, case_ids: Sequence[UUID]) -> None:
    """Note that cases are to be indexed anew.

    A row that is there already is written again: its lock keeps an indexer off until this transaction has ended,
    which would else index what was there before and strike the row out.
    """
    if case_ids:
        conn.execute(_NOTE_DUE[conn.dialect.name], [{"case_id": case_id} for case_id in sorted(case_ids)])


def index_due(centre: Centre, limit: int = 50) -> int:
    """Bring the index up to date for at most `limit` cases; return how many. The worker does this.

    A step is short, so that nobody waits for it; several processes may do it at once. Raises `ProblemError` (busy).
    """
    with writing(centre.engine) as conn:
        due = conn.execute(_TAKE_DUE, {"most": limit}).scalars().all()
        if due:
            _index(conn, centre.cipher, conn.execute(_OF, {"ids": due}))
    return len(due)


def reindex(conn: Connection, cipher: Cipher) -> None:
    """Make the whole index anew. Raises `CipherError` for another centre's cases."""
    clear_terms(conn)
    conn.execute(terms_due.delete())
    after = 0
    while rows := conn.execute(_NEXT, {"after": after}).all():
        _index(conn, cipher, rows)
        after = rows[-1].n


def terms_of(cipher: Cipher, order: WorkOrder) -> list[str]:
    """Return the search terms of a case: of its text, and keyed ones of its numbers' parts."""
    terms = dict.fromkeys(index_terms(searchable(order)))
    for name in LOOKED_UP:
        terms.update(dict.fromkeys(cipher.part_terms(getattr(order, name))))
    return list(terms)


def _index(conn: Connection, cipher: Cipher, rows: Iterable[Any]) -> None:
    """Index rows of `_ROWS`."""
    orders = []
    for row in rows:
        personal = cipher.open(row.sealed, row.id.bytes)
        orders.append(CaseDoc.model_validate_json(row.doc).order.model_copy(update=personal))
    put_terms(conn, [(order.id, terms_of(cipher, order)) for order in orders])


def _noting(insert: Any) -> Executable:
    again: Executable = insert.on_conflict_do_update(
        index_elements=["case_id"], set_={"case_id": insert.excluded.case_id}
    )
    return again


_NOTE_DUE = {"sqlite": _noting(sqlite_insert(terms_due)), "postgresql": _noting(postgres_insert(terms_due))}
_DUE = select(terms_due.c.case_id).limit(bindparam("most")).with_for_update(skip_locked=True)
_TAKE_DUE = terms_due.delete().where(terms_due.c.case_id.in_(_DUE)).returning(terms_due.c.case_id)
_ROWS = select(cases.c.n, cases.c.id, cases.c.doc, persons.c.sealed).join(persons, persons.c.case_id == cases.c.id)
_OF = _ROWS.where(cases.c.id.in_(bindparam("ids", expanding=True)))
_NEXT = _ROWS.where(cases.c.n > bindparam("after")).order_by(cases.c.n).limit(_AT_ONCE)
