"""A measured figure beside its bar: printed as one JSON object a line, then as a table."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement. `ratio` is value over baseline where there is one; `bar` says in words what is asked."""

    name: str
    value: float
    unit: str
    bar: str
    holds: bool
    baseline: float | None = None
    ratio: float | None = None


def at_most(name: str, value: float, unit: str, limit: float) -> Figure:
    """Return a figure that must not be larger than `limit`."""
    return Figure(name, round(value, 4), unit, f"<= {limit:g} {unit}", value <= limit)


def at_least(name: str, value: float, unit: str, limit: float) -> Figure:
    """Return a figure that must not be smaller than `limit`."""
    return Figure(name, round(value, 4), unit, f">= {limit:g} {unit}", value >= limit)


def ratio_at_most(name: str, value: float, baseline: float, unit: str, limit: float) -> Figure:
    """Return a figure whose ratio to its baseline must not be larger than `limit`."""
    ratio = value / baseline
    return Figure(
        name, round(value, 4), unit, f"ratio <= {limit:g}", ratio <= limit, round(baseline, 4), round(ratio, 3)
    )


def ratio_at_least(name: str, value: float, baseline: float, unit: str, limit: float) -> Figure:
    """Return a figure whose ratio to its baseline must not be smaller than `limit`."""
    ratio = value / baseline
    return Figure(
        name, round(value, 4), unit, f"ratio >= {limit:g}", ratio >= limit, round(baseline, 4), round(ratio, 3)
    )


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` (0 to 1) of `values` lie: the nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]


def print_line(figure: Figure) -> None:
    """Print a figure as one JSON object on a line."""
    print(json.dumps(asdict(figure), ensure_ascii=False), flush=True)


def print_table(figures: Iterable[Figure]) -> None:
    """Print all figures as a table for people."""
    table = Table("name", "value", "baseline", "ratio", "bar", "holds")
    for each in figures:
        shown = [
            each.name,
            f"{each.value:g} {each.unit}",
            *("" if x is None else f"{x:g}" for x in (each.baseline, each.ratio)),
        ]
        table.add_row(*shown, each.bar, "yes" if each.holds else "NO")
    Console(width=120).print(table)
