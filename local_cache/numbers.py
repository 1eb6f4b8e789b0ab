"""Mints the case numbers of this seat, inside the transaction that saves the case."""

from __future__ import annotations

from hotline.order_number import NumberError, OrderNumber
from local_cache.encrypted import Connection
from local_cache.enrolment import Enrolment
from local_cache.errors import NotSaved, Why

GAP_AFTER_RECOVERY = 10_000
"""How far the counter jumps when an older copy of the file takes over: more than a seat files between two copies,
even if none could be made for two months. Of the 999,999 numbers of an enrolment that leaves plenty."""


def mint(connection: Connection, enrolment: Enrolment) -> str:
    """Return the next case number. It is given away only if the transaction commits. Raises `NotSaved`."""
    row = connection.execute("UPDATE meta SET v = v + 1 WHERE k = 'next_number' RETURNING v - 1").fetchone()
    try:
        return str(OrderNumber(enrolment.seat, enrolment.serial, int(row[0])))
    except NumberError as error:
        raise NotSaved(Why.NUMBERS_USED_UP) from error


def skip_ahead(connection: Connection) -> None:
    """Leave a gap, so that a number which this file has forgotten is never given twice."""
    connection.execute("UPDATE meta SET v = v + ? WHERE k = 'next_number'", (GAP_AFTER_RECOVERY,))
