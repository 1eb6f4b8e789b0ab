"""The rows of the cache for calls that no work order came of."""

from __future__ import annotations

from uuid import UUID

from hotline.case_doc import CallDoc
from local_cache.encrypted import Connection


def put_call(cache: Connection, call: CallDoc) -> None:
    """Put a call without a work order into the cache."""
    forget_call(cache, call.id)
    cache.execute(
        "INSERT INTO calls (id, at, doc) VALUES (?, ?, ?)", (str(call.id), call.at.isoformat(), call.model_dump_json())
    )
    cache.executemany(
        "INSERT OR IGNORE INTO call_phones VALUES (?, ?)", [(key, str(call.id)) for key in call.phone_keys]
    )


def forget_call(cache: Connection, call_id: UUID) -> None:
    """Take a call out of the cache."""
    cache.execute("DELETE FROM calls WHERE id = ?", (str(call_id),))
    cache.execute("DELETE FROM call_phones WHERE call_id = ?", (str(call_id),))
