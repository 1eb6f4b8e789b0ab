"""`python -m benchmarks [NAME ...]`: measure all bars, or the named ones."""

import argparse
import compileall
import importlib
import sys
from pathlib import Path

from benchmarks.report import Figure, print_line, print_table

MODULES = (
    "save",
    "caller_pop",
    "search",
    "duplicates",
    "drain",
    "keys_per_case",
    "key_cost",
    "start",
    "seat_memory",
    "key_echo",
    "typing_beside_queue",
    "apply",
    "due_time",
    "loop_throughput",
    "dispatch_queue",
    "rates_report",
    "trainer_list",
    "stats_day",
    "city_search",
    "presence_cost",
    "event_to_pixel",
    "event_to_pixel_2000",
    "board_cpu",
    "marking",
    "practice_key_echo",
    "replay_seek",
)
"""Each is `benchmarks/<name>.py` with `measure() -> Iterable[Figure]`; a figure is printed as soon as it is known."""


_PROGRAM = (
    "seat_console",
    "screens",
    "widgets",
    "practice",
    "local_cache",
    "hotline",
    "case_api",
    "city_packs",
    "wording",
)


def main() -> int:
    """Print the figures and return 0 if every bar holds, else 1."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(MODULES)}")
    names = parser.parse_args().names or MODULES
    unknown = set(names) - set(MODULES)
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    # What pip installs is compiled; a checkout whose PYTHONDONTWRITEBYTECODE is set would start as from its sources.
    for package in _PROGRAM:
        compileall.compile_dir(Path(__file__).parents[1] / package, quiet=1)
    figures: list[Figure] = []
    for name in names:
        for figure in importlib.import_module(f"benchmarks.{name}").measure():
            print_line(figure)
            figures.append(figure)
    print_table(figures)
    return 0 if all(figure.holds for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
