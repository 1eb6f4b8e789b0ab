"""`caller_pop`: a number rings, and the caller's history is there, with 100,000 cases in the cache."""

import time

from benchmarks.report import Figure, at_most, quantile
from benchmarks.seats import city_seat, draw

_CASES = 100_000
_CALLS = 1000


def measure() -> list[Figure]:
    """Return the 99th percentile over seeded numbers, one in five of them unknown."""
    chance = draw(7)
    with city_seat(_CASES) as (seat, kept):
        numbers = [chance.choice(kept)[0].phone if chance.random() < 0.8 else "19911112222" for _ in range(_CALLS)]
        spent = []
        for number in numbers:
            start = time.perf_counter()
            seat.caller_history(number).result()
            spent.append((time.perf_counter() - start) * 1000)
    return [at_most("caller_pop", quantile(spent, 0.99), "ms p99", 5)]
