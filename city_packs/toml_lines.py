"""Where a key of a TOML file stands: `tomllib` gives values without lines, and an error must name its line."""

import re

Path = tuple[str | int, ...]

_TABLES = re.compile(r"^\s*\[\[\s*(?P<name>[^\]]+?)\s*\]\]")
_TABLE = re.compile(r"^\s*\[\s*(?P<name>[^\]]+?)\s*\]")
_KEY = re.compile(r"""^\s*(?P<name>[A-Za-z0-9_-]+|"[^"]*"|'[^']*')\s*=\s*(?P<rest>.*)$""")


def lines_of(text: str) -> dict[Path, int]:
    """Return the line (from 1) of each table, each entry of an array of tables, and each plain key in them.

    Paths look like `("profile", 0, "clock", 2, "length")`. Keys inside inline tables and arrays are not listed.
    """
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    here: Path = ()
    closing = ""
    for line, words in enumerate(text.splitlines(), 1):
        if closing:
            closing = "" if closing in words else closing
            continue
        if match := _TABLES.match(words):
            here = _entered(match["name"], counts)
            counts[here] = counts.get(here, -1) + 1
            here = (*here, counts[here])
            found[here] = line
        elif match := _TABLE.match(words):
            here = _entered(match["name"], counts)
            found[here] = line
        elif match := _KEY.match(words):
            found[(*here, match["name"].strip("\"'"))] = line
            closing = _left_open(match["rest"])
    return found


def _entered(name: str, counts: dict[Path, int]) -> Path:
    path: Path = ()
    steps = [step.strip().strip("\"'") for step in name.split(".")]
    for step in steps[:-1]:
        path = (*path, step)
        if path in counts:
            path = (*path, counts[path])
    return (*path, steps[-1])


def _left_open(rest: str) -> str:
    """Return the quotes that close a text of several lines, or nothing when the value ends on its own line."""
    for quotes in ('"""', "'''"):
        if rest.startswith(quotes) and quotes not in rest[3:]:
            return quotes
    return ""
