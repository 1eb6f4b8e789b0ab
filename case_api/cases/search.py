"""Search over all cases, newest first, page by page from a key and not from a count.

Words are looked up by their signs and pairs (`hotline/bigrams.py`) and then checked against the text itself, so that
nothing is missing and nothing added against a plain look for the words. Whole telephone numbers are looked up by their
keyed hash. Parts of one are looked up by keyed hashes of every four neighbouring digits, kept among the search terms,
and then checked against the deciphered number; fewer than four digits would say too much about everybody.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Protocol

from sqlalchemy import Connection, Row, Select, or_, select, text, tuple_

from case_api.cases.indexing import searchable
from case_api.cases.query import CasePage, CaseQuery, CursorError, cursor_after, read_cursor
from case_api.cases.reading import Viewer, check_may_read
from case_api.centre import Centre
from case_api.cipher import national_digits
from case_api.problems import ProblemError
from case_api.storage.engine import reading
from case_api.storage.tables_cases import cases, persons, shared_numbers
from case_api.storage.terms import with_terms
from hotline import order_number
from hotline.bigrams import contains, query_terms
from hotline.case_doc import CaseDoc
from hotline.wire import Problem

PART_DIGITS = 4
_BATCH = 200
_MOST_LOOKED_AT = 4000
"""Rows looked at for one page; a page may come back short with a `next` rather than hold everybody up."""


def search(centre: Centre, query: CaseQuery, viewer: Viewer) -> CasePage:
    """Return the newest cases that a query describes, masked.

    Raises `ProblemError`: `invalid` (422) for a number or cursor that is none, `forbidden`, `busy`.
    """
    check_may_read(viewer)
    wanted = _statement(centre, query)
    found: list[CaseDoc] = []
    with reading(centre.engine) as conn:
        looked_at, last = 0, None
        for row in _newest_first(conn, wanted):
            if len(found) == query.limit or looked_at == _MOST_LOOKED_AT:
                break
            looked_at, last = looked_at + 1, row
            doc = CaseDoc.model_validate_json(row.doc)
            if _holds(centre, query, row, doc):
                found.append(doc)
        else:
            last = None
    return CasePage(cases=tuple(found), next=cursor_after(last.created_at, last.id) if last else None)


def _newest_first(conn: Connection, wanted: Select[Any]) -> Iterator[Row[Any]]:
    """Yield rows batch after batch, each from the key of the last row of the one before."""
    after: Row[Any] | None = None
    while True:
        page = wanted if after is None else wanted.where(tuple_(after.created_at, after.id) > _KEY)
        rows = conn.execute(page.limit(_BATCH)).all()
        yield from rows
        if len(rows) < _BATCH:
            return
        after = rows[-1]


def _statement(centre: Centre, query: CaseQuery) -> Select[Any]:
    wanted = select(cases.c.id, cases.c.created_at, cases.c.doc, persons.c.sealed)
    wanted = wanted.join(persons, persons.c.case_id == cases.c.id).order_by(
        cases.c.created_at.desc(), cases.c.id.desc()
    )
    if query.number:
        number = _number(query.number)
        twice = select(shared_numbers.c.case_id).where(shared_numbers.c.number == number)
        wanted = wanted.where(or_(cases.c.number == number, cases.c.id.in_(twice)))
    if query.phone:
        key = centre.cipher.phone_key(query.phone)
        if key is None:
            raise _invalid("phone", "that is not a whole telephone number")
        wanted = wanted.where(or_(persons.c.caller_key == key, persons.c.contact_key == key))
    terms = query_terms(query.text) + _part_terms(centre, query.phone_part)
    if terms:
        condition, value = with_terms(centre.engine.dialect.name, terms)
        wanted = wanted.where(text(condition).bindparams(terms=value))
    if query.area_code and query.area_code in centre.pack.areas:
        wanted = wanted.where(cases.c.area_code.in_(_below(query.area_code, centre.pack.areas)))
    elif query.area_code:
        wanted = wanted.where(cases.c.area_code == query.area_code)
    if query.class_code:
        wanted = wanted.where(cases.c.class_code.in_(_below(query.class_code, centre.pack.classes)))
    if query.state:
        wanted = wanted.where(cases.c.state == query.state.value)
    if query.since:
        wanted = wanted.where(cases.c.created_at >= query.since)
    if query.until:
        wanted = wanted.where(cases.c.created_at < query.until)
    if query.cursor:
        wanted = wanted.where(tuple_(*_read_cursor(query.cursor)) > _KEY)
    return wanted


def _holds(centre: Centre, query: CaseQuery, row: Row[Any], doc: CaseDoc) -> bool:
    if query.text and not contains(searchable(doc.order), query.text):
        return False
    if not query.phone_part:
        return True
    part = national_digits(query.phone_part)
    personal = centre.cipher.open(row.sealed, row.id.bytes)
    return any(part in national_digits(personal[field]) for field in ("caller_phone", "contact_phone"))


class _Node(Protocol):
    @property
    def parent(self) -> str | None: ...


def _below(code: str, nodes: Mapping[str, _Node]) -> Collection[str]:
    """Return a code and all codes below it in its tree."""
    children: dict[str | None, list[str]] = {}
    for each, node in nodes.items():
        children.setdefault(node.parent, []).append(each)
    found, todo = {code}, [code]
    while todo:
        below = children.get(todo.pop(), [])
        found.update(below)
        todo += below
    return found


def _number(written: str) -> str:
    try:
        return order_number.plain(written)
    except order_number.NumberError as error:
        raise _invalid("number", str(error)) from error


def _part_terms(centre: Centre, part: str) -> list[str]:
    if not part:
        return []
    terms = centre.cipher.part_terms(part)
    if not terms:
        raise _invalid("phone_part", f"a part of a number has at least {PART_DIGITS} digits")
    return terms


def _read_cursor(cursor: str) -> tuple[Any, Any]:
    try:
        return read_cursor(cursor)
    except CursorError as error:
        raise _invalid("cursor", str(error)) from error


def _invalid(field: str, detail: str) -> ProblemError:
    return ProblemError(Problem.INVALID, 422, detail, {"field": field})


_KEY = tuple_(cases.c.created_at, cases.c.id)
