"""Where a key of a TOML file stands: `tomllib` gives values without lines, and an error must name its line."""

import re
import tomllib

Path = tuple[str | int, ...]

_TABLES = re.compile(r"^\s*\[\[\s*(?P<name>[^\]]+?)\s*\]\]")
_TABLE = re.compile(r"^\s*\[\s*(?P<name>[^\]]+?)\s*\]")
_BEGUN = re.compile(r"^\s*\[{1,2}\s*(?P<name>[A-Za-z0-9_.-]+)")
"""A table, its brackets closed or not."""
_LINE_IN_MESSAGE = re.compile(r"line (\d+)")
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


def broken_at(text: str, said: str) -> tuple[int, str]:
    """Return the line (from 1) and the name of the table or key at which TOML that cannot be read goes wrong.

    `said` is what `tomllib` says of it. It names the line where it gave up, or none at the end of the file; what is
    wrong begins at the last line before which all is well, such as that of a bracket that is never closed.
    """
    lines = text.splitlines()
    stopped = _LINE_IN_MESSAGE.search(said)
    line = int(stopped[1]) if stopped else len(lines)
    while line > 1 and not _is_whole("\n".join(lines[: line - 1])):
        line -= 1
    for pattern in (_BEGUN, _KEY):
        if match := pattern.match(lines[line - 1]):
            return line, match["name"].strip("\"'")
    return line, ""


def _is_whole(text: str) -> bool:
    try:
        tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return False
    return True


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
