"""Who has to sign in at the centre is told so: a lead let in without a line, and whoever the centre has ended."""

from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from uuid import UUID

import pytest

from hotline.codes import Role
from hotline.wire import MutationOutcome, Problem
from local_cache import sign_in
from local_cache.errors import CentreSaid
from local_cache.folder import SeatFolder
from local_cache.model import Query
from local_cache.needs import Kind
from local_cache.news import NeedsChanged, News, SessionEnded
from local_cache.seat import Seat
from local_cache.sync.transport import Proof, SignedIn, TransportProblem
from tests.deadline import PATIENCE_S
from tests.local_cache.conftest import settle
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
    seat.sync_now().result(PATIENCE_S)
    wait_for(seat, lambda: seat.status.line_up)


def check_again(seat: Seat) -> None:
    """Have a round come in which it is time to ask again whether the sign-in still holds."""
    assert seat._sync is not None
    loop = seat._sync.thread.loop
    loop._chores_due = [float("-inf")] * len(loop._chores_due)
    seat.sync_now().result(PATIENCE_S)


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


def test_an_ended_sign_in_is_said_with_the_next_round_and_work_goes_on(seat: Seat, line: FakeLine) -> None:
    restore(seat, line)
    session = seat.sign_in("1043", PASSWORD).result()
    assert session.online
    heard: list[News] = []
    seat.subscribe(heard.append)
    line.ended.add(Proof("token-9"))
    check_again(seat)
    wait_for(seat, lambda: seat.status.sign_in_wanted and seat.status.needs_you == 1)
    assert kinds(seat) == [Kind.SIGN_IN_ENDED]
    check_again(seat)
    assert heard.count(SessionEnded("ended")) == 1
    assert seat.session == session
    saved = seat.save(filing(), session=session).result()
    settle(seat)
    wait_for(seat, lambda: seat.status.unsent == 0)
    assert [each.mutation_id for each in line.pushed] == [saved.mutation_id]

    line.ended.clear()
    seat.sign_in("1043", PASSWORD).result()
    wait_for(seat, lambda: not seat.status.sign_in_wanted and seat.status.needs_you == 0)


def test_what_is_held_as_the_right_had_ended_asks_at_once_whether_the_sign_in_holds(seat: Seat, line: FakeLine) -> None:
    restore(seat, line)
    session = seat.sign_in("1043", PASSWORD).result()
    check_again(seat)
    line.ended.add(Proof("token-9"))
    line.outcome, line.reason = MutationOutcome.HELD, "operator_revoked"
    seat.save(filing(), session=session).result()
    wait_for(seat, lambda: seat.status.sign_in_wanted and seat.status.needs_you == 2)
    assert set(kinds(seat)) == {Kind.SIGN_IN_ENDED, Kind.HELD}


def test_whether_a_sign_in_holds_is_asked_each_minute_and_not_with_each_poll(seat: Seat, line: FakeLine) -> None:
    restore(seat, line)
    assert seat.sign_in("1043", PASSWORD).result().online
    assert seat._sync is not None
    loop, at = seat._sync.thread.loop, [monotonic()]
    loop._monotonic = lambda: at[0]
    check_again(seat)
    line.checks.clear()
    pulls = line.pulls
    for _ in range(3):
        at[0] += 15.0
        seat.sync_now().result(PATIENCE_S)
    assert (line.pulls >= pulls + 3, line.checks) == (True, [])
    at[0] += 15.0
    seat.sync_now().result(PATIENCE_S)
    assert line.checks == [Proof("token-9")]


def test_a_sign_in_by_grant_asks_by_that_grant_until_the_centre_takes_it_back(
    open_seat: OpenSeat, seat: Seat, line: FakeLine
) -> None:
    assert not seat.sign_in("1043", PASSWORD).result().online
    restore(seat, line)
    by_grant = Proof(grant_id=str(UUID(int=7)))
    seat.search_centre(Query(text="停水")).result()
    assert line.proofs == [by_grant]
    line.ended.add(by_grant)
    with pytest.raises(CentreSaid, match="auth-required"):
        seat.search_centre(Query(text="停水")).result()
    wait_for(seat, lambda: seat.status.sign_in_wanted and seat.status.needs_you == 1)
    seat.close()

    again = open_seat(transport=line, start_sync=True)  # the grant is remembered with the session
    again.resume_session().result()
    assert again.session is not None
    wait_for(again, lambda: again.status.line_up)
    check_again(again)
    wait_for(again, lambda: again.status.sign_in_wanted and again.status.needs_you == 1)


def test_an_answer_about_an_earlier_sign_in_ends_no_later_one(seat: Seat, line: FakeLine) -> None:
    restore(seat, line)
    seat.sign_in("1043", PASSWORD).result()
    earlier = seat._people.live
    assert earlier is not None
    seat.sign_in("1043", PASSWORD).result()
    seat._session_ended(earlier)
    assert not seat.status.sign_in_wanted


def test_nobody_asks_for_cases_as_a_seat_alone(seat: Seat, line: FakeLine) -> None:
    restore(seat, line)
    with pytest.raises(CentreSaid, match="auth-required"):
        seat.search_centre(Query(text="停水")).result()
    assert line.proofs == []


def test_a_seat_that_the_centre_turns_away_says_so_and_not_that_there_is_no_line(seat: Seat, line: FakeLine) -> None:
    restore(seat, line)
    assert not seat.status.turned_away
    line.problem = TransportProblem(Problem.DEVICE_REVOKED, 403)
    wait_for(seat, lambda: seat.status.turned_away)  # the stream breaks, and the pull after it is told why
    line.problem = None
    seat.sync_now().result(PATIENCE_S)
    wait_for(seat, lambda: not seat.status.turned_away)
