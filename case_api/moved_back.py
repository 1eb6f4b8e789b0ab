"""What is done when the database knows less than it did: a backup was put in its place, by us or behind our back.

Seats offer again what is lost, in a new epoch (sync.md, section 1, point 8). What nobody can offer again is how far
the centre had counted, and a case number is never minted twice (sync.md, decision 1): the counts go on further up.
"""

from sqlalchemy import Connection

from case_api.cases.numbers import skip_numbers
from case_api.storage.epoch import rotate_epoch
from case_api.storage.tables_accounts import seats

_SERIALS = 3
"""As often may a seat have been enrolled since the backup; a seat has 99 serials in its life."""
_NUMBERS = 1000
"""As many numbers may the centre have given since; it has 98,999,901."""


def go_on_from_less(conn: Connection) -> str:
    """Begin a new epoch, which is returned, and give no enrolment serial or number that may be in use already."""
    conn.execute(seats.update().values(last_serial=seats.c.last_serial + _SERIALS))
    skip_numbers(conn, _NUMBERS)
    return rotate_epoch(conn)
