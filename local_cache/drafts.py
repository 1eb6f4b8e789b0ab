"""Half-filled forms in `work.db`. They never leave the seat, and none is ever lost without its operator's word.

A draft belongs to an operator, or to whoever comes next once it was handed over: people of a unit hand theirs to their
unit, everybody else to the hotline. A discarded one stays 30 days.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from local_cache.encrypted import Connection
from local_cache.model import Disposal, Draft

DISCARDED_KEPT = timedelta(days=30)


def put(connection: Connection, draft: Draft) -> None:
    """Write a draft as it is now."""
    connection.execute(
        "INSERT INTO drafts (id, operator, kept, parked, doc, updated_at, discarded_at) VALUES (?, ?, ?, ?, ?, ?, NULL)"
        " ON CONFLICT (id) DO UPDATE SET operator = excluded.operator, kept = excluded.kept, parked = excluded.parked,"
        " doc = excluded.doc, updated_at = excluded.updated_at, discarded_at = NULL",
        (draft.id, draft.operator, draft.kept, draft.parked, _doc(draft), draft.updated_at.isoformat()),
    )


def remove(connection: Connection, draft_id: str) -> None:
    """Delete a draft for good: what was in it is a saved case now."""
    connection.execute("DELETE FROM drafts WHERE id = ?", (draft_id,))


def discard(connection: Connection, draft_id: str, at: datetime) -> bool:
    """Put a draft away for 30 days; say whether there was one."""
    done = connection.execute(
        "UPDATE drafts SET discarded_at = ? WHERE id = ? AND discarded_at IS NULL", (at.isoformat(), draft_id)
    )
    return done.rowcount > 0


def put_away(connection: Connection, draft: Draft, at: datetime) -> None:
    """Put a draft away for 30 days as it stands now, whatever of it was on disk before."""
    put(connection, draft)
    discard(connection, draft.id, at)


def of_operator(connection: Connection, operator: str) -> list[Draft]:
    """Return an operator's drafts and those handed over, to whomever that was, last touched first."""
    rows = connection.execute(
        "SELECT id, operator, kept, parked, doc, updated_at FROM drafts"
        " WHERE operator IN (?, '') AND discarded_at IS NULL ORDER BY updated_at DESC, id DESC",
        (operator,),
    )
    return [read(row) for row in rows]


def newest_open(connection: Connection, operator: str) -> Draft | None:
    """Return the draft the operator had on the desk: touched last, neither parked, kept nor handed over."""
    row = connection.execute(
        "SELECT id, operator, kept, parked, doc, updated_at FROM drafts"
        " WHERE operator = ? AND parked = 0 AND kept = 0 AND discarded_at IS NULL"
        " ORDER BY updated_at DESC, id DESC LIMIT 1",
        (operator,),
    ).fetchone()
    return read(row) if row else None


def discarded(connection: Connection, operator: str) -> list[Draft]:
    """Return what an operator discarded in the last 30 days, last first, so that it can be taken up again."""
    rows = connection.execute(
        "SELECT id, operator, kept, parked, doc, updated_at FROM drafts"
        " WHERE operator = ? AND discarded_at IS NOT NULL ORDER BY discarded_at DESC",
        (operator,),
    )
    return [read(row) for row in rows]


def kept_count(connection: Connection) -> int:
    """Return how many drafts wait at this seat for operators who have signed out."""
    row = connection.execute("SELECT count(*) FROM drafts WHERE kept = 1 AND discarded_at IS NULL").fetchone()
    return int(row[0])


def open_count(connection: Connection) -> int:
    """Return how many drafts of anybody are neither finished nor discarded; a call without a word in it is none."""
    row = connection.execute(
        "SELECT count(*) FROM drafts WHERE discarded_at IS NULL"
        " AND (parked = 1 OR kept = 1 OR json_extract(doc, '$.fields') != '{}')"
    ).fetchone()
    return int(row[0])


def dispose(
    connection: Connection, draft_id: str, disposal: Disposal, operator: str, at: datetime, *, unit: str = ""
) -> None:
    """Settle a draft when `operator` signs out: theirs, or one that was handed over to whoever comes next.

    It is handed over to whoever comes next of `unit`, empty for the hotline.
    """
    if disposal is Disposal.DISCARD:
        discard(connection, draft_id, at)
    elif disposal is Disposal.KEEP:
        connection.execute("UPDATE drafts SET operator = ?, kept = 1, parked = 1 WHERE id = ?", (operator, draft_id))
    else:
        connection.execute(
            "UPDATE drafts SET operator = '', kept = 0, parked = 1, doc = json_set(doc, '$.unit', ?) WHERE id = ?",
            (unit, draft_id),
        )


def keep_of_others(connection: Connection, operator: str, at: datetime) -> None:
    """Keep for their owners, put aside, what others than `operator` left here: whoever takes a seat takes no draft.

    A draft that lay on the desk with no word in it is only a call, and goes the way of what is discarded.
    """
    rows = connection.execute(
        "SELECT id, operator, kept, parked, doc, updated_at FROM drafts"
        " WHERE operator NOT IN (?, '') AND kept = 0 AND discarded_at IS NULL",
        (operator,),
    ).fetchall()
    for draft in map(read, rows):
        disposal = Disposal.KEEP if draft.fields or draft.parked else Disposal.DISCARD
        dispose(connection, draft.id, disposal, draft.operator, at)


def forget_discarded(connection: Connection, now: datetime) -> int:
    """Delete what was discarded more than 30 days ago; return how many."""
    limit = (now - DISCARDED_KEPT).isoformat()
    return connection.execute("DELETE FROM drafts WHERE discarded_at < ?", (limit,)).rowcount


def read(row: tuple[Any, ...]) -> Draft:
    """Return the draft of a row `id, operator, kept, parked, doc, updated_at`; the columns stand above the document."""
    draft_id, operator, kept, parked, doc, updated_at = row
    held = json.loads(doc)
    return Draft(
        id=draft_id,
        operator=operator,
        fields=held["fields"],
        phase=held["phase"],
        call=held["call"],
        name=held["name"],
        parked=bool(parked),
        kept=bool(kept),
        focus=held["focus"],
        caret=held["caret"],
        created_at=datetime.fromisoformat(held["created_at"]),
        updated_at=datetime.fromisoformat(updated_at),
        case_id=UUID(held["case_id"]) if held.get("case_id") else None,
        act=held.get("act", ""),
        unit=held.get("unit", ""),
    )


def _doc(draft: Draft) -> str:
    return json.dumps(
        {
            "fields": draft.fields,
            "phase": draft.phase,
            "call": draft.call,
            "name": draft.name,
            "focus": draft.focus,
            "caret": draft.caret,
            "created_at": draft.created_at.isoformat(),
            "case_id": str(draft.case_id) if draft.case_id else "",
            "act": draft.act,
            "unit": draft.unit,
        },
        ensure_ascii=False,
    )
