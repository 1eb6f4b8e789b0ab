"""The operator's own states, one row each in `work.db`, until the centre has them: with or without a line none is lost.

The console drives them (`screens/desk/own_state.py`); they are numbered without gaps. The newest row always stays: it
is what the seat comes back in after a crash, and it carries the count on. With it stands the pause that goes on or
begins when the call is done: where that alone is another one the same row is written again, and the centre not told.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING, Any

from hotline.codes import AgentState
from local_cache.encrypted import DatabaseError
from local_cache.futures import done, then
from local_cache.model import KeptState, OwnState

if TYPE_CHECKING:
    from local_cache.encrypted import Connection
    from local_cache.writer import Writer

_READ = "SELECT seq, state, since, operator_id, reason, call_id, leader_day_id, pause FROM agent_states ORDER BY seq"


def was_at_desk(work: Connection, operator_id: str) -> bool:
    """Say whether somebody was in a state of the desk when the program ended: ready, with a call, in a pause."""
    try:
        row = work.execute("SELECT state, operator_id FROM agent_states ORDER BY seq DESC LIMIT 1").fetchone()
    except DatabaseError:  # a work file from before there were states
        return False
    return row is not None and row[0] != AgentState.SIGNED_OUT and row[1] == operator_id


class AgentStates:
    """Keeps them for one seat through its writer. Everything here may be called from any thread and returns at once."""

    def __init__(self, writer: Writer, now: Callable[[], datetime]) -> None:
        self._writer = writer
        self._now = now
        self._gate = Lock()
        self._last: KeptState | None = None
        self._unwritten: list[KeptState] = []
        self._unheard: list[KeptState] = []
        self._heard_up_to = 0
        self._newest = 0
        self._before = 0
        """The newest number on disk when this program began; the centre cannot know a later one of its own."""
        self.changed: Callable[[], object] = lambda: None
        """Told, in the writer's thread, that another state is on disk."""

    def begin(self, work: Connection) -> None:
        """Read what the program before this one left, in a job on `work.db`."""
        kept = [_kept(row) for row in work.execute(_READ)]
        with self._gate:
            self._unheard = kept
            self._last = kept[-1] if kept else None
            self._newest = self._before = self._last.seq if self._last else 0

    @property
    def last(self) -> KeptState | None:
        """What the seat is in, None before its first state."""
        return self._last

    def note(self, own: OwnState, pause: str = "") -> Future[None]:
        """Keep that the operator is in a state from now on, and the `pause` that they are in but for calls.

        The state that they are in already is kept once.

        Done when it is on disk. What the disk does not take is given to it again with the next call, in its own time.
        """
        with self._gate:
            if self._last is None or self._last.own != own:
                self._newest += 1
                self._last = KeptState(own, self._now(), self._newest, pause)
                self._unwritten.append(self._last)
            elif self._last.pause != pause:
                self._last = replace(self._last, pause=pause)
                self._unwritten.append(self._last)
            elif not self._unwritten:
                return done(None)
        written = self._writer.submit(self._write)
        return then(written, self._are_written)

    def unheard(self, most: int) -> tuple[KeptState, ...]:
        """Return the oldest states on disk that the centre has not acknowledged."""
        with self._gate:
            return tuple(self._unheard[:most])

    def heard(self, up_to: int) -> None:
        """Note that the centre has all states up to a number; their rows go with the next one that is written."""
        with self._gate:
            self._heard_up_to = max(self._heard_up_to, up_to)
            self._unheard = [each for each in self._unheard if each.seq > up_to]

    def go_on_from(self, there: int) -> None:
        """Take in, before any state is told, the newest number that the centre has of this seat.

        Only where the file was put back to an older copy can it be later than what was on disk at the start: what has
        been noted since then gets the numbers after it. Blocks until that is on disk. Raises `NotSaved`.
        """
        if there > self._before:
            self._writer.call(lambda work: self._renumber(work, there - self._before))
        self.heard(there)

    def _renumber(self, work: Connection, by: int) -> None:
        with self._gate:
            before = self._before
            work.execute("UPDATE agent_states SET seq = -(seq + ?) WHERE seq > ?", (by, before))
            work.execute("UPDATE agent_states SET seq = -seq WHERE seq < 0")

            def later(each: KeptState) -> KeptState:
                return replace(each, seq=each.seq + by) if each.seq > before else each

            self._unheard = [*map(later, self._unheard)]
            self._unwritten = [*map(later, self._unwritten)]
            self._last = later(self._last) if self._last else None
            self._newest, self._before = self._newest + by, before + by

    def _write(self, work: Connection) -> tuple[KeptState, ...]:
        """Write what is not on disk yet, and let go of what the centre has; return what was written."""
        with self._gate:
            unwritten, heard, newest = tuple(self._unwritten), self._heard_up_to, self._newest
        for each in unwritten:
            own = each.own
            values = (
                each.seq, own.state, each.since.isoformat(), own.operator_id, own.reason, own.call_id,
                own.leader_day_id, each.pause,
            )  # fmt: skip
            work.execute("INSERT OR REPLACE INTO agent_states VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
        work.execute("DELETE FROM agent_states WHERE seq <= ? AND seq < ?", (heard, newest))
        return unwritten

    def _are_written(self, written: tuple[KeptState, ...]) -> Future[None]:
        ids = {id(each) for each in written}  # one that was written may stand there once more, with another pause
        with self._gate:
            self._unwritten = [each for each in self._unwritten if id(each) not in ids]
            there = max((self._heard_up_to, *(each.seq for each in self._unheard)))
            fresh = {each.seq: each for each in written if each.seq > there}
            self._unheard += fresh.values()
        if fresh:
            self.changed()
        return done(None)


def _kept(row: tuple[Any, ...]) -> KeptState:
    seq, state, since, operator_id, reason, call_id, leader_day_id, pause = row
    own = OwnState(AgentState(state), operator_id, reason, call_id, leader_day_id)
    return KeptState(own, datetime.fromisoformat(since), seq, pause)
