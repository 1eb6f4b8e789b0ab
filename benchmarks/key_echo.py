"""`key_echo`: a key in the narrative of a busy desk to its sign on the screen, against a bare one-Input app.

600 Chinese characters are there already; the call's clock, drafts and the search for duplicates are live. Both
programs run in ptys of 120 by 40 side by side and are given the same seeded keys in turn.
"""

import gc
import sys
import time

from benchmarks.console import NARRATIVE_LENGTH, draft_of, prepared
from benchmarks.report import Figure, at_most, quantile, ratio_at_most
from benchmarks.seats import draw
from benchmarks.terminal import TerminalProgram

_KEYS = 500
_PAUSE_S = (0.03, 0.13)
_SIGNS = [chr(0x5000 + place) for place in range(_KEYS)]
"""Rare Han signs, so that the sign awaited is nowhere else on the screen."""


def measure() -> list[Figure]:
    """Return median against the baseline's and the 99th percentile, in milliseconds."""
    ours, bare = timed_keys(_KEYS)
    return [
        ratio_at_most("key_echo", quantile(ours, 0.5), quantile(bare, 0.5), "ms p50", 1.9),
        at_most("key_echo_p99", quantile(ours, 0.99), "ms p99", 16),
    ]


def timed_keys(count: int) -> tuple[list[float], list[float]]:
    """Return milliseconds for each key in our narrative and in the bare app, taken in turn."""
    chance = draw(19)
    ours: list[float] = []
    bare: list[float] = []
    with prepared(20_000) as seat:
        told = seat.told[0]
        seat.put_draft(draft_of(told, (told.content * 60)[:NARRATIVE_LENGTH]))
        with seat.console() as console, TerminalProgram([sys.executable, "-m", "benchmarks.bare_app"]) as plain:
            console.wait_for(told.content[:6])
            console.settle(0.5)
            plain.settle(0.3)
            gc.collect()
            gc.disable()
            for sign in _SIGNS[:count]:
                for program, spent in ((console, ours), (plain, bare)):
                    spent.append(program.echo(sign)[0] * 1000)
                    time.sleep(chance.uniform(*_PAUSE_S))
            gc.enable()
    return ours, bare
