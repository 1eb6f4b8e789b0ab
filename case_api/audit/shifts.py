"""Ends of shifts by the clock of the city, and which of them passed without a head of the audit written out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from case_api.audit.chain import CHAINS, head_of
from case_api.audit.heads import WrittenHead, heads_written_at

LATE_AFTER = timedelta(minutes=10)
"""So long after a shift's end its head may be written: the worker tries again every minute."""


@dataclass(frozen=True, slots=True)
class Shifts:
    """When shifts end, by the clock of a city."""

    zone: ZoneInfo
    ends: tuple[time, ...]

    @classmethod
    def of(cls, time_zone: str, ends: Iterable[str]) -> "Shifts":
        """Return the shifts of a city that end at these times of day, such as 16:00."""
        return cls(ZoneInfo(time_zone), tuple(sorted(time.fromisoformat(end) for end in ends)))

    def next_end(self, now: datetime) -> datetime:
        """Return the first end after a moment; a day later where shifts have none."""
        return next(self.between(now, now + timedelta(days=2)), now + timedelta(days=1))

    def last_end(self, now: datetime) -> datetime | None:
        """Return the last end before a moment, or at it."""
        return max(self.between(now - timedelta(days=2), now), default=None)

    def between(self, after: datetime, until: datetime) -> Iterator[datetime]:
        """Yield every end after one moment until another, oldest first."""
        day = after.astimezone(self.zone).date()
        while day <= until.astimezone(self.zone).date():
            for end in self.ends:
                moment = datetime.combine(day, end, self.zone)
                if after < moment <= until:
                    yield moment
            day += timedelta(days=1)

    def local(self, moment: datetime) -> str:
        """Return a moment by the clock of the city, as an administrator reads it."""
        return moment.astimezone(self.zone).isoformat(" ", "minutes")


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
