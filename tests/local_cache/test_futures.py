"""Whoever waits for an answer gets one, or hears that there is none."""

from __future__ import annotations

from concurrent.futures import CancelledError, Future

import pytest

from local_cache.errors import NotRead
from local_cache.futures import then
from local_cache.seat import Seat
from tests.deadline import PATIENCE_S


def test_who_waits_for_a_step_that_is_cancelled_is_told() -> None:
    first: Future[None] = Future()
    second: Future[None] = Future()
    last = then(first, lambda _: second)
    first.set_result(None)
    second.cancel()
    with pytest.raises(CancelledError):
        last.result(0)


def test_a_look_up_after_the_seat_was_closed_is_answered(seat: Seat) -> None:
    seat.close()
    with pytest.raises(NotRead):
        seat.caller_history("19900001234").result(PATIENCE_S)
