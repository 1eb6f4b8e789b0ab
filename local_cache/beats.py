"""Tells the centre every two seconds that the console is there, and at once what its operator does; asks for desk news.

In a thread of its own: it waits for no push and no pull, and nobody waits for it. It writes nothing to the disk.
"""

from __future__ import annotations

import logging
import random
import threading
from typing import TYPE_CHECKING

from hotline.desk_doc import BEAT_STATES
from local_cache.errors import NotSaved
from local_cache.news import News, StatusChanged
from local_cache.sync.pacing import Backoff, after_busy
from local_cache.sync.transport import TransportDown, TransportProblem

if TYPE_CHECKING:
    from local_cache.desk_side import DeskSide
    from local_cache.status import Board
    from local_cache.sync.transport import Transport

BEAT_S = 2.0
"""From one beat to the next while nothing happens."""
LONGEST_S = 60.0
"""A centre that takes no beats is asked this seldom in the end; also how long the thread sleeps without a line."""

_log = logging.getLogger(__name__)


class Beats:
    """The beats of one seat. They rest while there is no line: the event stream finds out when there is one again."""

    def __init__(self, transport: Transport, desk: DeskSide, board: Board, rand: random.Random) -> None:
        self._transport = transport
        self._desk = desk
        self._board = board
        self._rand = rand
        self._backoff = Backoff(rand, cap=LONGEST_S)
        self._knows_count = False
        """The centre has said which of this seat's states it has."""
        self._news_due = True
        self._line_up = board.status.line_up
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, name="seat-beats", daemon=True)
        desk.changed = self._wake.set
        board.subscribe(self._hear)

    def start(self) -> None:
        """Begin to beat."""
        self._thread.start()

    def stop(self, timeout: float = 2.0) -> None:
        """End; a beat under way is not waited for longer than `timeout` seconds."""
        self._stop.set()
        self._wake.set()
        if self._thread.ident is not None:
            self._thread.join(timeout)

    def news_please(self) -> None:
        """Ask the centre soon what it wants to be seen at the desk."""
        self._news_due = True
        self._wake.set()

    def step(self) -> float:
        """Tell and ask what is due; return the seconds until the next beat."""
        if not self._board.status.line_up:
            return LONGEST_S
        try:
            self._tell()
            if self._news_due:
                self._news_due = False
                self._desk.news_came(self._transport.desk_news())
        except TransportDown:
            self._news_due = True
            return max(BEAT_S, self._backoff.next())
        except TransportProblem as problem:
            self._news_due = True
            if problem.retry_after is not None:
                return after_busy(problem.retry_after, self._rand)
            return max(BEAT_S, self._backoff.next())
        except NotSaved:
            return LONGEST_S  # the disk is in trouble, and the status line says so
        self._backoff.reset()
        return BEAT_S

    def _tell(self) -> None:
        states = self._desk.states
        if not self._knows_count:
            states.go_on_from(self._transport.beat(self._desk.beat(())).states_up_to)
            self._knows_count = True
            if not states.unheard(1):
                return
        while True:
            told = states.unheard(BEAT_STATES)
            up_to = self._transport.beat(self._desk.beat(told)).states_up_to
            states.heard(up_to)
            if not told or up_to < told[-1].seq or not states.unheard(1):
                return

    def _hear(self, news: News) -> None:
        """Beat at once when there is a line again; the board tells from any thread."""
        if isinstance(news, StatusChanged) and news.status.line_up != self._line_up:
            self._line_up = news.status.line_up
            if self._line_up:
                self.news_please()

    def _run(self) -> None:
        wait_s = 0.0
        while True:
            self._wake.wait(wait_s)
            if self._stop.is_set():
                return
            self._wake.clear()
            try:
                wait_s = self.step()
            except Exception as error:  # the centre would hear nothing of this seat from then on
                _log.error("a beat failed: %s", type(error).__name__)
                wait_s = LONGEST_S
