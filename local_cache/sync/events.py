"""Reads the centre's event stream in a thread of its own, for as long as the console runs."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Collection
from uuid import UUID

from hotline.board_doc import BOARD_SCOPE, DESK_SCOPE
from hotline.desk_doc import DeskLine
from hotline.wire import CallEventOut, Problem
from local_cache.sync.line import Line
from local_cache.sync.pacing import Backoff
from local_cache.sync.transport import (
    Beat,
    Call,
    LineSilent,
    LiveCalls,
    Poke,
    Transport,
    TransportDown,
    TransportProblem,
)

_TOLD_AS_THEY_ARE = (BOARD_SCOPE, DESK_SCOPE)
"""What is in no feed: whoever did not listen for a while is to ask for it as it is now."""


class EventReader:
    """Tells `line` of every sign of life, `poked` of the scopes with news and `called` of telephone events.

    `named` is told which calls the seat has, as a stream begins and after what was told of them.
    `kept` is told with each beat whether the centre can keep what it is told. `queued` is told what the desks of a
    queue are told alike; None at a stream's beginning, that what was told before may be another by now.
    """

    def __init__(
        self,
        transport: Transport,
        line: Line,
        *,
        poked: Callable[[Collection[str]], None],
        called: Callable[[CallEventOut], None],
        named: Callable[[Collection[UUID]], None],
        queued: Callable[[DeskLine | None], None],
        kept: Callable[[bool], None],
        rand: random.Random,
    ) -> None:
        self._transport = transport
        self._line = line
        self._poked = poked
        self._called = called
        self._named = named
        self._queued = queued
        self._kept = kept
        self._backoff = Backoff(rand, cap=15.0)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="seat-events", daemon=True)

    def start(self) -> None:
        """Begin to read."""
        self._thread.start()

    def stop(self) -> None:
        """Stop reading; the stream itself ends with its next beat, or when the transport is closed."""
        self._stop.set()

    def join(self, timeout: float) -> None:
        """Wait for the thread to end, if it ever began."""
        if self._thread.ident is not None:
            self._thread.join(timeout)

    def read_once(self) -> float:
        """Read one stream to its end and return the seconds to wait before the next.

        A centre that ends it in good order, as it does where a lead comes to the seat or leaves it, is there: whether
        there is a line the next try shows, or silence.
        """
        began = False
        try:
            for event in self._transport.events(self._stop):
                self._backoff.reset()
                if not began:
                    began = True
                    self._queued(None)
                    self._poked(_TOLD_AS_THEY_ARE)
                self._line.heard()
                if isinstance(event, Beat):
                    self._kept(event.keeps)
                elif isinstance(event, Poke):
                    self._poked(event.scopes)
                elif isinstance(event, Call):
                    self._called(event.event)
                elif isinstance(event, LiveCalls):
                    self._named(event.call_ids)
                elif isinstance(event, DeskLine):
                    self._queued(event)
        except TransportDown as down:
            self._line.lost(silent=isinstance(down, LineSilent))
        except TransportProblem as problem:
            if problem.problem is Problem.DEVICE_REVOKED:
                self._poked(())  # the pull hears the same, and says it
            self._line.lost()
        return self._backoff.next()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._stop.wait(self.read_once())
