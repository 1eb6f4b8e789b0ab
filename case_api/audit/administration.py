"""What administrators do to people and seats, in the write audit: rows without a case, chained as all others."""

import getpass
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from case_api.audit.chain import WRITE_CHAIN, append
from case_api.audit.own_events import own_event_without_case
from case_api.sync import feed


def note_administration(conn: Connection, op: str, about: str, at: datetime, **data: Sequence[str]) -> None:
    """Add a row: `op` such as `user_roles`, the person or seat that it is about, and what was given to it.

    No administrator signs in to a command: the row names the account of the system that gave it.
    """
    feed.take_lock(conn)
    append(conn, WRITE_CHAIN, [own_event_without_case(op, at, {"about": about, "account": account_here(), **data})])


def account_here() -> str:
    """Return the account of the system under which this process runs; empty where it has no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a container's account may have no name
        return ""
