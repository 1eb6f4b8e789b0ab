"""`practice_key_echo`: a key in the narrative of the desk in practice to its sign on the screen, against the live desk.

Both desks are in a call, in ptys of 120 by 40 side by side, with 600 Chinese characters in the narrative; the caller's
pane, the session and the taps on keys and screens are live. The same seeded keys are given to both in turn.
"""

import gc
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.console import NARRATIVE_LENGTH, draft_of, prepared
from benchmarks.report import Figure, quantile, ratio_at_most
from benchmarks.seats import draw
from benchmarks.terminal import TerminalProgram
from local_cache.folder import FOLDER_VARIABLE, PRACTICE_VARIABLE
from seat_console.settings import FILE_VARIABLE

_KEYS = 500
_PAUSE_S = (0.03, 0.13)
_SIGNS = [chr(0x5000 + place) for place in range(_KEYS)]
"""Rare Han signs, so that the sign awaited is nowhere else on the screen."""
_SCENARIO, _NUMBER = "construction-noise-at-night", "199****1234"
_TEXT = "工地夜里浇混凝土噪声扰民"


def measure() -> list[Figure]:
    """Return median and 99th percentile in practice against the live desk's, in milliseconds."""
    live, practised = timed_keys(_KEYS)
    return [
        ratio_at_most("practice_key_echo", quantile(practised, 0.5), quantile(live, 0.5), "ms p50", 1.1),
        ratio_at_most("practice_key_echo_p99", quantile(practised, 0.99), quantile(live, 0.99), "ms p99", 1.3),
    ]


def timed_keys(count: int) -> tuple[list[float], list[float]]:
    """Return milliseconds for each key on the live desk and on that of practice, taken in turn."""
    chance = draw(23)
    live: list[float] = []
    practised: list[float] = []
    with prepared(20_000) as seat, practice_desk() as practice:
        told = seat.told[0]
        seat.put_draft(draft_of(told, (told.content * 60)[:NARRATIVE_LENGTH]))
        with seat.console() as console:
            console.wait_for(told.content[:6])
            console.settle(0.5)
            gc.collect()
            gc.disable()
            for sign in _SIGNS[:count]:
                for program, spent in ((console, live), (practice, practised)):
                    spent.append(program.echo(sign)[0] * 1000)
                    time.sleep(chance.uniform(*_PAUSE_S))
            gc.enable()
    return live, practised


@contextmanager
def practice_desk() -> Iterator[TerminalProgram]:
    """Yield practice in a call that was answered, the caret at the end of a long narrative."""
    with TemporaryDirectory(prefix="practice-bench-") as root:
        variables = {
            "LANG": "C.UTF-8",
            FOLDER_VARIABLE: str(Path(root, "live")),
            PRACTICE_VARIABLE: str(Path(root, "practice")),
            FILE_VARIABLE: str(Path(root, "settings.toml")),
        }
        command = [sys.executable, "-m", "seat_console", "practice", "--trainee", "1042", "--language", "zh"]
        with TerminalProgram([*command, "--scenario", _SCENARIO], environment=variables) as practice:
            practice.wait_for(_NUMBER)
            practice.settle(0.2)
            practice.write("\r")
            practice.settle(0.3)
            practice.write("\x07")
            practice.settle(0.3)
            practice.write("0")
            practice.settle(0.3)
            text = (_TEXT * 60)[:NARRATIVE_LENGTH]
            practice.write(f"\x1b[200~{text}\x1b[201~")
            practice.settle(0.5)
            yield practice
