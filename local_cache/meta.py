"""The small facts of a seat, one row each, in the table `meta` of `work.db` (and of `cache.db` for its own)."""

from __future__ import annotations

from local_cache.encrypted import Connection

CLIENT_ID = "client_id"
NEXT_SEQ = "next_seq"
NEXT_NUMBER = "next_number"
DEVICE_ID = "device_id"
SEAT = "seat"
SERIAL = "serial"
SUB_CENTRE = "sub_centre"
CENTRE = "centre"
CENTRE_URL = "centre_url"
CITY = "city"
PHONE_HASH_KEY = "phone_hash_key"
GRANT_KEY = "grant_key"
SESSION = "session"
LOCKED = "locked"
TOUCHED = "touched"
READ_OUT = "read_out"
RECOVERY = "recovery"
ENDED_CALLS = "ended_calls"
HAND = "hand"
OWED = "owed"
ROTA = "rota"
AS_OF = "as_of"
"""In `cache.db`: when the last pull was applied, ISO 8601."""


def get(connection: Connection, key: str) -> str | None:
    """Return the value of `key`, or None."""
    row = connection.execute("SELECT v FROM meta WHERE k = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def get_all(connection: Connection) -> dict[str, str]:
    """Return every fact."""
    return dict(connection.execute("SELECT k, v FROM meta").fetchall())


def put(connection: Connection, key: str, value: str) -> None:
    """Set `key`."""
    connection.execute(
        "INSERT INTO meta (k, v) VALUES (?, ?) ON CONFLICT (k) DO UPDATE SET v = excluded.v", (key, value)
    )


def drop(connection: Connection, key: str) -> None:
    """Forget `key`."""
    connection.execute("DELETE FROM meta WHERE k = ?", (key,))
