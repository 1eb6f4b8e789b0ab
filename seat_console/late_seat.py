"""Stands for the seat's files while they are still being opened, so that no key waits for them and none is lost."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from local_cache.model import SeatStatus
    from local_cache.news import News
    from local_cache.seat import Seat


class LateSeat:
    """What screens are given as their seat until the real one is open; afterwards it passes everything on.

    Calls made early are done in the order in which they came; their futures are answered then. Should opening fail,
    they fail with that error. It has no state of its own: the screens' view of the seat is `before` until it is open.
    """

    def __init__(self, before: "SeatStatus") -> None:
        self._before = before
        self._seat: Seat | None = None
        self._failure: BaseException | None = None
        self._lock = threading.Lock()
        self._waiting: list[Callable[[], None]] = []
        self._listeners: list[Callable[[News], None]] = []

    @property
    def status(self) -> "SeatStatus":
        """Return how the seat stands, as far as it is known yet."""
        return self._before if self._seat is None else self._seat.status

    def subscribe(self, listener: "Callable[[News], None]") -> None:
        """Call `listener` with the seat's news from when it is open."""
        with self._lock:
            if self._seat is None:
                self._listeners.append(listener)
                return
        self._seat.subscribe(listener)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Return the seat's own method, or one that waits for it."""
        if name.startswith("_"):
            raise AttributeError(name)
        if self._seat is not None:
            found: Callable[..., Any] = getattr(self._seat, name)
            return found
        return lambda *given, **named: self._later(name, given, named)

    def _later(self, name: str, given: tuple[Any, ...], named: dict[str, Any]) -> Any:
        answer: Future[Any] = Future()

        def call() -> None:
            if self._failure is not None:
                answer.set_exception(self._failure)
                return
            try:
                work: Future[Any] = getattr(self._seat, name)(*given, **named)
            except Exception as error:
                answer.set_exception(error)
                return
            work.add_done_callback(lambda done: _hand_on(done, answer))

        with self._lock:
            if self._seat is None and self._failure is None:
                self._waiting.append(call)
                return answer
        if self._seat is not None:
            return getattr(self._seat, name)(*given, **named)
        call()
        return answer

    def arrived(self, seat: "Seat") -> None:
        """The seat is open: do what waited, in its order."""
        with self._lock:
            for listener in self._listeners:
                seat.subscribe(listener)
            self._seat = seat
            waiting, self._waiting = self._waiting, []
            for call in waiting:
                call()

    def failed(self, error: BaseException) -> None:
        """The seat could not be opened: whatever waits fails, and so does all that comes."""
        with self._lock:
            self._failure = error
            waiting, self._waiting = self._waiting, []
        for call in waiting:
            call()


def _hand_on(done: Future[Any], answer: Future[Any]) -> None:
    if done.cancelled():  # a newer question has taken its place
        answer.cancel()
        return
    error = done.exception()
    if error is not None:
        answer.set_exception(error)
    else:
        answer.set_result(done.result())
