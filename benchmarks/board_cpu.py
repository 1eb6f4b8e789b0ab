"""`board_cpu` and `board_idle_cpu`: what a lead's board of 120 seats costs, in a real pty of 120 by 40.

With 5 states a second it runs beside the same answers and words shown in stock DataTables; at rest only clocks run.
"""

import sys
import time
from contextlib import ExitStack
from pathlib import Path

from benchmarks.report import Figure, at_most, ratio_at_most
from benchmarks.terminal import TerminalProgram

CHANGES = 5
_SETTLE_S = 4.0
_MEASURED_S = 20.0
_TICKS = 100
"""Clock ticks of the kernel in a second, in which it counts a process's time."""


def measure() -> list[Figure]:
    """Return milliseconds of CPU a second of the board against the table, and the share of a core at rest."""
    board, table = cpu_of(("board", CHANGES), ("table", CHANGES))
    (idle,) = cpu_of(("board", 0))
    return [
        ratio_at_most("board_cpu", board * 1000, table * 1000, "ms CPU/s", 0.3),
        at_most("board_idle_cpu", idle * 100, "% of a core", 3),
    ]


def cpu_of(*programs: tuple[str, int]) -> list[float]:
    """Return for each of `benchmarks.board_app` (kind, changes a second), run together, its seconds of CPU a second."""
    with ExitStack() as running:
        started = [
            running.enter_context(TerminalProgram([sys.executable, "-m", "benchmarks.board_app", kind, str(rate)]))
            for kind, rate in programs
        ]
        for program in started:
            program.wait_for("0120")
        _drain(started, _SETTLE_S)
        before, began = [_cpu_seconds(program.pid) for program in started], time.perf_counter()
        _drain(started, _MEASURED_S)
        took = time.perf_counter() - began
        return [(_cpu_seconds(program.pid) - first) / took for program, first in zip(started, before, strict=True)]


def _drain(programs: list[TerminalProgram], seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        for program in programs:
            program.read(0.02)


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS
