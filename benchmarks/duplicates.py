"""`duplicates`: 500 seeded repeats (same matter, other words, other caller) among 100,000 cases."""

import time

from benchmarks.corpus import tell_again
from benchmarks.report import Figure, at_least, at_most, quantile
from benchmarks.seats import city_seat, draw
from local_cache.model import Probe

_CASES = 100_000
_REPEATS = 500
_OFFERED = 3


def measure() -> list[Figure]:
    """Return the share of repeats whose original is among the first three, and the time of one look-up."""
    chance = draw(13)
    with city_seat(_CASES) as (seat, kept):
        found, spent = 0, []
        for told, case_id in chance.sample(kept, _REPEATS):
            again = tell_again(chance, told)
            probe = Probe(again.phone, again.area_code, again.class_code, again.content)
            start = time.perf_counter()
            offered = seat.likely_duplicates(probe).result()
            spent.append((time.perf_counter() - start) * 1000)
            found += case_id in [each.line.case_id for each in offered[:_OFFERED]]
    return [
        at_least("duplicates", found / _REPEATS, "found among three", 0.9),
        at_most("duplicates_time", quantile(spent, 0.99), "ms p99", 50),
    ]
