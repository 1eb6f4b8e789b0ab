"""What the worker does besides telephony: serves cases by the clock, takes up what waits, writes audit heads out."""

import errno
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from case_api.accounts.sessions import forget_old_sessions
from case_api.audit.own_heads import write_own_heads
from case_api.board.orders import lapse
from case_api.cases.indexing import index_due, note_outdated
from case_api.cases.purge_list import keep_purge_list, purge_again, read_purge_list
from case_api.opening import Opened
from case_api.storage.engine import reading, writing
from case_api.storage.marker import keep_marker
from case_api.storage.sweep import sweep
from case_api.sync.in_due_time import InDueTime
from case_api.sync.release import retry_dead_letters, retry_waiting
from case_api.sync.territory import elsewhere, move
from case_api.sync.upkeep import age_out, compact
from case_api.telephony.missed_callers import give_up_on
from case_api.telephony.store import forget_numbers
from case_api.year_files import YearBook
from hotline.shifts import Shifts

_SESSIONS_KEPT = timedelta(days=90)
_NUMBERS_KEPT = timedelta(days=1)
_MISSED_KEPT = timedelta(days=3)
"""For so long somebody may call back who gave up."""
_INDEX_STEP = 25
_INDEX_STEPS = 8
_AGAIN_AFTER = timedelta(minutes=1)
_RECALL = "take cases back from dissolved units"
RECALLED_AFTER = timedelta(minutes=30)
"""A city pack may lack a unit by mistake: for so long after the start it can be put back."""
_LOOK_AGAIN_AFTER = timedelta(hours=1)
_MOVE_STEP = 500
_log = structlog.get_logger()


