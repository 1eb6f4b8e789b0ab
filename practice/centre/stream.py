"""What the small centre streams to its seat: beats, pokes, calls and the queue, over a line that may be cut."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator

from hotline.wire import BEAT_SECONDS
from local_cache.sync.line import SILENCE_SECONDS
from local_cache.sync.transport import Beat, LineSilent, StreamEvent, TransportDown
from practice.centre.line import LineState, PracticeLine


class Stream:
    """Keeps what is still to be told. `begun` gives what a stream begins with after its first beat."""

    def __init__(self, line: PracticeLine, begun: Callable[[], Iterable[StreamEvent]]) -> None:
        self._line = line
        self._begun = begun
        self._news: deque[StreamEvent] = deque()

    def tell(self, event: StreamEvent) -> None:
        """Tell whoever listens; what nobody hears is lost, as over any line."""
        with self._line.wake:
            self._news.append(event)
            self._line.wake.notify_all()

    def events(self, stop: threading.Event) -> Iterator[StreamEvent]:
        """Yield events until `stop` is set. Raises `TransportDown`, and `LineSilent` after two missed beats."""
        self._line.connect()
        with self._line.wake:
            self._news.clear()
        yield Beat()
        yield from self._begun()
        while not stop.is_set():
            yield from self._next()

    def _next(self) -> list[StreamEvent]:
        line = self._line
        with line.wake:
            line.wake.wait_for(lambda: self._news or line.closed or line.state is not LineState.UP, BEAT_SECONDS)
            if line.state is LineState.SILENT and not line.closed:
                ended = line.wake.wait_for(lambda: line.closed or line.state is not LineState.SILENT, SILENCE_SECONDS)
                self._news.clear()
                if not ended:
                    raise LineSilent
            if line.closed or line.state is LineState.CUT:
                raise TransportDown("Cut")
            told: list[StreamEvent] = [*self._news]
            self._news.clear()
        return told or [Beat()]
