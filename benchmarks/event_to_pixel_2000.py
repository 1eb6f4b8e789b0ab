"""`event_to_pixel_2000`: as `event_to_pixel`, with 2,000 seats and 19 boards without a screen beside the one in a pty.

Of the seats' states those count whose cells are in sight. The boards without a screen follow the event stream and ask
whenever they are poked, half of them at each API process.
"""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.engines import on_each_engine
from benchmarks.event_to_pixel import figures_of, latencies
from benchmarks.report import Figure


def measure() -> Iterator[Figure]:
    """Yield the 99th percentile of calls and of states on each engine."""
    return on_each_engine(_figures)


def _figures(engine: str, root: Path, database: str) -> Iterator[Figure]:
    return figures_of("event_to_pixel_2000", engine, latencies(root, database, seats=2000, readers=19), 1000)
