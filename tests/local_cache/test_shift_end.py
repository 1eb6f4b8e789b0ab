"""At the end of a shift, and at least once a day, both ends are compared, and nobody waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from hotline.wire import ReconcileAnswer, Window
from local_cache.needs import Kind
from local_cache.seat import Seat
from local_cache.sync.transport import SignedIn
from tests.deadline import PATIENCE_S
from tests.local_cache.conftest import settle
from tests.local_cache.fake_line import FakeLine
from tests.local_cache.given import PASSWORD, SESSION, START, Clock, filing, grant
from tests.local_cache.test_line import wait_for


class MiscountingLine(FakeLine):
    """A line to a centre that has other mutations than this seat once `miscounts` is set."""

    def __init__(self, now: Clock) -> None:
        super().__init__(now)
        self.miscounts = False
        self.go_on = threading.Event()
        self.compared = threading.Event()

    def reconcile(self, client_id: UUID) -> ReconcileAnswer:
        right, wrongly = super().reconcile(client_id), self.miscounts
        self.compared.set()
        if not wrongly:
            return right
        assert self.go_on.wait(PATIENCE_S)
        wrong = Window(first=1, last=right.last_seq, count=right.last_seq, sha256="0" * 64)
        return ReconcileAnswer(epoch=right.epoch, last_seq=right.last_seq, windows=(wrong,))


@pytest.fixture
def line(clock: Clock) -> MiscountingLine:
    return MiscountingLine(clock)


def _told(seat: Seat) -> list[str]:
    return [each.kind for each in seat.needs().result()]


def test_signing_out_compares_with_the_centre_and_nobody_waits_for_it(
    open_seat: Callable[..., Seat], line: MiscountingLine
) -> None:
    seat = open_seat(transport=line, start_sync=True)
    seat.save(filing(), session=SESSION).result()
    settle(seat)
    wait_for(seat, lambda: seat.status.unsent == 0)
    assert line.compared.wait(PATIENCE_S)  # the one of the start
    line.miscounts = True
    seat.sign_out(SESSION, {}).result(PATIENCE_S)  # the comparison is held, and the operator can go
    assert _told(seat) == []
    line.go_on.set()
    wait_for(seat, lambda: seat.status.needs_you == 1)
    assert _told(seat) == [Kind.MISMATCH]


def test_another_operator_who_takes_a_locked_seat_ends_the_shift_too(
    open_seat: Callable[..., Seat], line: MiscountingLine
) -> None:
    seat = open_seat(transport=line, start_sync=True)
    for operator in ("1042", "1043"):
        line.people[operator] = (PASSWORD, _signed_in(operator))
    line.roster = [grant("1042"), grant("1043")]
    first = seat.sign_in("1042", PASSWORD).result(PATIENCE_S)
    seat.save(filing(), session=first).result()
    settle(seat)
    wait_for(seat, lambda: seat.status.unsent == 0)
    assert line.compared.wait(PATIENCE_S)
    line.miscounts = True
    line.go_on.set()
    seat.lock_session().result()
    seat.sign_in("1043", PASSWORD).result(PATIENCE_S)
    wait_for(seat, lambda: seat.status.needs_you == 1)
    assert _told(seat) == [Kind.MISMATCH]


def _signed_in(operator: str) -> SignedIn:
    until = START + timedelta(hours=8)
    return SignedIn(f"s-{operator}", f"token-{operator}", until, operator, "王敏", frozenset({"operator"}), None)


def test_a_seat_that_nobody_signs_out_of_compares_too(open_seat: Callable[..., Seat], line: MiscountingLine) -> None:
    before = open_seat(transport=line, start_sync=True)
    before.save(filing(), session=SESSION).result()
    settle(before)
    wait_for(before, lambda: before.status.unsent == 0)
    before.close()
    line.miscounts = True
    line.go_on.set()
    seat = open_seat(transport=line, start_sync=True)
    wait_for(seat, lambda: seat.status.needs_you == 1)
    assert _told(seat) == [Kind.MISMATCH]
