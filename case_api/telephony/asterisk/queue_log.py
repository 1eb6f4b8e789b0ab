"""Asterisk's queue log: what happened in its queues, also while nobody listened, in lines of whole seconds.

    1795296871|hotline-test-1795296868.0|biz12345|周涛|CONNECT|3|hotline-test-1795296868.1|2

The log is read from a moment on, found by halving, however long it is; older files beside it (`queue_log.1`,
`queue_log-20261120`, also compressed) where it has been rotated since. A line that is not whole is left for later.
"""

import gzip
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

from case_api.telephony.asterisk.naming import moment

_LONGEST_ROW = 4096
_NEAR = 64 * 1024
"""From so many bytes on it is read rather than halved."""


@dataclass(frozen=True, slots=True)
class LogRow:
    """One line. `agent` is a member's name, or its interface; `more` what the kind of event brings with it."""

    at: datetime
    uniqueid: str
    queue: str
    agent: str
    event: str
    more: tuple[str, ...]

    def number(self, place: int) -> float:
        """Return one of `more` as a number, 0 where there is none."""
        with suppress(IndexError, ValueError):
            return float(self.more[place])
        return 0.0


def rows_between(log: Path, since: datetime, until: datetime) -> list[LogRow]:
    """Return the rows of the whole seconds from `since` to `until`, oldest first. Raises `OSError`."""
    found: list[LogRow] = []
    for file in [*_rotated(log, since), log]:
        with suppress(FileNotFoundError):
            found += _rows_of(file, since, until)
    return sorted(found, key=lambda row: row.at)  # stable: rows of a second stay in the order of their lines


def _rotated(log: Path, since: datetime) -> list[Path]:
    beside = (each for each in log.parent.glob(f"{log.name}[.-]*") if each.is_file())
    return sorted(
        (each for each in beside if each.stat().st_mtime >= since.timestamp()), key=lambda f: f.stat().st_mtime
    )


def _rows_of(file: Path, since: datetime, until: datetime) -> Iterator[LogRow]:
    first = since.replace(microsecond=0)
    packed = file.suffix == ".gz"
    with cast(BinaryIO, gzip.open(file)) if packed else file.open("rb") as lines:
        if not packed:
            _seek(lines, first)
        for line in iter(lambda: lines.readline(_LONGEST_ROW), b""):
            row = parsed(line)
            if row is not None and row.at > until:
                return
            if row is not None and row.at >= first:
                yield row


def _seek(lines: BinaryIO, first: datetime) -> None:
    """Stand at the beginning of a line that is not after the first one of a moment."""
    low, high = 0, lines.seek(0, 2)
    while high - low > _NEAR:
        middle = (low + high) // 2
        lines.seek(middle)
        lines.readline()
        row = _next_row(lines)
        if row is None or row.at >= first:
            high = middle
        else:
            low = middle
    lines.seek(low)
    if low:
        lines.readline()


def _next_row(lines: BinaryIO) -> LogRow | None:
    for line in iter(lambda: lines.readline(_LONGEST_ROW), b""):
        if (row := parsed(line)) is not None:
            return row
    return None


def parsed(line: bytes) -> LogRow | None:
    """Return a line of the log as a row, None for one that is not whole or is none."""
    if not line.endswith(b"\n"):
        return None
    fields = line.decode("utf-8", errors="replace").rstrip("\r\n").split("|")
    at = moment(fields[0])
    if at is None or len(fields) < _FEWEST:
        return None
    uniqueid, queue, agent, event = fields[1:_FEWEST]
    return LogRow(at, uniqueid, queue, agent, event, tuple(fields[_FEWEST:]))


_FEWEST = 5
