"""The live picture of seats and calls that one API process has in memory: boards, desks and walls are told from it.

It folds in what stands in the tables above the number of the board's counter that it has read up to. So it does not
matter who wrote, in which process, or whether a wake was lost: the next look has it.
"""

import threading
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from case_api.board.absences import Rostered, not_as_rostered, of_absences, read_rostered
from case_api.board.acts_folded import Acted, ActsFolded, unread_notices
from case_api.board.calls_of_day import CallsOfDay, Placed, SpanName
from case_api.board.case_counts import CaseCounts, case_counts
from case_api.board.counter import newest_n
from case_api.board.limits import Limits
from case_api.board.missed import answers, waiting_for
from case_api.board.seat_rows import Heard, SeatRows
from case_api.board.switch_heard import SwitchHeard, switch_heard
from case_api.board.troubles import UnreadNotice, in_order, of_notices, of_seats, of_waits
from case_api.board.wall import LiveCalls
from case_api.board.week_ago import WeekAgo
from case_api.centre import Centre
from case_api.problems import busy
from case_api.shifts.shift_in_question import handovers_due
from case_api.storage.engine import reading
from hotline.board_doc import BoardAnswer, Trouble, WaitingCall
from hotline.call_figures import Figures
from hotline.codes import CallQueue
from hotline.desk_doc import DeskLine, QueueLine
from hotline.shifts import Shifts
from hotline.stays import Tile
from wording import mark

_EVERY = {
    "places": timedelta(seconds=5),
    "cases": timedelta(seconds=3),
    "week_ago": timedelta(seconds=30),
    "roster": timedelta(seconds=15),
}
"""What has no number, or changes with the time alone, is read so often."""


class Folded(NamedTuple):
    """What one look found: who was heard at which seat, whether boards have news, whose desks have."""

    heard: tuple[Heard, ...] = ()
    board: bool = False
    desks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DeskLines:
    """What desks are told alike, as it was at the last look, at `now`. `queues` are those in which callers wait."""

    now: datetime
    switch: SwitchHeard
    queues: dict[str, QueueLine]
    unclaimed: dict[str, int]

    def of(self, queue: str) -> DeskLine:
        """Return the line of the desks of a queue; of a switch that never was, nothing is said."""
        mine = [line for name, line in self.queues.items() if answers(queue, name)]
        since = [line.longest_since for line in mine if line.longest_since is not None]
        line = QueueLine(waiting=sum(each.waiting for each in mine), longest_since=min(since, default=None))
        told = self.switch.since is not None
        up = self.switch.up if told else None
        return DeskLine(
            now=self.now,
            queue=line,
            switch_up=up,
            switch_since=self.switch.since,
            missed_waiting=waiting_for(self.unclaimed, queue),
        )


