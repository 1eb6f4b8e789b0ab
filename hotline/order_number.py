"""The case number (工单编号) that an operator reads to the caller: final at the seat, digits only.

Layout: seat (4 digits), enrolment serial (2), counter (6), check digit (1); shown as `0042-03-000017-1`.
No date is in it, so that a wrong clock cannot spoil it. The check digit is ISO 7064 MOD 11,10, which finds
every single wrong digit and nearly every swap of neighbours.
"""

from dataclasses import dataclass
from functools import lru_cache

SEAT_DIGITS = 4
SERIAL_DIGITS = 2
COUNTER_DIGITS = 6
LAST_SERIAL = 10**SERIAL_DIGITS - 1
"""So often may a seat be enrolled."""
CENTRE_SEAT = "9" * SEAT_DIGITS
"""Stands for the seat in numbers that the centre itself gives (sync.md, decision 1): no seat may have this code."""
PRACTICE_SEAT = "0" * SEAT_DIGITS
"""The seat at which people practise: no seat of a hotline may have this code, so that a number tells which it is of."""
KEPT_SEATS = frozenset({CENTRE_SEAT, PRACTICE_SEAT})
LENGTH = SEAT_DIGITS + SERIAL_DIGITS + COUNTER_DIGITS + 1


class NumberError(ValueError):
    """A case number that cannot be made or read; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class OrderNumber:
    """The parts of a case number: `seat` "0042", `serial` 1 to 99, `counter` 1 to 999999."""

    seat: str
    serial: int
    counter: int

    def __post_init__(self) -> None:
        if not (len(self.seat) == SEAT_DIGITS and self.seat.isascii() and self.seat.isdigit()):
            raise NumberError("a seat code has four digits")
        if not 0 < self.serial <= LAST_SERIAL:
            raise NumberError("the enrolment serial runs from 1 to 99; retire the seat code and enrol under a new one")
        if not 0 < self.counter < 10**COUNTER_DIGITS:
            raise NumberError("the counter of this enrolment is used up; enrol the seat again")

    def __str__(self) -> str:
        body = f"{self.seat}{self.serial:0{SERIAL_DIGITS}}{self.counter:0{COUNTER_DIGITS}}"
        return body + check_digit(body)


def check_digit(body: str) -> str:
    """Return the ISO 7064 MOD 11,10 check digit of a string of ASCII digits."""
    product = 10
    for digit in body:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


def grouped(number: str) -> str:
    """Return `0042030000171` as `0042-03-000017-1`, the way it is shown and read out."""
    serial = SEAT_DIGITS + SERIAL_DIGITS
    return f"{number[:SEAT_DIGITS]}-{number[SEAT_DIGITS:serial]}-{number[serial:-1]}-{number[-1]}"


@lru_cache(maxsize=1024)  # the rulebook, the storage and the answer ask for the same number
def parse(text: str) -> OrderNumber:
    """Read a case number as a person writes it: any grouping, full-width digits too.

    Raises `NumberError` when the length or the check digit does not fit.
    """
    plain = text.isascii() and text.isdigit()
    digits = text if plain else "".join(str(int(sign)) for sign in text if sign.isdecimal())
    if len(digits) != LENGTH:
        raise NumberError(f"a case number has {LENGTH} digits, this has {len(digits)}")
    if check_digit(digits[:-1]) != digits[-1]:
        raise NumberError("the check digit does not fit: one of the digits is wrong")
    serial = SEAT_DIGITS + SERIAL_DIGITS
    return OrderNumber(digits[:SEAT_DIGITS], int(digits[SEAT_DIGITS:serial]), int(digits[serial:-1]))


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """Return a case number as a person writes it as its thirteen digits. Raises `NumberError`."""
    return str(parse(text))


def is_number(text: str) -> bool:
    """Say whether a text is a whole case number as a person writes it, its check digit right."""
    try:
        parse(text)
    except NumberError:
        return False
    return True
