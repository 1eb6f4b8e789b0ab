"""Passing results on between the seat's threads."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")
U = TypeVar("U")


def then(first: Future[T], step: Callable[[T], Future[U]]) -> Future[U]:
    """Return the future of `step(first's result)`; what either raises is its error."""
    last: Future[U] = Future()

    def go_on(ended: Future[T]) -> None:
        if not last.set_running_or_notify_cancel():
            return
        try:
            step(ended.result()).add_done_callback(hand_over)
        except BaseException as error:  # whatever it was, who waits must be told
            last.set_exception(error)

    def hand_over(second: Future[U]) -> None:
        try:
            last.set_result(second.result())
        except BaseException as error:  # a cancellation too
            last.set_exception(error)

    first.add_done_callback(go_on)
    return last


def failed(error: Exception) -> Future[T]:
    """Return a future that has failed already."""
    future: Future[T] = Future()
    future.set_exception(error)
    return future


def done(result: T) -> Future[T]:
    """Return a future that has its result already."""
    future: Future[T] = Future()
    future.set_result(result)
    return future
