"""Which ends of shifts passed without a head of the audit written out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from case_api.audit.chain import CHAINS, head_of
from case_api.audit.heads import WrittenHead, heads_written_at
from hotline.shifts import Shifts

LATE_AFTER = timedelta(minutes=10)
"""So long after a shift's end its head may be written: the worker tries again every minute."""


@dataclass(frozen=True, slots=True)
class Missed:
    """The end of a shift after whose rows no head was written in time; `written_at` is when one was at last."""

    end: datetime
    written_at: datetime | None


def late_head(conn: Connection, shifts: Shifts, now: datetime) -> datetime | None:
    """Return the end of the shift whose head should have been written out by now and was not; None if all is well."""
    end = shifts.last_end(now - LATE_AFTER)
    since = heads_written_at(conn) or _first_after(conn, {})
    return end if end and since and since < end else None


def missed_ends(conn: Connection, heads: Sequence[WrittenHead], shifts: Shifts, now: datetime) -> list[Missed]:
    """Return the ends of shifts with rows that no head covered in time, by the heads of a file, oldest first."""
    written: dict[datetime, dict[str, int]] = {}
    for head in heads:
        written.setdefault(head.at, {})[head.chain] = head.n
    missed: list[Missed] = []
    covered: Mapping[str, int] = {}
    for at, rows in [*sorted(written.items()), (None, {chain.name: head_of(conn, chain).n for chain in CHAINS})]:
        begun = _first_after(conn, covered)
        if rows != covered and begun is not None:
            missed += [Missed(end, at) for end in shifts.between(begun, (at or now) - LATE_AFTER)]
        covered = rows
    return missed


def _first_after(conn: Connection, covered: Mapping[str, int]) -> datetime | None:
    """Return when the first row came in that is behind what is covered of each chain."""
    came = [
        conn.execute(select(chain.table.c.received_at).where(chain.table.c.n == covered.get(chain.name, 0) + 1))
        for chain in CHAINS
    ]
    return min(filter(None, (found.scalar_one_or_none() for found in came)), default=None)
