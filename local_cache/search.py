"""Search in the cache: exactly what LIKE would find in `cases.search_text`, newest first, a page at a time.

A run of letters, digits and Han signs is asked of the search table as the phrase of its pairs, so that hardly a
wrong case is read; blanks and marks inside the query are then checked in the text itself. Filters are answered from
their own indexes before a single case is read.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Callable, Iterator

from hotline.bigrams import folded
from hotline.masking import masked_name
from hotline.order_number import is_number
from hotline.phones import tidy
from local_cache.callers import as_of
from local_cache.cases import LINE_COLUMNS, line_of, rowid_at
from local_cache.encrypted import Connection
from local_cache.model import CaseLine, Page, Query

_RUNS = re.compile(r"[^\W_]+")
_HIGHEST = 1 << 62


def search(connection: Connection, query: Query, key_of: Callable[[str], str | None]) -> Page:
    """Return a page of cases, newest first. `key_of` gives the keyed hash of a telephone number.

    Raises `ValueError` for a cursor that is none of ours.
    """
    found: list[CaseLine] = []
    after = ""
    last = 0
    for rowid in _matching(connection, query, key_of):
        if len(found) == query.limit:
            after = str(last)
            break
        row = connection.execute(f"SELECT {LINE_COLUMNS} FROM cases WHERE rowid = ?", (rowid,)).fetchone()
        found.append(line_of(row))
        last = rowid
    total = None if after or query.cursor else len(found)
    return Page(tuple(found), total, after, as_of(connection))


def phrases(text: str) -> str:
    """Return the expression for the search table under which every case holding `text` is found; empty if none."""
    wanted: dict[str, None] = {}
    for run in _RUNS.findall(folded(text)):
        pairs = [run[start : start + 2] for start in range(len(run) - 1)] or [run]
        wanted['"' + " ".join(pairs) + '"'] = None
    return " ".join(wanted)


def _matching(connection: Connection, query: Query, key_of: Callable[[str], str | None]) -> Iterator[int]:
    """Yield the rowids of what a query describes, each once, from the newest."""
    if query.phone_part:  # the cache has keyed hashes of whole numbers only
        return
    allowed = _allowed(connection, query, key_of)
    low, high = _bounds(query)
    if query.digits:
        last = None
        for rowid in heapq.merge(*_by_digits(connection, query.digits, key_of, low, high), reverse=True):
            if rowid != last and (allowed is None or rowid in allowed):
                yield rowid
            last = rowid
    elif folded(query.text).split():
        yield from _in_text(connection, query.text, low, high, allowed)
    elif allowed is not None:
        yield from _descending(allowed, low, high)
    else:
        yield from _everything(connection, low, high)


def _by_digits(
    connection: Connection, typed: str, key_of: Callable[[str], str | None], low: int, high: int
) -> Iterator[Iterator[int]]:
    """Yield, each from the newest: cases with the digits joined, with them as typed, and of that telephone number.

    Case numbers stand in the text without their dashes, so that any part of one is found in any writing. A whole one
    has an index of its own: the pairs of so many digits stand in nearly every case, and looking for them is slow.
    """
    joined = tidy(typed)
    if is_number(joined):
        yield _descending(_rowids(connection, _BY_NUMBER, _prefix(joined)), low, high)
    else:
        yield _in_text(connection, joined, low, high)
    if joined != folded(typed).strip():
        yield _in_text(connection, typed, low, high)
    if key := key_of(joined):
        yield _descending(_rowids(connection, _BY_PHONE, (key,)), low, high)


def _in_text(connection: Connection, words: str, low: int, high: int, allowed: set[int] | None = None) -> Iterator[int]:
    """Yield what LIKE would find of `words`, each blank-separated part somewhere in the text."""
    parts = folded(words).split()
    for rowid in _candidates(connection, phrases(words), low, high):
        if allowed is not None and rowid not in allowed:
            continue
        row = connection.execute("SELECT text FROM cases WHERE rowid = ?", (rowid,)).fetchone()
        if row and all(part in row[0] for part in parts):
            yield rowid


def _candidates(connection: Connection, expression: str, low: int, high: int) -> Iterator[int]:
    if not expression:  # marks only: no index knows them
        return _everything(connection, low, high)
    rows = connection.execute(
        "SELECT rowid FROM case_text WHERE case_text MATCH ? AND rowid >= ? AND rowid < ? ORDER BY rowid DESC",
        (expression, low, high),
    )
    return (rowid for (rowid,) in rows)


def _everything(connection: Connection, low: int, high: int) -> Iterator[int]:
    rows = connection.execute("SELECT rowid FROM cases WHERE rowid >= ? AND rowid < ? ORDER BY rowid DESC", (low, high))
    return (rowid for (rowid,) in rows)


def _descending(rowids: set[int], low: int, high: int) -> Iterator[int]:
    return (rowid for rowid in sorted(rowids, reverse=True) if low <= rowid < high)


def _bounds(query: Query) -> tuple[int, int]:
    low = rowid_at(query.since) if query.since else 0
    high = rowid_at(query.until) if query.until else _HIGHEST
    if query.cursor:
        high = min(high, int(query.cursor))
    return low, high


def _allowed(connection: Connection, query: Query, key_of: Callable[[str], str | None]) -> set[int] | None:
    """Return the rowids that every filter lets through, or None when there is no filter."""
    sets: list[set[int]] = []
    if query.phone:
        sets.append(_rowids(connection, _BY_PHONE, (key_of(query.phone),)))
    if query.number:
        digits = "".join(str(int(sign)) for sign in query.number if sign.isdecimal())
        sets.append(_rowids(connection, _BY_NUMBER, _prefix(digits)))
    if query.name:
        sets.append(_rowids(connection, "SELECT rowid FROM cases WHERE caller = ?", (masked_name(query.name),)))
    if query.area_code or query.class_code or query.state:
        sets.append(_by_codes(connection, query))
    return set.intersection(*sets) if sets else None


_BY_PHONE = "SELECT c.rowid FROM case_phones p JOIN cases c ON c.id = p.case_id WHERE p.phone_key = ?"
_BY_NUMBER = "SELECT c.rowid FROM case_numbers n JOIN cases c ON c.id = n.case_id WHERE n.number >= ? AND n.number < ?"


def _by_codes(connection: Connection, query: Query) -> set[int]:
    conditions: list[str] = []
    values: list[str] = []
    for column, code in (("area_code", query.area_code), ("class_code", query.class_code)):
        if code:
            conditions.append(f"{column} >= ? AND {column} < ?")
            values.extend(_prefix(code))
    if query.state:
        conditions.append("state = ?")
        values.append(query.state.value)
    index = "cases_by_place" if query.area_code else "cases_by_class" if query.class_code else "cases_by_state"
    return _rowids(
        connection, f"SELECT rowid FROM cases INDEXED BY {index} WHERE {' AND '.join(conditions)}", tuple(values)
    )


def _prefix(code: str) -> tuple[str, str]:
    """Return the bounds between which everything below a code of digits stands: codes are nested by their prefix."""
    return code, code + "~"


def _rowids(connection: Connection, statement: str, values: tuple[str | None, ...]) -> set[int]:
    return {rowid for (rowid,) in connection.execute(statement, values)}
