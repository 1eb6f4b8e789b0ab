"""Displays: walls in a hall. Each has a token that reads the wall and nothing else, until it is revoked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, insert, select, update
from uuid_utils import uuid7

from case_api.accounts.tokens import new_token, token_hash
from case_api.problems import ProblemError
from case_api.storage.tables_board import displays
from hotline.names import one_line
from hotline.wire import Problem
from wording import tr

SEEN_EVERY = timedelta(minutes=1)
"""A display asks every few seconds; when it was last seen is written no more often than this."""
_LONGEST_NAME = 80


class DisplayError(ValueError):
    """A display that cannot be added or revoked; the message says why."""


@dataclass(frozen=True, slots=True)
class Display:
    """A display, and since when it may not read any more; None while it may."""

    display_id: UUID
    name: str
    created_at: datetime
    last_seen_at: datetime | None
    revoked_at: datetime | None

    def unseen(self, now: datetime) -> bool:
        """Say whether it is time to write down that it was seen."""
        return self.last_seen_at is None or now - self.last_seen_at >= SEEN_EVERY


def add_display(conn: Connection, name: str, *, at: datetime) -> str:
    """Add a display and return its token, of which only a hash is kept.

    Raises `DisplayError` for a name that another display has, or that is none.
    """
    if not 1 <= len(name.strip()) <= _LONGEST_NAME or one_line(name) != name:
        words = tr("the name of a display is one line of 1 to {most} characters")
        raise DisplayError(words.format(most=_LONGEST_NAME))
    if conn.scalar(select(displays.c.display_id).where(displays.c.name == name, displays.c.revoked_at.is_(None))):
        words = tr("there is a display {name} already: take another name, or revoke that one first")
        raise DisplayError(words.format(name=name))
    token = new_token()
    conn.execute(
        insert(displays).values(
            display_id=UUID(bytes=uuid7().bytes), name=name, token_hash=token_hash(token), created_at=at
        )
    )
    return token


def list_displays(conn: Connection) -> list[Display]:
    """Return all displays, revoked ones too, in the order of their names."""
    wanted = select(*_COLUMNS).order_by(displays.c.name, displays.c.created_at)
    return [Display(*row) for row in conn.execute(wanted)]


def revoke_display(conn: Connection, name: str, *, at: datetime) -> None:
    """Let a display read no more. Raises `DisplayError` when none of this name may."""
    good = (displays.c.name == name, displays.c.revoked_at.is_(None))
    if not conn.execute(update(displays).where(*good).values(revoked_at=at)).rowcount:
        raise DisplayError(tr("there is no display {name}: `case-api display list` names them").format(name=name))


def display_of(conn: Connection, token: str) -> Display | None:
    """Return the display that a token is of, or None. Raises `ProblemError` (device-revoked)."""
    row = conn.execute(select(*_COLUMNS).where(displays.c.token_hash == token_hash(token))).first()
    if row is None:
        return None
    if row.revoked_at is not None:
        raise ProblemError(Problem.DEVICE_REVOKED, 403, "This display was revoked. Add it again for a new token.")
    return Display(*row)


def note_seen(conn: Connection, display_id: UUID, *, at: datetime) -> None:
    """Write down that a display was seen."""
    conn.execute(update(displays).where(displays.c.display_id == display_id).values(last_seen_at=at))


_COLUMNS = (
    displays.c.display_id,
    displays.c.name,
    displays.c.created_at,
    displays.c.last_seen_at,
    displays.c.revoked_at,
)
