"""Numbers that the centre itself gives, where a seat's own is not free for it (sync.md, decision 1)."""

from collections.abc import Collection

from sqlalchemy import Connection, bindparam, select

from case_api.storage.rows import insert
from case_api.storage.tables_cases import cases
from case_api.storage.tables_sync import centre_meta
from hotline.order_number import CENTRE_SEAT, COUNTER_DIGITS, OrderNumber

_COUNTER = "centre_numbers"
_PER_SERIAL = 10**COUNTER_DIGITS - 1
_COUNTED = select(centre_meta.c.v).where(centre_meta.c.k == _COUNTER)
_TAKEN = select(cases.c.number).where(cases.c.number.in_(bindparam("numbers", expanding=True)))


def taken(conn: Connection, numbers: Collection[str]) -> set[str]:
    """Return those of the numbers that a stored case already has."""
    return set(conn.execute(_TAKEN, {"numbers": list(numbers)}).scalars()) if numbers else set()


def next_number(conn: Connection, besides: Collection[str] = ()) -> str:
    """Return a number that no seat can mint, no case has and is none of `besides`, and count it.

    Raises `NumberError` after 98,999,901 of them.
    """
    while True:
        count = _count_on(conn, 1)
        number = str(OrderNumber(CENTRE_SEAT, 1 + count // _PER_SERIAL, 1 + count % _PER_SERIAL))
        if number not in besides and not taken(conn, (number,)):
            return number


def counted_numbers(conn: Connection) -> int:
    """Return how many numbers the centre has given or left out."""
    return int(conn.execute(_COUNTED).scalar_one_or_none() or 0)


def skip_numbers(conn: Connection, how_many: int) -> None:
    """Leave numbers out that may have been given and forgotten."""
    _count_on(conn, how_many)


def _count_on(conn: Connection, by: int) -> int:
    """Count on and return the count before."""
    counted = conn.execute(_COUNTED.with_for_update()).scalar_one_or_none()
    if counted is None:
        insert(conn, centre_meta, [{"k": _COUNTER, "v": str(by)}])
        return 0
    conn.execute(centre_meta.update().where(centre_meta.c.k == _COUNTER), {"v": str(int(counted) + by)})
    return int(counted)
