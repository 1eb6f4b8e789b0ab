"""A lead who signed in without a line is told that the notices wait, until they have signed in at the centre."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from hotline.codes import Role
from local_cache import sign_in
from local_cache.folder import SeatFolder
from local_cache.needs import Kind
from local_cache.news import NeedsChanged, News
from local_cache.seat import Seat
from local_cache.sync.transport import SignedIn
from tests.local_cache.fake_line import FakeLine
from tests.local_cache.given import PASSWORD, SESSION, START, Clock, filing, grant
from tests.local_cache.test_line import wait_for

OpenSeat = Callable[..., Seat]
LEAD = ("lead",)


@pytest.fixture
def line(clock: Clock) -> FakeLine:
    made = FakeLine(clock)
    made.up = False
    made.roster = [grant("1042", role=Role.LEAD), grant("1043")]
    for operator, roles in (("1042", frozenset(LEAD)), ("1043", frozenset({"operator"}))):
        there = SignedIn("s-9", "token-9", START + timedelta(hours=12), operator, "王敏", roles, None)
        made.people[operator] = (PASSWORD, there)
    return made


@pytest.fixture
def seat(open_seat: OpenSeat, line: FakeLine) -> Seat:
    seat = open_seat(transport=line, start_sync=True)
    seat._files.on_work(lambda work: sign_in.put_grants(work, line.roster))
    seat._files.on_work(seat._people.begin)
    return seat


def kinds(seat: Seat) -> list[str]:
    return [each.kind for each in seat.needs().result()]


def restore(seat: Seat, line: FakeLine) -> None:
    line.up = True
    seat.sync_now().result(20)
    wait_for(seat, lambda: seat.status.line_up)


def test_a_lead_is_told_once_there_is_a_line_and_no_more_after_signing_in_over_it(seat: Seat, line: FakeLine) -> None:
    assert seat.sign_in("1042", PASSWORD).result().roles == {Role.LEAD}
    assert kinds(seat) == []
    saved = seat.save(filing(), session=SESSION).result()
    heard: list[News] = []
    seat.subscribe(heard.append)
    restore(seat, line)
    wait_for(seat, lambda: seat.status.needs_you == 1)
    assert kinds(seat) == [Kind.NOTICES_WAIT]
    assert NeedsChanged(1) in heard
    assert [each.mutation_id for each in line.pushed] == [saved.mutation_id]

    assert seat.sign_in("1042", PASSWORD).result().online
    wait_for(seat, lambda: seat.status.needs_you == 0)
    assert kinds(seat) == []
    assert "leads:" in " ".join(seat._sync._scopes())  # type: ignore[union-attr]
    assert [each.mutation_id for each in line.pushed] == [saved.mutation_id]


def test_nobody_else_is_told(seat: Seat, line: FakeLine) -> None:
    seat.sign_in("1043", PASSWORD).result()
    restore(seat, line)
    seat.lock_session().result()
    assert kinds(seat) == []


def test_a_script_that_signs_in_for_a_moment_leaves_no_entry(seat: Seat, line: FakeLine) -> None:
    seat.sign_in("1042", PASSWORD, keep=False).result()
    restore(seat, line)
    seat.lock_session().result()
    assert kinds(seat) == []


def test_it_goes_with_the_lead(seat: Seat, line: FakeLine) -> None:
    session = seat.sign_in("1042", PASSWORD).result()
    restore(seat, line)
    wait_for(seat, lambda: seat.status.needs_you == 1)
    seat.sign_out(session, {}).result()
    wait_for(seat, lambda: seat.status.needs_you == 0)


def test_a_seat_that_starts_anew_says_it_again(
    open_seat: OpenSeat, seat: Seat, line: FakeLine, folder: SeatFolder
) -> None:
    seat.sign_in("1042", PASSWORD).result()
    restore(seat, line)
    wait_for(seat, lambda: seat.status.needs_you == 1)
    seat.close()
    again = open_seat(transport=line, start_sync=True)
    again.resume_session().result()
    wait_for(again, lambda: again.status.line_up and again.status.needs_you == 1)
    assert kinds(again) == [Kind.NOTICES_WAIT]
