"""`start`: from exec to the first key accepted, with 20,000 cases in the cache, against the bare one-Input app.

Both first screens are measured: sign-in, and the desk where a session is live; the slower one is the figure.
"""

import sys
import time
from collections.abc import Callable

from benchmarks.console import Prepared, prepared
from benchmarks.report import Figure, quantile, ratio_at_most
from benchmarks.terminal import TerminalProgram
from local_cache import sessions
from local_cache.encrypted import connect

_RUNS = 11
_SIGN = "龘"
"""A sign that is on neither first screen."""


def measure() -> list[Figure]:
    """Return the median start of either first screen against the bare app's, taken in turn."""
    with prepared(20_000) as seat:
        desk, bare = _paired(seat)
        work = connect(seat.folder.work, seat.secret)
        sessions.drop(work)
        work.close()
        sign_in, bare_again = _paired(seat)
    return [
        ratio_at_most("start_desk", quantile(desk, 0.5), quantile(bare, 0.5), "ms p50", 2.0),
        ratio_at_most("start_sign_in", quantile(sign_in, 0.5), quantile(bare_again, 0.5), "ms p50", 2.0),
    ]


def _paired(seat: Prepared) -> tuple[list[float], list[float]]:
    ours, bare = [], []
    _first_key(seat.console)
    for _ in range(_RUNS):
        ours.append(_first_key(seat.console))
        bare.append(_first_key(lambda: TerminalProgram([sys.executable, "-m", "benchmarks.bare_app"])))
    return ours, bare


def _first_key(start: Callable[[], TerminalProgram]) -> float:
    """Write a key as soon as the program reads any, and return milliseconds from exec until it is shown."""
    with start() as program:
        program.wait_for("\x1b[?1049h")
        program.write(_SIGN)
        program.wait_for(_SIGN)
        return (time.perf_counter() - program.started_at) * 1000
