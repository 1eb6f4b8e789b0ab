"""A benchmark on each engine that a centre can run on, each in a folder and a database of its own.

`BENCH_ENGINES=postgresql` measures on that one only.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.postgres import for_sqlalchemy, new_database, postgres
from benchmarks.report import Figure

_ENGINES = tuple(os.environ.get("BENCH_ENGINES", "sqlite,postgresql").split(","))


def on_each_engine(measured: Callable[[str, Path, str], Iterator[Figure]]) -> Iterator[Figure]:
    """Yield what `measured` gives for an engine's name, a folder, and the address of a database, empty for SQLite."""
    if "sqlite" in _ENGINES:
        with TemporaryDirectory(prefix="seat-bench-") as root:
            yield from measured("sqlite", Path(root), "")
    if "postgresql" in _ENGINES:
        with TemporaryDirectory(prefix="seat-bench-") as root, postgres() as server:
            yield from measured("postgresql", Path(root), for_sqlalchemy(new_database(server, "city")))