class Picture:
    """The picture of one process. Its methods may be called from any thread, one at a time goes on.

    Without `shifts` nothing has ever to be handed over.
    """

    def __init__(self, centre: Centre, shifts: Shifts | None = None) -> None:
        self._centre = centre
        self._shifts = shifts
        self._lock = threading.Lock()
        self._n = 0
        self._calls: CallsOfDay | None = None
        self._seats = SeatRows()
        self._acts = ActsFolded()
        self._switch = SwitchHeard(up=False, since=None, as_of=None)
        self._figures = Figures(), Figures()
        self._cases = CaseCounts()
        self._week_ago: WeekAgo | None = None
        self._unread: tuple[UnreadNotice, ...] = ()
        self._handovers: list[Trouble] = []
        self._troubles: tuple[Trouble, ...] = ()
        self._rostered: Rostered | None = None
        self._not_as_rostered: dict[str, str] = {}
        self._done_at: dict[str, datetime] = {}
        self.desk_lines = DeskLines(centre.now(), self._switch, {}, {})
        self.calls_n = 0
        """Another one when what walls show of calls is."""

    @property
    def n(self) -> int:
        """The number of the board's counter up to which it has read."""
        return self._n

    def fold(self, *, for_boards: bool) -> Folded:
        """Take in what changed. With `for_boards` also what only boards show. Raises `ProblemError` (busy)."""
        with self._lock:
            try:
                with reading(self._centre.engine) as conn:
                    return self._fold(conn, self._centre.now(), for_boards)
            except BaseException:
                self._calls = None  # some of what changed may have been added up and the rest not: all is read anew
                raise

    def answer(self, after: int, epoch_asked: str, epoch: str) -> BoardAnswer:
        """Return what a board is told that has read up to `after` of `epoch_asked`; `epoch` is the database's own."""
        with self._lock:
            calls, now = self._calls, self._centre.now()
            if calls is None or self._week_ago is None:
                raise busy(mark("the board is being put together"))
            epoch = f"{epoch}.{self._seats.stamp:08x}"
            whole = not 0 < after <= self._n or epoch_asked not in ("", epoch)
            day, hour = self._figures
            return BoardAnswer(
                epoch=epoch,
                n=self._n,
                now=now,
                whole=whole,
                switch_up=self._switch.up,
                switch_since=self._switch.since,
                as_of=self._switch.as_of,
                seats=tuple(self._seats.rows.values()) if whole else self._seats.changed_after(after),
                waiting=_longest_first(calls),
                figures=replace(day, waiting=len(calls.waiting)),
                last_week=self._week_ago.day,
                hour=hour,
                hour_last_week=self._week_ago.hour,
                service_level_s=self._centre.pack.number("answer_seconds"),
                filed=self._cases.filed,
                filed_last_week=self._week_ago.filed,
                called_back=self._acts.called_back,
                missed_waiting=self._acts.to_call_back,
                to_dispatch=self._cases.to_dispatch,
                not_dispatched_yellow=self._cases.not_dispatched_yellow,
                not_dispatched_red=self._cases.not_dispatched_red,
                red=self._cases.red,
                yellow=self._cases.yellow,
                troubles=self._troubles,
                not_as_rostered=self._not_as_rostered,
            )

    def calls_behind(self, tile: Tile, span: SpanName, queue: str = "") -> list[Placed]:
        """Return the stays of callers that a tile counts, oldest first. Raises `ProblemError` (busy)."""
        with self._lock:
            if self._calls is None:
                raise busy(mark("the board is being put together"))
            return self._calls.behind(tile, span, queue)

    def live_calls(self) -> LiveCalls:
        """Return what walls show of today's calls. Raises `ProblemError` (busy) before the first look."""
        with self._lock:
            calls = self._calls
            if calls is None:
                raise busy(mark("the board is being put together"))
            waiting = len(calls.waiting)
            return LiveCalls(
                as_of=self._switch.as_of,
                current=self._switch.up,
                figures=replace(self._figures[0], waiting=waiting),
                service_level_s=self._centre.pack.number("answer_seconds"),
                waiting=waiting,
            )

    def queue_of(self, seat: str) -> str:
        """Return whose callers a seat answers."""
        place = self._seats.places.get(seat)
        return place.queue if place else CallQueue.GENERAL

    def queues(self) -> frozenset[str]:
        """Return the queues whose callers some seat answers."""
        return frozenset(place.queue for place in self._seats.places.values())

    def seats_of(self, queues: Collection[str]) -> frozenset[str]:
        """Return the seats that answer the callers of these queues."""
        return self._seats.answering(queues)

    def operator_at(self, seat: str) -> str:
        """Return who sits at a seat as it last said, empty for nobody."""
        return self._seats.operator_at(seat)

    def _fold(self, conn: Connection, now: datetime, for_boards: bool) -> Folded:
        n, after = newest_n(conn), self._n
        if n < after:  # the database was put back to a backup
            self._calls, after = None, 0
        calls, calls_changed = self._calls, False
        if calls is None or now not in calls.day:
            calls = self._calls = CallsOfDay(conn, self._centre.pack, now)
            self._acts.count_missed(conn, calls.day.since)
            calls_changed = True
        elif n != after or now not in calls.hour:
            calls_changed = calls.fold(conn, after, now)
        places_changed = self._is_due("places", now) and self._seats.read_places(conn)
        heard = self._seats.fold(conn, after, n, now) if n != after else []
        switch = switch_heard(conn, now)
        switch_changed = (switch.up, switch.since) != (self._switch.up, self._switch.since)
        self._switch = switch
        acted = self._acts.fold(conn, after, calls.day.since, now) if n != after else Acted()
        counted = for_boards and self._count(conn, now)
        self._n = n
        if calls_changed:
            self._figures = calls.figures()
        if calls_changed or switch_changed:
            self.calls_n += 1
        troubled = for_boards and self._look_for_trouble(calls, now)
        self.desk_lines = DeskLines(now, switch, _queue_lines(calls), self._acts.unclaimed)
        return Folded(
            tuple(heard),
            places_changed or bool(heard) or calls_changed or switch_changed or acted.board or counted or troubled,
            acted.desks,
        )

    def _is_due(self, what: str, now: datetime) -> bool:
        """Say whether something that is done now and then is to be done now, and note that it is."""
        done_at = self._done_at.get(what)
        if done_at is not None and timedelta() <= now - done_at < _EVERY[what]:
            return False
        self._done_at[what] = now
        return True

    def _count(self, conn: Connection, now: datetime) -> bool:
        before = self._cases, _told_of(self._week_ago)
        if self._is_due("cases", now):
            self._cases = case_counts(conn, self._centre.pack, now)
            self._unread = unread_notices(conn, now)
            places = {place.sub_centre for place in self._seats.places.values()}
            self._handovers = handovers_due(conn, self._shifts, places, now) if self._shifts is not None else []
        self._read_roster(conn, now)
        if self._is_due("week_ago", now):
            self._week_ago = self._week_ago or WeekAgo(self._centre.pack, now)
            self._week_ago.move_on(conn, now)
        return before != (self._cases, _told_of(self._week_ago))

    def _read_roster(self, conn: Connection, now: datetime) -> None:
        shift = self._shifts.at(now) if self._shifts is not None else None
        if shift is None:
            self._rostered = None
        elif self._rostered is None or self._rostered.begins != shift.begins or self._is_due("roster", now):
            self._rostered = read_rostered(conn, shift, now)

    def _look_for_trouble(self, calls: CallsOfDay, now: datetime) -> bool:
        limits, before = Limits.of(self._centre.pack), (self._troubles, self._not_as_rostered)
        found = [
            *of_seats(self._seats.rows.values(), self._seats.places, limits, now),
            *of_waits(calls.waiting.values(), limits, now),
            *of_notices(self._unread, now),
            *self._cases.troubles,
            *self._handovers,
        ]
        self._not_as_rostered = {}
        if self._rostered is not None:
            found += of_absences(self._seats.rows, self._rostered, now)
            self._not_as_rostered = not_as_rostered(self._seats.rows.values(), self._rostered)
        if self._switch.since is not None and not self._switch.up:
            found.append(Trouble(kind="switch_down", since=self._switch.since))
        self._troubles = in_order(found)
        return (self._troubles, self._not_as_rostered) != before


def _told_of(week_ago: WeekAgo | None) -> tuple[object, ...]:
    return (week_ago.day, week_ago.hour, week_ago.filed) if week_ago else ()


def _longest_first(calls: CallsOfDay) -> tuple[WaitingCall, ...]:
    return tuple(sorted(calls.waiting.values(), key=lambda each: (each.since, each.call_id)))


def _queue_lines(calls: CallsOfDay) -> dict[str, QueueLine]:
    """Return how many wait in each queue and since when the first of them does."""
    found: dict[str, QueueLine] = {}
    for each in _longest_first(calls):
        had = found.get(each.queue, QueueLine())
        found[each.queue] = QueueLine(waiting=had.waiting + 1, longest_since=had.longest_since or each.since)
    return found
