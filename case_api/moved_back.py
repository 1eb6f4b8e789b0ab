"""What is done when the database knows less than it did: a backup was put in its place, by us or behind our back.

Seats offer again what is lost, in a new epoch (sync.md, section 1, point 8). What nobody can offer again is how far
the centre had counted, and a case number is never minted twice (sync.md, decision 1): the counts go on further up.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from case_api.cases.numbers import counted_numbers, skip_numbers
from case_api.storage.epoch import rotate_epoch
from case_api.storage.tables_accounts import seats

_SERIALS = 3
"""As often may a seat have been enrolled since the backup; a seat has 99 serials in its life."""
_NUMBERS = 1000
"""As many numbers may the centre have given since; it has 98,999,901."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How far a database had counted: the last serial of each seat, and the numbers that the centre gave."""

    serials: Mapping[str, int] = field(default_factory=dict)
    numbers: int = 0


def counts_of(conn: Connection) -> Counts:
    """Return how far a database has counted, before another is put in its place."""
    serials = conn.execute(select(seats.c.seat, seats.c.last_serial))
    return Counts({row.seat: row.last_serial for row in serials}, counted_numbers(conn))


def go_on_from_less(conn: Connection, known: Counts | None = None) -> str:
    """Begin a new epoch, which is returned, and give no enrolment serial or number that may be in use already.

    `known` is how far the database had counted that was there before, where it could still be read: a second restore
    of one backup begins below what was given since the first.
    """
    known = known or Counts()
    for row in conn.execute(select(seats.c.seat, seats.c.last_serial)).all():
        serial = max(row.last_serial + _SERIALS, known.serials.get(row.seat, 0))
        conn.execute(seats.update().where(seats.c.seat == row.seat).values(last_serial=serial))
    skip_numbers(conn, max(_NUMBERS, known.numbers - counted_numbers(conn)))
    return rotate_epoch(conn)
