"""`typing_beside_queue`: `key_echo` on a desk whose queue line changes once a second, against one with only its clock.

Both are the real console in a pty of 120 by 40 with the same draft, and are given the same seeded keys in turn.
"""

import gc
import time

from benchmarks.console import NARRATIVE_LENGTH, draft_of, prepared
from benchmarks.report import Figure, quantile, ratio_at_most
from benchmarks.seats import draw

_KEYS = 400
_PAUSE_S = (0.03, 0.13)
_SIGNS = [chr(0x5000 + place) for place in range(_KEYS)]
"""Rare Han signs, so that the sign awaited is nowhere else on the screen."""


def measure() -> list[Figure]:
    """Return the 99th percentile against that of the desk beside it, in milliseconds."""
    queued, plain = timed_keys(_KEYS)
    return [ratio_at_most("typing_beside_queue", quantile(queued, 0.99), quantile(plain, 0.99), "ms p99", 1.5)]


def timed_keys(count: int) -> tuple[list[float], list[float]]:
    """Return milliseconds for each key beside a queue and without one, taken in turn."""
    chance = draw(23)
    queued: list[float] = []
    plain: list[float] = []
    with prepared(2_000) as one, prepared(2_000) as other:
        for seat in (one, other):
            seat.put_draft(draft_of(seat.told[0], (seat.told[0].content * 60)[:NARRATIVE_LENGTH]))
        with one.console(module="benchmarks.queued_console") as beside, other.console() as alone:
            for console in (beside, alone):
                console.wait_for(one.told[0].content[:6])
            beside.wait_for("等候")
            alone.settle(0.5)
            gc.collect()
            gc.disable()
            for sign in _SIGNS[:count]:
                for console, spent in ((beside, queued), (alone, plain)):
                    spent.append(console.echo(sign)[0] * 1000)
                    time.sleep(chance.uniform(*_PAUSE_S))
            gc.enable()
    return queued, plain
