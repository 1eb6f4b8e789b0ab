"""What the console shows first, read before anything slow is imported: no pydantic, no sqlite-utils, no httpx.

The keys come from a file where there is one; only where they lie in the system's key store is `keyring` imported.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from local_cache import meta, read_out, schema, sessions
from local_cache.agent_states import was_at_desk
from local_cache.backup import Backups
from local_cache.drafts import newest_open
from local_cache.encrypted import DatabaseError, connect
from local_cache.errors import NotEnrolled
from local_cache.folder import SeatFolder
from local_cache.keystore import file_secret, load
from local_cache.model import Draft, SessionInfo
from local_cache.read_out import ReadOut


@dataclass(frozen=True, slots=True)
class FirstLook:
    """Whether there is a seat, who is signed in, and the draft or the number that was on the desk.

    `locked` is a session that was locked when the program ended; `touched_at` is when its operator last did something.
    """

    enrolled: bool
    seat: str = ""
    session: SessionInfo | None = None
    draft: Draft | None = None
    locked: bool = False
    touched_at: datetime | None = None
    newer_file: bool = False
    """The work file is of a newer program: nothing more of it is read."""
    read_out: ReadOut | None = None
    """The number that was shown when the program ended, whoever saved its case."""
    at_desk: bool = False
    """Whether who is signed in was in a state of the desk when the program ended, wherever they looked."""


def first_look(folder: SeatFolder, now: datetime) -> FirstLook:
    """Return what is on disk. A file that cannot be read, or is gone while there is a copy, shows as a seat without a
    session: opening it recovers it, or says more.

    Raises `KeyLost`.
    """
    try:
        secret = file_secret(folder, load(folder))
    except NotEnrolled:
        return FirstLook(enrolled=False)
    copied = bool(Backups(folder, secret).newest_first())
    if not folder.work.exists():
        return FirstLook(enrolled=copied)
    try:
        with closing(connect(folder.work, secret, read_only=True)) as work:
            seat = meta.get(work, meta.SEAT)
            if seat is None:
                return FirstLook(enrolled=copied)
            if schema.of_newer_program(work):
                return FirstLook(enrolled=True, seat=seat, newer_file=True)
            live = sessions.get(work, now)
            session = live.info if live else None
            draft = newest_open(work, session.operator_id) if session else None
            return FirstLook(
                True, seat, session, draft, sessions.is_locked(work), sessions.touched_at(work),
                read_out=read_out.get(work), at_desk=bool(session and was_at_desk(work, session.operator_id)),
            )  # fmt: skip
    except DatabaseError:
        return FirstLook(enrolled=True)
