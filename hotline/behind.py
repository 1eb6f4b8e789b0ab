"""Which cases stand behind a number of a report: named by the seat, found by the centre."""

from typing import Literal, NamedTuple

from hotline.counts import Count

RECEIVED: Literal["received"] = "received"
"""What came in, settled or not."""
IN_HAND: Literal["in_hand"] = "in_hand"
"""What units have in hand with a red lamp now, whatever the period."""
What = Count | Literal["received", "in_hand"]
NONE = "-"
"""Written in the place of a unit, district or class for cases that have none."""


class Behind(NamedTuple):
    """A number of a report: what it counts, and by what it is narrowed down.

    `adjusted` leaves excluded cases out. `unit` and `district` are None for all and empty for cases without one;
    `class_code` takes in the classes below it, empty for all and `NONE` for cases without one. Of what was received
    nobody answers for it yet: there `unit` and `adjusted` say nothing; of what is in hand nobody knows yet what is
    excluded.
    """

    what: What = Count.SETTLED
    adjusted: bool = False
    unit: str | None = None
    class_code: str = ""
    district: str | None = None


def or_none(code: str | None) -> str | None:
    """Return a unit or district as `Behind` has it from how it is written; None where none is named.

    >>> or_none("-"), or_none("ts-water"), or_none(None)
    ('', 'ts-water', None)
    """
    return "" if code == NONE else code
