"""`apply`: one command of the rulebook, work order in to work order and events out, in a mix of all commands."""

import gc
import time

from benchmarks.loops import given
from benchmarks.report import Figure, at_least
from benchmarks.seats import draw
from hotline.command_table import COMMANDS
from hotline.rulebook import apply

_ROUNDS = 12
_TIMES = 20
"""A work order that is judged was read a moment before, so the mix is not larger than what a processor has at hand."""


def measure() -> list[Figure]:
    """Return how many commands one process judges in a second; every command of the table is among them."""
    mix = list(given(_ROUNDS))
    missing = COMMANDS.keys() - {command.op for _, command, _ in mix}
    if missing:
        raise ValueError(f"the mix lacks {', '.join(sorted(missing))}")
    draw(37).shuffle(mix)
    gc.collect()
    start = time.perf_counter()
    for _ in range(_TIMES):
        for order, command, context in mix:
            apply(order, command, context)
    took = time.perf_counter() - start
    return [at_least("apply", len(mix) * _TIMES / took, "a second", 20_000)]
