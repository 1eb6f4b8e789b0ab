"""What a seat knows of a caller: looked up by the keyed hash of the whole number, shown masked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from hotline.case_doc import CallDoc, CaseDoc
from hotline.codes import LIVE
from hotline.phones import PhoneError, normal, phone_key
from local_cache import meta
from local_cache.cases import LINE_COLUMNS, line_of
from local_cache.encrypted import Connection
from local_cache.model import CallerHistory, CallLine, NoteLine

_MOST = 200
"""Cases of one caller that are read; a number with more is an institution's, and is counted on."""

_NOTED = """CASE WHEN instr(c.doc, '"caller_note":{') THEN c.doc END"""
"""The document of a case with a note on its caller, else NULL: in JSON no text holds quotes that are not escaped."""
_CALL = "coalesce(json_extract(c.doc, '$.order.call.call_id'), c.id)"
"""The call that a case came from; a case of which none is known is one of its own."""
_LINES = ", ".join(f"c.{column}" for column in LINE_COLUMNS.split(", "))


def key_of(hash_key: bytes, number: str) -> str | None:
    """Return the keyed hash of a number in any writing, or None for what is no whole number."""
    try:
        return phone_key(hash_key, normal(number))
    except PhoneError:
        return None


def keys_of(hash_key: bytes, *numbers: str) -> tuple[str, ...]:
    """Return the keyed hashes of those numbers that are whole, without repeats: the `phone_keys` of a case."""
    found = (key_of(hash_key, number) for number in numbers if number)
    return tuple(dict.fromkeys(key for key in found if key))


def as_of(both: Connection) -> datetime | None:
    """Return when the cache last heard from the centre; `both` sees the two files."""
    row = both.execute("SELECT v FROM cache.meta WHERE k = ?", (meta.AS_OF,)).fetchone()
    return datetime.fromisoformat(row[0]) if row else None


def history(connection: Connection, key: str | None, call_id: str = "") -> CallerHistory:
    """Return what the cache holds under a caller's keyed hash; nothing for None.

    Several cases of one call are one call of before, and those of the call `call_id`, which goes on, are none.
    """
    rows = connection.execute(
        f"SELECT {_LINES}, {_NOTED}, {_CALL} FROM case_phones p JOIN cases c ON c.id = p.case_id"
        " WHERE p.phone_key = ? ORDER BY c.rowid DESC LIMIT ?",
        (key, _MOST),
    ).fetchall()
    found = tuple(line_of(row[:-2]) for row in rows)
    calls = connection.execute(
        "SELECT c.doc FROM call_phones p JOIN calls c ON c.id = p.call_id WHERE p.phone_key = ? ORDER BY c.at DESC"
        " LIMIT ?",
        (key, _MOST),
    ).fetchall()
    other = tuple(_call_line(CallDoc.model_validate_json(doc)) for (doc,) in calls)
    before = {row[-1] for row in rows} - {call_id}
    many = len(found) == _MOST or len(other) == _MOST
    return CallerHistory(
        name=next((line.caller for line in found if line.caller), ""),
        calls=_counted(connection, key) if many else len(before) + len(other),
        lines=found,
        live=tuple(line for line in found if line.state in LIVE),
        other=other,
        as_of=as_of(connection),
        notes=tuple(_notes(key, (CaseDoc.model_validate_json(row[-2]) for row in rows if row[-2]))),
    )


def _notes(key: str | None, docs: Iterable[CaseDoc]) -> Iterator[NoteLine]:
    """Yield what was approved about this caller. The first key is of who called, not of who may be called back."""
    for doc in docs:
        order, note = doc.order, doc.order.caller_note
        if note is not None and note.approved_by and doc.phone_keys[:1] == (key,):
            yield NoteLine(
                order.id, order.order_no, note.reason.value, note.text, note.operator, note.approved_by, note.until
            )


def _call_line(call: CallDoc) -> CallLine:
    return CallLine(call.at, call.outcome, call.seat, call.note)


def _counted(connection: Connection, key: str | None) -> int:
    return sum(
        int(connection.execute(f"SELECT count(*) FROM {table} WHERE phone_key = ?", (key,)).fetchone()[0])
        for table in ("case_phones", "call_phones")
    )