class Chores:
    """The chores of one centre; each is done at the start, but for one, and again when it is due."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        shifts = Shifts.of(opened.centre.pack.time_zone, opened.settings.shift_ends)
        self._years = YearBook(opened.centre)
        self._by_the_clock = InDueTime(opened.centre)
        cases = self._by_the_clock
        self._chores: list[tuple[str, Callable[[], object], Callable[[datetime], datetime]]] = [
            ("take up year files", self._take_up_years, _after(timedelta(0))),
            ("turn lamps", cases.turn_lamps, _after(timedelta(0))),
            ("go on with what was held", cases.resume_held, _after(timedelta(minutes=1))),
            (_RECALL, cases.recall, _after(timedelta(minutes=1))),
            ("settle provisional due times", self._settle_due, _after(timedelta(0))),
            ("close whom nobody reaches", cases.close_unreachable, _after(timedelta(minutes=10))),
            ("file cases away", cases.file_away, _after(timedelta(0))),
            ("take up dead letters", self._retry, _after(timedelta(days=1))),
            ("take up what missed its case", self._retry_waiting, _after(timedelta(minutes=5))),
            ("see which cases the pack lays elsewhere", self._see_elsewhere, _after(timedelta(days=1))),
            ("move cases to where the pack has them", self._move, _after(timedelta(0))),
            ("age out", self._age_out, _after(timedelta(hours=1))),
            ("compact the feed", self._compact, _after(timedelta(days=1))),
            ("forget sessions", self._forget_sessions, _after(timedelta(days=1))),
            ("forget callers' numbers", self._forget_numbers, _after(timedelta(hours=1))),
            ("let orders lapse that no seat did", self._lapse_orders, _after(timedelta(minutes=1))),
            ("sweep what was erased", self._sweep, _after(timedelta(hours=1))),
            ("see what the search index is of", self._note_outdated, _after(timedelta(days=1))),
            ("bring the search index up to date", self._index, _after(timedelta(0))),
            ("keep the restore marker", self._keep_marker, _after(timedelta(seconds=30))),
            ("erase again what a copy brought back", self._purge_again, _after(timedelta(days=1))),
            ("write audit heads", self._write_heads, shifts.next_end),
            ("keep the list of erased cases", self._keep_purge_list, shifts.next_end),
        ]
        self._due = {_RECALL: opened.centre.now() + RECALLED_AFTER}
        self._failing: set[str] = set()
        self._to_move: list[UUID] = []
        self._settled: tuple[str, datetime] | None = None

    def run_due(self, now: datetime, go_on: Callable[[], bool] = lambda: True) -> None:
        """Do every chore whose moment has come. One that fails is logged and tried again a minute later.

        `go_on` is asked before each; with its first no the others are left until they are called for again.
        """
        for name, chore, next_after in self._chores:
            if name in self._due and now < self._due[name]:
                continue
            if not go_on():
                return
            self._due[name] = next_after(now)
            try:
                chore()
            except Exception as error:
                self._due[name] = min(self._due[name], now + _AGAIN_AFTER)
                self._failing.add(name)
                again_at = self._due[name].isoformat(timespec="seconds")
                _log.error("a chore failed; it is tried again", chore=name, kind=_kind(error), again_at=again_at)
            else:
                if name in self._failing:
                    self._failing.remove(name)
                    _log.info("a chore is done that had failed", chore=name)

    def _take_up_years(self) -> None:
        with reading(self._opened.centre.engine) as conn:
            if self._years.look(conn):
                _log.info("the working-day calendar is another one", version=self._opened.centre.pack.calendar.version)

    def _settle_due(self) -> None:
        """Look at once when the calendar is another one, else once an hour: a process may have had the former one."""
        centre = self._opened.centre
        now, version = centre.now(), centre.pack.day_clock.version
        if self._settled and self._settled[0] == version and now < self._settled[1]:
            return
        if not self._by_the_clock.settle_due():
            self._settled = version, now + _LOOK_AGAIN_AFTER

    def _retry(self) -> None:
        retry_dead_letters(self._opened.centre)

    def _retry_waiting(self) -> None:
        retry_waiting(self._opened.centre)

    def _see_elsewhere(self) -> None:
        """The pack is another one only after a start; a machine that still runs with the old one is seen later."""
        self._to_move = elsewhere(self._opened.centre)

    def _move(self) -> None:
        """Take one step: pushes and calls come in between, and a district may have a hundred thousand cases."""
        move(self._opened.centre, self._to_move[:_MOVE_STEP])
        del self._to_move[:_MOVE_STEP]

    def _age_out(self) -> None:
        age_out(self._opened.centre)

    def _compact(self) -> None:
        compact(self._opened.centre)

    def _forget_sessions(self) -> None:
        with writing(self._opened.centre.engine) as conn:
            forget_old_sessions(conn, self._opened.centre.now() - _SESSIONS_KEPT)

    def _forget_numbers(self) -> None:
        with writing(self._opened.centre.engine) as conn:
            forget_numbers(conn, self._opened.centre.now() - _NUMBERS_KEPT)
            give_up_on(conn, self._opened.centre.now() - _MISSED_KEPT)

    def _lapse_orders(self) -> None:
        with writing(self._opened.centre.engine) as conn:
            lapse(conn, self._opened.centre.now())

    def _sweep(self) -> None:
        sweep(self._opened.centre.engine)

    def _note_outdated(self) -> None:
        note_outdated(self._opened.centre)

    def _index(self) -> None:
        """Take short steps, and not too many: pushes and calls come in between, and search is exact without them."""
        for _ in range(_INDEX_STEPS):
            if index_due(self._opened.centre, _INDEX_STEP) < _INDEX_STEP:
                return

    def _keep_marker(self) -> None:
        if keep_marker(self._opened.centre.engine, self._opened.folder.restore_marker):
            _log.warning("the database was put back; the feed begins another epoch")
            self._purge_again()

    def _purge_again(self) -> None:
        opened = self._opened
        file = opened.folder.purge_list(opened.settings)
        again = purge_again(opened.centre, read_purge_list(file, opened.registry.signing_key.public_key()))
        if again:
            _log.warning("cases that were erased had come back; they are erased again", cases=again)

    def _keep_purge_list(self) -> None:
        opened, registry = self._opened, self._opened.registry
        file = opened.folder.purge_list(opened.settings)
        keep_purge_list(opened.centre.engine, file, registry.signing_key, registry.now())

    def _write_heads(self) -> None:
        write_own_heads(self._opened.registry, self._opened.folder)


def _kind(error: Exception) -> str:
    """Return the kind of an error, and the system's name for it: an administrator mends a full disk otherwise than a
    folder that is not there. Its message may name what is personal."""
    number = (isinstance(error, OSError) and error.errno) or 0
    return f"{type(error).__name__} {errno.errorcode.get(number, '')}".rstrip()


def _after(length: timedelta) -> Callable[[datetime], datetime]:
    return lambda now: now + length
