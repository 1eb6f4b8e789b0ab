"""What a seat knows of a caller: looked up by the keyed hash of the whole number, shown masked."""

from __future__ import annotations

from datetime import datetime

from hotline.case_doc import CallDoc
from hotline.codes import LIVE
from hotline.phones import PhoneError, normal, phone_key
from local_cache import meta
from local_cache.cases import LINE_COLUMNS, line_of
from local_cache.encrypted import Connection
from local_cache.model import CallerHistory, CallLine

_MOST = 200
"""Cases of one caller that are read; a number with more is an institution's, and is counted on."""

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


def history(connection: Connection, key: str | None) -> CallerHistory:
    """Return what the cache holds under a caller's keyed hash; nothing for None."""
    rows = connection.execute(
        f"SELECT {_LINES} FROM case_phones p JOIN cases c ON c.id = p.case_id"
        " WHERE p.phone_key = ? ORDER BY c.rowid DESC LIMIT ?",
        (key, _MOST),
    ).fetchall()
    found = tuple(line_of(row) for row in rows)
    calls = connection.execute(
        "SELECT c.doc FROM call_phones p JOIN calls c ON c.id = p.call_id WHERE p.phone_key = ? ORDER BY c.at DESC"
        " LIMIT ?",
        (key, _MOST),
    ).fetchall()
    other = tuple(_call_line(CallDoc.model_validate_json(doc)) for (doc,) in calls)
    many = len(found) == _MOST or len(other) == _MOST
    return CallerHistory(
        name=next((line.caller for line in found if line.caller), ""),
        calls=_counted(connection, key) if many else len(found) + len(other),
        lines=found,
        live=tuple(line for line in found if line.state in LIVE),
        other=other,
        as_of=as_of(connection),
    )


def _call_line(call: CallDoc) -> CallLine:
    return CallLine(call.at, call.outcome, call.seat, call.note)


def _counted(connection: Connection, key: str | None) -> int:
    return sum(
        int(connection.execute(f"SELECT count(*) FROM {table} WHERE phone_key = ?", (key,)).fetchone()[0])
        for table in ("case_phones", "call_phones")
    )
