"""What administrators do to people and seats, in the write audit: rows without a case, chained as all others."""

import getpass
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection
from uuid_utils import uuid7

from case_api.audit.chain import WRITE_CHAIN, append, json_text
from case_api.sync import feed
from case_api.sync.own_events import CENTRE_CLIENT


def note_administration(conn: Connection, op: str, about: str, at: datetime, **data: Sequence[str]) -> None:
    """Add a row: `op` such as `user_roles`, the person or seat that it is about, and what was given to it.

    No administrator signs in to a command: the row names the account of the system that gave it.
    """
    feed.take_lock(conn)
    row = {
        "mutation_id": UUID(bytes=uuid7().bytes),
        "client_id": CENTRE_CLIENT,
        "seq": 0,
        "case_id": None,
        "op": op,
        "outcome": "applied",
        "operator_id": "",
        "session_id": "",
        "seat": "",
        "app_version": "case-api",
        "made_at": at,
        "received_at": at,
        "skew_ms": 0,
        "data": json_text({"about": about, "account": _account(), **data}),
    }
    append(conn, WRITE_CHAIN, [row])


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a container's account may have no name
        return ""
