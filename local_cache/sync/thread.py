"""Drives the sync in a thread, and a watchdog beside it that trusts no event and no thread.

Other sync engines have stood still for ever because one wake-up was lost or one request never came back. Here a
timer looks every second whether requests still come to their end: if not, it breaks the exchange under way and puts a
fresh thread in the place of the old one, whose late answer, if it ever comes, changes nothing.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future

from local_cache.sync.line import Line
from local_cache.sync.loop import Round, SyncLoop
from local_cache.sync.pacing import FAULT_SECONDS
from local_cache.sync.pushing import Pace

_log = logging.getLogger(__name__)

STUCK_SECONDS = 90.0
"""Longer than any request may take, with its time-outs, and than the longest back-off."""
TICK_SECONDS = 1.0


class SyncThread:
    """One loop, its thread, and the watchdog. `make_loop` is called for each fresh thread; `abandon` breaks I/O."""

    def __init__(
        self,
        make_loop: Callable[[], SyncLoop],
        line: Line,
        *,
        monotonic: Callable[[], float],
        abandon: Callable[[], None],
    ) -> None:
        self._make_loop = make_loop
        self._line = line
        self._monotonic = monotonic
        self._abandon = abandon
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._waiting: list[tuple[Future[Round], bool]] = []
        self._under_way = False
        self._gate = threading.Lock()
        self._alive_at = monotonic()
        self.loop = make_loop()
        self._thread = self._fresh()
        self._watchdog = threading.Thread(target=self._watch, name="seat-sync-watchdog", daemon=True)

    def start(self) -> None:
        """Begin to sync."""
        self._thread.start()
        self._watchdog.start()

    def stop(self, timeout: float = 2.0) -> None:
        """End after the step under way; one that hangs is broken off. Nothing is lost by it."""
        self._stop.set()
        self._wake.set()
        if self._thread.ident is None:  # the seat was closed before it came to that
            return
        self._thread.join(timeout)
        if self._thread.is_alive():
            self._abandon()
            self._thread.join(timeout)
        if self._watchdog.ident is not None:
            self._watchdog.join(timeout)

    def saved(self) -> None:
        """Tell that something is to be pushed."""
        self.loop.saved()
        self._wake.set()

    def poke(self) -> None:
        """Tell that the centre has news."""
        self.loop.poke()
        self._wake.set()

    def line_back(self) -> None:
        """Tell that the line is there again."""
        self.loop.line_back()
        self._wake.set()

    def heard(self) -> None:
        """Tell that the centre has given a sign of life."""
        if self.loop.heard():
            self._wake.set()

    def reconcile(self) -> None:
        """Compare with the centre soon."""
        self.loop.reconcile_please()
        self._wake.set()

    def sync_now(self) -> Future[Round]:
        """Send and fetch, in rounds begun after this, until nothing is left to do or something stops it.

        The future holds what they came to, with the one that was under way. It takes more than one where a round finds
        that something is to be offered again, as by a centre that was put back to a backup.
        """
        future: Future[Round] = Future()
        with self._gate:
            self._waiting.append((future, self._under_way))
        self._wake.set()
        return future

    def check(self) -> bool:
        """Look whether the loop is alive, and put a fresh thread in its place if not; say whether it was."""
        self._line.check()
        stuck = self._monotonic() - self._alive_at > STUCK_SECONDS or not self._thread.is_alive()
        if not stuck or self._stop.is_set():
            return True
        _log.warning("the sync stood still; starting it afresh")
        self._abandon()
        self._alive_at = self._monotonic()
        self.loop = self._make_loop()
        self._thread = self._fresh()
        self._thread.start()
        return False

    def _fresh(self) -> threading.Thread:
        return threading.Thread(target=self._run, args=(self.loop,), name="seat-sync", daemon=True)

    def _watch(self) -> None:
        while not self._stop.wait(TICK_SECONDS):
            self.check()

    def _run(self, loop: SyncLoop) -> None:
        def beat() -> None:
            if self.loop is loop:
                self._alive_at = self._monotonic()

        before = loop.last_round
        while not self._stop.is_set() and self.loop is loop:
            self._wake.clear()
            with self._gate:
                asked, self._waiting = self._waiting, []
                self._under_way = True
            if asked:  # said here and not by who asks: a round under way would take the mark for its own
                loop.now_please()
            wait_s, came_to = self._one_round(loop, beat)
            while asked and loop.has_more and came_to.pace is Pace.IDLE and not self._stop.is_set():
                wait_s, more = self._one_round(loop, beat)
                came_to = more.after(came_to)
            with self._gate:
                self._under_way = False
            for future, during in asked:
                future.set_result(came_to.after(before) if during else came_to)
            before = came_to
            beat()
            if self.loop is loop:
                self._wake.wait(min(wait_s, STUCK_SECONDS / 2))

    @staticmethod
    def _one_round(loop: SyncLoop, beat: Callable[[], None]) -> tuple[float, Round]:
        """Return the seconds until something is due again, and what the round came to."""
        try:
            wait_s = loop.run_due(beat)
        except Exception as error:
            _log.error("what a sync round came to was not told: %s", type(error).__name__)
            wait_s = FAULT_SECONDS
        return wait_s, loop.last_round
