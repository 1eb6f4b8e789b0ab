"""Keeps the search index: what a case is found by, and who brings the index up to date.

Storing a case only notes that its terms are due; the worker puts them in later, a few at a time. Search looks at
cases that are due as well and checks every hit against the case itself, so that it is exact at any moment: the index
makes it fast, never right.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Insert, bindparam, select, true
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from case_api.centre import Centre
from case_api.cipher import Cipher
from case_api.storage.engine import take_time, writing
from case_api.storage.rows import insert
from case_api.storage.tables_cases import cases, persons, terms_due
from case_api.storage.tables_sync import centre_meta
from case_api.storage.terms import clear_terms, put_terms
from case_api.storage.time_terms import time_terms
from hotline.bigrams import index_terms
from hotline.case_doc import CaseDoc
from hotline.work_order import WorkOrder

LOOKED_UP = ("caller_phone", "contact_phone")
"""Numbers by which a case is found."""

NUMBER_PART = 4
"""So many neighbouring digits of a case number are one search term; fewer stand in too many numbers to be of use."""

_SEARCHED = ("title", "content", "address_text", "answer")
_AT_ONCE = 500
_TERMS = "3"
"""What cases are indexed under: to be raised with every change of `terms_of`, so that what is stored follows."""
_INDEXED_AS = "terms"


def searchable(order: WorkOrder) -> str:
    """Return the text by which a case is found: title, narrative, address and answer; nothing personal."""
    return "\n".join(getattr(order, name) for name in _SEARCHED)


def stored_searchable(doc: str) -> str:
    """Return `searchable` of a stored case without reading the whole case, which is many times the work."""
    order = json.loads(doc)["order"]
    return "\n".join(order.get(name, "") for name in _SEARCHED)


def terms_source(order: WorkOrder) -> tuple[str, ...]:
    """Return all that the terms of a case come from."""
    return (searchable(order), *(getattr(order, name) for name in LOOKED_UP))


def number_terms(digits: str) -> list[str]:
    """Return a search term for each four neighbouring digits of a case number or of a part of one.

    They are longer than the signs and pairs of a text, and begin otherwise than the terms of telephone numbers.
    """
    windows = [digits[at : at + NUMBER_PART] for at in range(len(digits) - NUMBER_PART + 1)]
    return [f"no{window}" for window in dict.fromkeys(windows)]


def note_due(conn: Connection, case_ids: Sequence[UUID]) -> None:
    """Note that cases are to be indexed anew.

    A row that is there already is written again: its lock keeps an indexer off until this transaction has ended,
    which would else index what was there before and strike the row out.
    """
    insert(conn, _NOTE_DUE[conn.dialect.name], [{"case_id": case_id} for case_id in sorted(case_ids)])


def note_outdated(centre: Centre) -> None:
    """Note every case as due if an older program indexed them; the worker does this at its start.

    Raises `ProblemError` (busy).
    """
    with writing(centre.engine) as conn:
        if not is_present(conn):
            take_time(conn)
            conn.execute(_NOTE_ALL_DUE[conn.dialect.name])
            _set_indexed_as(conn)


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
    _set_indexed_as(conn)


def terms_of(cipher: Cipher, order: WorkOrder, other_numbers: Iterable[str] = ()) -> list[str]:
    """Return the search terms of a case: of its text, its numbers and its time, and keyed ones of telephone numbers'
    parts."""
    terms = dict.fromkeys((*time_terms(order.created_at), *index_terms(searchable(order))))
    for number in (order.order_no, *other_numbers):
        terms.update(dict.fromkeys(number_terms(number)))
    for name in LOOKED_UP:
        terms.update(dict.fromkeys(cipher.part_terms(getattr(order, name))))
    return list(terms)


def _index(conn: Connection, cipher: Cipher, rows: Iterable[Any]) -> None:
    """Index rows of `_ROWS`."""
    indexed = []
    for row in rows:
        doc = CaseDoc.model_validate_json(row.doc)
        order = doc.order.model_copy(update=cipher.open(row.sealed, row.id.bytes))
        indexed.append((order.id, terms_of(cipher, order, doc.other_numbers)))
    put_terms(conn, indexed)


def is_present(conn: Connection) -> bool:
    """Say whether the index is one of this program, but for cases that are due: else it tells nothing."""
    return _indexed_as(conn) == _TERMS


def _indexed_as(conn: Connection) -> str | None:
    found: str | None = conn.execute(_KEPT).scalar_one_or_none()
    return found


def _set_indexed_as(conn: Connection) -> None:
    if _indexed_as(conn) is None:
        insert(conn, centre_meta, [{"k": _INDEXED_AS, "v": _TERMS}])
    else:
        conn.execute(centre_meta.update().where(centre_meta.c.k == _INDEXED_AS).values(v=_TERMS))


def _noting(insert: Any) -> Insert:
    again: Insert = insert.on_conflict_do_update(index_elements=["case_id"], set_={"case_id": insert.excluded.case_id})
    return again


_NOTE_DUE = {"sqlite": _noting(sqlite_insert(terms_due)), "postgresql": _noting(postgres_insert(terms_due))}
_KEPT = select(centre_meta.c.v).where(centre_meta.c.k == _INDEXED_AS)
_ALL = select(cases.c.id).order_by(cases.c.id)
_NOTE_ALL_DUE = {
    "sqlite": sqlite_insert(terms_due).from_select(["case_id"], _ALL.where(true())).on_conflict_do_nothing(),
    "postgresql": postgres_insert(terms_due).from_select(["case_id"], _ALL).on_conflict_do_nothing(),
}
_DUE = select(terms_due.c.case_id).limit(bindparam("most")).with_for_update(skip_locked=True)
_TAKE_DUE = terms_due.delete().where(terms_due.c.case_id.in_(_DUE)).returning(terms_due.c.case_id)
_ROWS = select(cases.c.n, cases.c.id, cases.c.doc, persons.c.sealed).join(persons, persons.c.case_id == cases.c.id)
_OF = _ROWS.where(cases.c.id.in_(bindparam("ids", expanding=True)))
_NEXT = _ROWS.where(cases.c.n > bindparam("after")).order_by(cases.c.n).limit(_AT_ONCE)
