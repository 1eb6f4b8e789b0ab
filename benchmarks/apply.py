"""`apply`: one command of the rulebook, work order in to work order and events out, in a mix of all commands."""

import gc
import time

from benchmarks.loops import given
from benchmarks.report import Figure, at_least
from benchmarks.seats import draw
from hotline.command_table import COMMANDS
from hotline.rulebook import apply

_ROUNDS = 200


def measure() -> list[Figure]:
    """Return how many commands one process judges in a second; every command of the table is among them."""
    mix = list(given(_ROUNDS))
    missing = COMMANDS.keys() - {command.op for _, command, _ in mix}
    if missing:
        raise ValueError(f"the mix lacks {', '.join(sorted(missing))}")
    draw(37).shuffle(mix)
    gc.collect()
    gc.freeze()  # else the search for garbage goes through the whole mix, which nobody but a benchmark holds at once
    start = time.perf_counter()
    for order, command, context in mix:
        apply(order, command, context)
    took = time.perf_counter() - start
    gc.unfreeze()
    return [at_least("apply", len(mix) / took, "a second", 20_000)]
