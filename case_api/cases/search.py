"""Search over all cases, newest first, page by page from a key and not from a count.

Words are looked up by their signs and pairs (`hotline/bigrams.py`) and then checked against the text itself, so that
nothing is missing and nothing added against a plain look for the words. Whole telephone numbers are looked up by their
keyed hash. Parts of one are looked up by keyed hashes of every four neighbouring digits, kept among the search terms,
and then checked against the deciphered number; fewer than four digits would say too much about everybody. Parts of a
case number are looked up in the same way, without a hash.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeAlias

from sqlalchemy import ColumnElement, Connection, Row, Select, TextClause, bindparam, or_, select, text, true, tuple_

from case_api.cases.hits import hits, may_be_looked_up
from case_api.cases.indexing import NUMBER_PART, is_present, number_terms, searchable, stored_searchable
from case_api.cases.query import CasePage, CaseQuery, CursorError, cursor_after, read_cursor
from case_api.cases.reading import check_may_read, seen_by, shown_to
from case_api.centre import Centre
from case_api.cipher import national_digits
from case_api.problems import ProblemError
from case_api.storage.engine import reading
from case_api.storage.tables_cases import cases, persons, shared_numbers
from case_api.storage.terms import with_terms
from hotline import order_number
from hotline.bigrams import contains, query_terms
from hotline.case_doc import CaseDoc
from hotline.context import Actor
from hotline.phones import tidy
from hotline.wire import Problem

_Condition: TypeAlias = ColumnElement[bool] | TextClause

PART_DIGITS = 4
_BATCH = 200
_MOST_LOOKED_AT = 4000
"""Rows looked at for one page; a page may come back short with a `next` rather than hold everybody up."""


def search(centre: Centre, query: CaseQuery, reader: Actor) -> CasePage:
    """Return the newest cases that a query describes, masked.

    Raises `ProblemError`: `invalid` (422) for a number or cursor that is none, `forbidden`, `busy`.
    """
    check_may_read(reader)
    conditions = [*_conditions(centre, query), seen_by(reader)]
    terms = query_terms(query.text) + _part_terms(centre, query.phone_part)
    found: list[CaseDoc] = []
    with reading(centre.engine) as conn:
        looked_at, last = 0, None
        for row in _candidates(conn, terms, conditions, query):
            if len(found) == query.limit or looked_at == _MOST_LOOKED_AT:
                break
            looked_at, last = looked_at + 1, row
            if query.text and not contains(stored_searchable(row.doc), query.text):
                continue
            doc = CaseDoc.model_validate_json(row.doc)
            if _holds(centre, query, row, doc):
                found.append(shown_to(reader, doc))
        else:
            last = None
    return CasePage(cases=tuple(found), next=cursor_after(last.created_at, last.id) if last else None)


def _candidates(
    conn: Connection, terms: Sequence[str], conditions: Sequence[_Condition], query: CaseQuery
) -> Iterator[Row[Any]]:
    """Yield all that may be wanted, newest first; without an index of the terms that is everything."""
    if not terms or not is_present(conn) or not may_be_looked_up(conn):
        return _newest_first(conn, _ROWS.where(*conditions))
    before = _read_cursor(query.cursor)[0] if query.cursor else None
    return hits(conn, terms, conditions, before)


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


def _conditions(centre: Centre, query: CaseQuery) -> Iterator[_Condition]:
    """Yield what must hold by the columns, besides the words."""
    if query.number:
        yield _of_number(centre, _digits(query.number))
    if query.digits.strip():
        yield or_(*_of_digits(centre, query.digits))
    if query.phone:
        key = centre.cipher.phone_key(query.phone)
        if key is None:
            raise _invalid("phone", "that is not a whole telephone number")
        yield _of_phone(key)
    if query.area_code and query.area_code in centre.pack.areas:
        yield cases.c.area_code.in_(_below(query.area_code, centre.pack.areas))
    elif query.area_code:
        yield cases.c.area_code == query.area_code
    if query.class_code:
        yield cases.c.class_code.in_(_below(query.class_code, centre.pack.classes))
    if query.state:
        yield cases.c.state == query.state.value
    if query.since:
        yield cases.c.created_at >= query.since
    if query.until:
        yield cases.c.created_at < query.until
    if query.cursor:
        yield tuple_(*_read_cursor(query.cursor)) > _KEY


def _with_terms(centre: Centre, terms: Sequence[str]) -> TextClause:
    condition, value = with_terms(centre.engine.dialect.name, terms)
    return text(condition).bindparams(bindparam("terms", value, unique=True))


def _of_phone(key: str) -> ColumnElement[bool]:
    of = select(persons.c.case_id).where(or_(persons.c.caller_key == key, persons.c.contact_key == key))
    return cases.c.id.in_(of)


def _of_number(centre: Centre, digits: str) -> _Condition:
    """Return the condition for a case number or a part of one. Raises `ProblemError` (`invalid`)."""
    if not NUMBER_PART <= len(digits) <= order_number.LENGTH:
        wanted = f"a case number has {order_number.LENGTH} digits, a part of one at least {NUMBER_PART}"
        raise _invalid("number", wanted)
    if len(digits) < order_number.LENGTH:
        return _with_terms(centre, number_terms(digits))
    number = _number(digits)
    twice = select(shared_numbers.c.case_id).where(shared_numbers.c.number == number)
    return or_(cases.c.number == number, cases.c.id.in_(twice))


def _of_digits(centre: Centre, typed: str) -> Iterator[_Condition]:
    """Yield a condition for each meaning that digits may have; one of them is to hold."""
    for words in _as_words(typed):
        terms = query_terms(words)
        yield _with_terms(centre, terms) if terms else true()
    digits = _digits(typed)
    if order_number.is_number(digits) or NUMBER_PART <= len(digits) < order_number.LENGTH:
        yield _of_number(centre, digits)
    if key := centre.cipher.phone_key(typed):
        yield _of_phone(key)


def _holds(centre: Centre, query: CaseQuery, row: Row[Any], doc: CaseDoc) -> bool:
    if query.number and not _has_number(doc, _digits(query.number)):
        return False
    if query.digits.strip() and not _has_digits(centre, doc, query.digits):
        return False
    if not query.phone_part:
        return True
    part = national_digits(query.phone_part)
    personal = centre.cipher.open(row.sealed, row.id.bytes)
    return any(part in national_digits(personal[field]) for field in ("caller_phone", "contact_phone"))


def _has_number(doc: CaseDoc, digits: str) -> bool:
    return any(digits in number for number in (doc.order.order_no, *doc.other_numbers))


def _has_digits(centre: Centre, doc: CaseDoc, typed: str) -> bool:
    digits, looked_at = _digits(typed), searchable(doc.order)
    if any(contains(looked_at, words) for words in _as_words(typed)):
        return True
    if len(digits) >= NUMBER_PART and _has_number(doc, digits):
        return True
    return centre.cipher.phone_key(typed) in doc.phone_keys


def _as_words(typed: str) -> Collection[str]:
    """Return how digits may stand in a text: as they were typed, or joined."""
    return dict.fromkeys((typed, tidy(typed) or typed))


def _digits(written: str) -> str:
    """Return the digits of a number as a person writes it, full-width ones too."""
    return "".join(str(int(sign)) for sign in written if sign.isdecimal())


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
_ROWS = (
    select(cases.c.id, cases.c.created_at, cases.c.doc, persons.c.sealed)
    .join(persons, persons.c.case_id == cases.c.id)
    .order_by(cases.c.created_at.desc(), cases.c.id.desc())
)
