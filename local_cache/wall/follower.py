"""Follows the centre for a wall in a thread of its own: asks for figures when there are news, and tells the line."""

import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Protocol

from hotline.wall_doc import WallAnswer
from hotline.wire import Problem
from local_cache.sync.line import Line
from local_cache.sync.pacing import Backoff
from local_cache.sync.transport import (
    Beat,
    CertificateFault,
    CertificateMisfit,
    Poke,
    StreamEvent,
    TransportDown,
    TransportProblem,
)
from local_cache.wall.seen import WallSeen, WallTrouble

ASK_EVERY_S = 10.0
"""Without news the figures are asked for so often: that nobody rang is known, too."""
_LONGEST_PAUSE_S = 15.0
_NO_CENTRE = frozenset({"NotTheCentre", "SSEError"})
"""Kinds of `TransportDown` of which an answer came that is none of a centre."""
_TURNED_AWAY = {401: WallTrouble.UNKNOWN_TOKEN, 403: WallTrouble.REVOKED}


class WallSource(Protocol):
    """Where a wall's figures come from; a `WallTransport`, or what stands in for it in tests."""

    def wall(self) -> WallAnswer:
        """Return what the wall is to show. Raises `TransportDown`, `TransportProblem`."""

    def events(self, stop: threading.Event) -> Iterator[StreamEvent]:
        """Yield beats and pokes. Raises `TransportDown`, `TransportProblem`."""

    def close(self) -> None:
        """Give up the connections."""


class WallFollower:
    """Calls `told` with each change of what is known, from its own thread or from the one that calls `check`."""

    def __init__(
        self,
        source: WallSource,
        told: Callable[[WallSeen], object],
        *,
        counted: Callable[[], float],
        rand: random.Random,
    ) -> None:
        """Begin with nothing. `counted` is a clock that only counts, in seconds."""
        self._source = source
        self._told = told
        self._counted = counted
        self._backoff = Backoff(rand, cap=_LONGEST_PAUSE_S)
        self._line = Line(counted, _nobody_asks, self._line_changed)
        self._lock = threading.Lock()
        self._seen = WallSeen()
        self._asked_at: float | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="wall", daemon=True)

    def start(self) -> None:
        """Begin to follow."""
        self._thread.start()

    def stop(self) -> None:
        """Stop following and give up the connections; whoever calls waits for nothing: a screen does so by a key."""
        self._stop.set()
        self._source.close()

    def check(self) -> None:
        """Look at the clock: silence makes no event. To be called about twice a second."""
        self._line.check()

    def follow_once(self) -> float:
        """Follow one stream to its end and return the seconds to wait before the next."""
        self._asked_at = None
        try:
            for event in self._source.events(self._stop):
                self._line.heard()
                if isinstance(event, Beat):
                    self._put(partial(replace, keeps=event.keeps))
                if self._seen.keeps and (isinstance(event, Poke) or self._is_due()):
                    self._ask()  # who can keep nothing cannot look up who asks either, and may hang over it
        except TransportDown as down:
            self._lost(_why_down(down))
        except TransportProblem as problem:
            self._lost(_TURNED_AWAY.get(problem.status, WallTrouble.NO_LINE))
        return self._backoff.next()

    def _is_due(self) -> bool:
        return self._asked_at is None or self._counted() - self._asked_at >= ASK_EVERY_S

    def _ask(self) -> None:
        """Ask for the figures; of a centre that is too busy for it, keep those of before."""
        self._asked_at = self._counted()
        try:
            answer = self._source.wall()
        except TransportProblem as problem:
            if problem.problem is not Problem.BUSY:
                raise
            return
        self._backoff.reset()
        self._put(lambda seen: replace(seen, answer=answer, answered_at=self._counted()))

    def _lost(self, trouble: WallTrouble) -> None:
        """Note why nothing is heard; whoever is turned away has no figures any more."""
        turned_away = trouble in _TURNED_AWAY.values()
        at = self._counted()

        def without(seen: WallSeen) -> WallSeen:
            lost_at = at if seen.lost_at is None else seen.lost_at
            return WallSeen(None if turned_away else seen.answer, seen.answered_at, lost_at, trouble)

        self._put(without)
        self._line.lost()

    def _line_changed(self, up: bool) -> None:
        at = self._counted()

        def changed(seen: WallSeen) -> WallSeen:
            if up:
                return replace(seen, lost_at=None, trouble=None)
            lost_at = at if seen.lost_at is None else seen.lost_at
            return replace(seen, lost_at=lost_at, trouble=seen.trouble or WallTrouble.NO_LINE)

        self._put(changed)

    def _put(self, change: Callable[[WallSeen], WallSeen]) -> None:
        with self._lock:
            before, self._seen = self._seen, change(self._seen)
            seen = self._seen
        if seen != before:
            self._told(seen)

    def _run(self) -> None:
        while not self._stop.is_set():
            self._stop.wait(self.follow_once())


def _why_down(down: TransportDown) -> WallTrouble:
    if not isinstance(down, CertificateMisfit):
        return WallTrouble.NO_CENTRE if down.kind in _NO_CENTRE else WallTrouble.NO_LINE
    return WallTrouble.OTHER_NAME if down.fault is CertificateFault.NAME else WallTrouble.OTHER_AUTHORITY


def _nobody_asks() -> datetime:
    """Stand in for the time of the day at which a line changed, which a wall does not tell."""
    return datetime.min.replace(tzinfo=UTC)
