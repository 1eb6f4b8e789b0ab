"""The line between the practice seat and the small centre: it can be cut at once, or fall silent."""

from __future__ import annotations

import threading
from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from local_cache.sync.transport import TransportDown

T = TypeVar("T")

WAITS_S = 10.0
"""How long an exchange waits on a silent line."""
CONNECTS_S = 3.0
"""How long somebody who tries to connect waits for the line to come back."""


class LineState(StrEnum):
    """How the line is."""

    UP = "up"
    CUT = "cut"
    """Every exchange fails at once, the one under way too."""
    SILENT = "silent"
    """Nothing fails and nothing comes: a line that is dead and does not say so."""


class PracticeLine:
    """Lets exchanges through, or not. `wake` is notified when anything about it changes."""

    def __init__(self) -> None:
        self.wake = threading.Condition()
        self._state = LineState.UP
        self._closed = False
        self._abandoned = 0

    @property
    def state(self) -> LineState:
        """Return how the line is now."""
        return self._state

    @property
    def closed(self) -> bool:
        """Say whether the seat has given the line up."""
        return self._closed

    def set(self, state: LineState) -> None:
        """Cut or restore the line; returns at once."""
        with self.wake:
            self._state = state
            self.wake.notify_all()

    def abandon(self) -> None:
        """Break every exchange that waits now."""
        with self.wake:
            self._abandoned += 1
            self.wake.notify_all()

    def close(self) -> None:
        """Break everything, for good."""
        with self.wake:
            self._closed = True
            self.wake.notify_all()

    def over(self, work: Callable[[], T]) -> T:
        """Return what an exchange comes to. Raises `TransportDown`; the work may have been done all the same."""
        self._pass(sent=False)
        came = work()
        self._pass(sent=True)
        return came

    def connect(self) -> None:
        """Wait a little for the line to be there. Raises `TransportDown`."""
        with self.wake:
            self.wake.wait_for(lambda: self._closed or self._state is LineState.UP, CONNECTS_S)
        self._pass(sent=False)

    def _pass(self, *, sent: bool) -> None:
        with self.wake:
            before = self._abandoned
            if self._state is LineState.SILENT:
                self.wake.wait_for(
                    lambda: self._closed or self._abandoned != before or self._state is not LineState.SILENT, WAITS_S
                )
                raise TransportDown("Silent")  # what was asked on a dead line is never answered
            if self._closed or self._state is LineState.CUT:
                raise TransportDown("Cut", sent=sent)
