"""The cases in the cache as they are shown: what the centre sent, with this seat's own mutations laid over it.

A case's rowid is its moment of creation in milliseconds, so that the largest is the newest and every index and the
search table give cases in the order of their age.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from hotline.bigrams import folded, index_terms
from hotline.case_doc import CaseDoc
from hotline.codes import State
from hotline.order_number import grouped
from local_cache.encrypted import Connection
from local_cache.model import CaseLine

LINE_COLUMNS = "id, number, title, state, class_code, area_code, caller, created_at, updated_at"
"""What `line_of` reads; all stand before the long columns of a row."""


def put_shown(connection: Connection, docs: Iterable[CaseDoc]) -> None:
    """Write cases as they are shown now, with their search rows, inside the caller's transaction."""
    for doc in docs:
        _put(connection, doc)


def remove(connection: Connection, case_ids: Iterable[UUID]) -> None:
    """Take cases out of the cache, search rows and look-up keys with them."""
    for case_id in case_ids:
        key = str(case_id)
        found = connection.execute("SELECT rowid FROM cases WHERE id = ?", (key,)).fetchone()
        if found:
            _remove_row(connection, found[0], key)


def shown(connection: Connection, case_id: UUID) -> CaseDoc | None:
    """Return a case as it is shown, or None."""
    row = connection.execute("SELECT doc FROM cases WHERE id = ?", (str(case_id),)).fetchone()
    return CaseDoc.model_validate_json(row[0]) if row else None


def lines(connection: Connection, case_ids: Iterable[str]) -> dict[str, CaseLine]:
    """Return the lines of those cases that the cache has, by id."""
    found = {}
    for case_id in case_ids:
        row = connection.execute(f"SELECT {LINE_COLUMNS} FROM cases WHERE id = ?", (case_id,)).fetchone()
        if row:
            found[case_id] = line_of(row)
    return found


def line_of(row: tuple[Any, ...]) -> CaseLine:
    """Return the line of a row of `LINE_COLUMNS`."""
    case_id, number, title, state, class_code, area_code, caller, created_at, updated_at = row
    return CaseLine(
        UUID(case_id), number, title, State(state), class_code, area_code, caller,
        datetime.fromisoformat(created_at), datetime.fromisoformat(updated_at),
    )  # fmt: skip


def search_text(doc: CaseDoc) -> str:
    """Return the text in which a case is found, folded: what LIKE would be asked of."""
    order = doc.order
    notes = [entry.data["text"] for entry in doc.timeline if entry.kind == "add_note" and "text" in entry.data]
    parts = (
        order.title, order.content, order.address_text, order.caller_name, order.respondent_name, order.answer,
        order.order_no, grouped(order.order_no), *doc.other_numbers, *notes,
    )  # fmt: skip
    return folded("\n".join(part for part in parts if part))


def age_out(connection: Connection, before: datetime, keep: frozenset[str]) -> int:
    """Drop cases and calls last changed before a moment, but for the ids in `keep`; return how many cases."""
    limit = before.isoformat()
    old = connection.execute("SELECT rowid, id FROM cases WHERE updated_at < ?", (limit,)).fetchall()
    gone = [(rowid, case_id) for rowid, case_id in old if case_id not in keep]
    for rowid, case_id in gone:
        _remove_row(connection, rowid, case_id)
        connection.execute("DELETE FROM rows WHERE entity = 'case' AND id = ?", (case_id,))
    calls = connection.execute("SELECT id FROM calls WHERE at < ?", (limit,)).fetchall()
    for (call_id,) in calls:
        connection.execute("DELETE FROM calls WHERE id = ?", (call_id,))
        connection.execute("DELETE FROM call_phones WHERE call_id = ?", (call_id,))
        connection.execute("DELETE FROM rows WHERE entity = 'call' AND id = ?", (call_id,))
    return len(gone)


def _put(connection: Connection, doc: CaseDoc) -> None:
    order = doc.order
    key = str(order.id)
    created = order.created_at.isoformat()
    text = search_text(doc)
    values = (
        order.order_no, order.revision, order.state.value, order.class_code, order.area_code,
        created, order.updated_at.isoformat(), order.caller_name, order.title, text, doc.model_dump_json(),
    )  # fmt: skip
    known = connection.execute("SELECT rowid, created_at, text FROM cases WHERE id = ?", (key,)).fetchone()
    if known and known[1] != created:  # the centre corrected the seat's clock: the case moves to its place
        _remove_row(connection, known[0], key)
        known = None
    if known:
        rowid = known[0]
        connection.execute(
            "UPDATE cases SET number = ?, revision = ?, state = ?, class_code = ?, area_code = ?, created_at = ?,"
            " updated_at = ?, caller = ?, title = ?, text = ?, doc = ? WHERE rowid = ?",
            (*values, rowid),
        )
        if known[2] != text:
            connection.execute("DELETE FROM case_text WHERE rowid = ?", (rowid,))
    else:
        rowid = _free_rowid(connection, order.created_at)
        connection.execute(f"INSERT INTO cases VALUES (?, ?, {', '.join('?' * len(values))})", (rowid, key, *values))
    if not known or known[2] != text:
        terms = " ".join(index_terms(text))
        connection.execute("INSERT INTO case_text (rowid, terms) VALUES (?, ?)", (rowid, terms))
    _put_keys(connection, "case_phones", "phone_key", key, doc.phone_keys, new=not known)
    _put_keys(connection, "case_numbers", "number", key, (order.order_no, *doc.other_numbers), new=not known)


def _put_keys(
    connection: Connection, table: str, column: str, case_id: str, keys: tuple[str, ...], *, new: bool
) -> None:
    if not new:
        held = connection.execute(f"SELECT {column} FROM {table} WHERE case_id = ?", (case_id,)).fetchall()
        if {row[0] for row in held} == set(keys):
            return
        connection.execute(f"DELETE FROM {table} WHERE case_id = ?", (case_id,))
    connection.executemany(f"INSERT OR IGNORE INTO {table} VALUES (?, ?)", [(each, case_id) for each in keys])


def _remove_row(connection: Connection, rowid: int, case_id: str) -> None:
    connection.execute("DELETE FROM cases WHERE rowid = ?", (rowid,))
    connection.execute("DELETE FROM case_text WHERE rowid = ?", (rowid,))
    connection.execute("DELETE FROM case_phones WHERE case_id = ?", (case_id,))
    connection.execute("DELETE FROM case_numbers WHERE case_id = ?", (case_id,))


def rowid_at(moment: datetime) -> int:
    """Return the rowid of a case created at that moment, if it is the first of its millisecond."""
    return max(int(moment.timestamp() * 1000), 1)


def _free_rowid(connection: Connection, created_at: datetime) -> int:
    """Return the rowid after those that the same millisecond has taken, found by doubling and then halving."""

    def is_taken(rowid: int) -> bool:
        return connection.execute("SELECT 1 FROM cases WHERE rowid = ?", (rowid,)).fetchone() is not None

    taken = rowid_at(created_at)
    if not is_taken(taken):
        return taken
    free = taken + 1
    while is_taken(free):
        taken, free = free, free + 2 * (free - taken)
    while free - taken > 1:
        middle = (taken + free) // 2
        taken, free = (middle, free) if is_taken(middle) else (taken, middle)
    return free
