"""`due_time`: due moments in working days, from seeded moments in all announced years, each reckoned once."""

import time
from datetime import UTC, datetime, timedelta

from benchmarks.corpus import tangshan
from benchmarks.report import Figure, at_least
from benchmarks.seats import draw

_MOMENTS = 200_000
_LENGTHS = (0.5, 0.75, 1, 2, 3, 5, 7, 10, 15, 25)
"""Those of the shipped profiles, lamps included."""


def measure() -> list[Figure]:
    """Return how many due moments one process reckons in a second, the calendar being built already."""
    chance = draw(29)
    clock = tangshan().day_clock
    first = datetime(2004, 1, 2, tzinfo=UTC)
    span = int((datetime(2026, 12, 31, tzinfo=UTC) - first).total_seconds())
    wanted = [(first + timedelta(seconds=chance.randrange(span)), chance.choice(_LENGTHS)) for _ in range(_MOMENTS)]
    clock.after(first, 1, "working_days")
    start = time.perf_counter()
    for moment, length in wanted:
        clock.after(moment, length, "working_days")
    return [at_least("due_time", _MOMENTS / (time.perf_counter() - start), "a second", 50_000)]
