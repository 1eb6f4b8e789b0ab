"""What the figures of an hour have to be: plain sums over the events that a centre stored, without its formulas.

Every call here stays in the one queue to which it came: nobody moves callers.
"""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

WITHIN = timedelta(seconds=15)
"""The city's `answer_seconds`."""
_CHINA = timedelta(hours=8)
NO_TIME = timedelta()


class Call(NamedTuple):
    """When a caller came, and what came of it; None for what has not happened."""

    call_id: str
    offered: datetime
    answered: datetime | None
    abandoned: datetime | None
    over: datetime | None
    held: timedelta

    @property
    def came(self) -> str:
        """The city's time at which they came."""
        return f"{self.offered + _CHINA:%H:%M:%S}"


class Truth(NamedTuple):
    """What is stored. `wrap_ups` are those that are over, each with its call; `state` is that of the seat."""

    now: datetime
    calls: list[Call]
    wrap_ups: list[tuple[str, timedelta]]
    filed: dict[str, int]
    to_dispatch: int
    called_back: int
    to_call_back: int
    unclaimed: int
    state: str
    since: datetime

    @property
    def clock(self) -> str:
        """How long the seat has been in its state."""
        return clock(self.now - self.since)

    @property
    def time_of_day(self) -> str:
        """The city's time."""
        return f"{self.now + _CHINA:%H:%M}"

    def tiles(self, span: str = "day") -> dict[str, str]:
        """Return the number on each tile of a board, for what came today or in the running hour."""
        hour = self.now.replace(minute=0, second=0, microsecond=0)
        calls = [each for each in self.calls if span == "day" or each.offered >= hour]
        waiting = [each.offered for each in self.calls if each.answered is None and each.abandoned is None]
        answered = [(each, each.answered - each.offered) for each in calls if each.answered is not None]
        abandoned = sum(each.abandoned is not None for each in calls)
        within = sum(wait <= WITHIN for _, wait in answered)
        ids = {each.call_id for each in calls}
        talks = [each.over - each.answered - each.held for each, _ in answered if each.over and each.answered]
        filed = sum(self.filed.values())
        return {
            "waiting": str(len(waiting)),
            "longest": clock(self.now - min(waiting)) if waiting else "-",
            "offered": str(len(calls)),
            "answered": str(len(answered)),
            "abandoned": str(abandoned),
            "call_backs": str(self.called_back),
            "connect": rate(len(answered), len(answered) + abandoned),
            "within_answered": rate(within, len(answered)),
            "within_offered": rate(within, len(answered) + abandoned),
            "wait": average([wait for _, wait in answered]),
            "talk": average(talks),
            "wrap_up": average([length for call_id, length in self.wrap_ups if call_id in ids]),
            "filed": str(filed),
            "on_the_spot": rate(self.filed.get("answer_directly", 0), filed),
            "to_dispatch": str(self.to_dispatch),
        }


def read_truth(database: Path, seat: str, now: datetime) -> Truth:
    """Return what is stored at a moment."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as conn:
        events: dict[str, list[tuple[str, datetime]]] = {}
        for call_id, kind, at in conn.execute("SELECT call_id, kind, at FROM call_events ORDER BY at, n"):
            events.setdefault(call_id, []).append((kind, _moment(at)))
        states = [
            (state, _moment(since), call_id)
            for state, since, call_id in conn.execute(
                "SELECT state, since, call_id FROM seat_states WHERE seat = ? ORDER BY n", (seat,)
            )
        ]
        filed = conn.execute(
            "SELECT op, count(*) FROM case_events WHERE n IN (SELECT min(n) FROM case_events WHERE case_id IN"
            " (SELECT id FROM cases) GROUP BY case_id) GROUP BY op"
        )
        settled = dict(conn.execute("SELECT settled, count(*) FROM missed_callers GROUP BY settled"))
        unclaimed = "SELECT count(*) FROM missed_callers WHERE seat = '' AND settled_at IS NULL"
        return Truth(
            now, [_call(*each) for each in events.items()],
            [(call_id, after - since) for (state, since, call_id), (_, after, _) in pairwise(states)
             if state == "wrap_up"],
            dict(filed.fetchall()),
            conn.execute("SELECT count(*) FROM cases WHERE state = 'to_dispatch'").fetchone()[0],
            settled.get("called_back", 0), settled.get("", 0), conn.execute(unclaimed).fetchone()[0], *states[-1][:2],
        )  # fmt: skip


def _call(call_id: str, events: list[tuple[str, datetime]]) -> Call:
    first: dict[str, datetime] = {}
    held, held_at = NO_TIME, None
    for kind, at in events:
        first.setdefault(kind, at)
        if kind == "held":
            held_at = at
        elif held_at is not None:
            held, held_at = held + at - held_at, None
    return Call(call_id, first["offered"], first.get("answered"), first.get("abandoned"), first.get("hung_up"), held)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def rate(part: int, whole: int) -> str:
    """Return a share in per cent, cut off after one place, a dash for a share of nothing."""
    if not whole:
        return "-"
    return "100%" if part == whole else f"{part * 1000 // whole / 10:.1f}%"


def average(lengths: list[timedelta]) -> str:
    """Return the mean of some lengths of time, a dash where there are none."""
    return clock(sum(lengths, NO_TIME) / len(lengths)) if lengths else "-"


def clock(length: timedelta) -> str:
    """Return a length as minutes and seconds."""
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    return f"{minutes}:{seconds:02}"
