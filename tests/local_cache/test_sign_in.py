"""Signing in: at the centre where there is a line, by a signed grant where there is none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from hotline.codes import Role
from hotline.grants import SignedGrant, grant_of_session
from hotline.wire import Problem
from local_cache import sign_in
from local_cache.errors import SignInFailed, WhyNot
from local_cache.seat import Seat
from local_cache.sync.transport import SignedIn, TransportProblem
from tests.deadline import PATIENCE_S
from tests.local_cache.conftest import settle
from tests.local_cache.fake_line import FakeLine
from tests.local_cache.given import PASSWORD, SESSION, START, Clock, draft, filing, forged, grant

OpenSeat = Callable[..., Seat]


def _roster(seat: Seat, *grants: SignedGrant) -> None:
    seat._files.on_work(lambda work: sign_in.put_grants(work, grants))


def _reason(seat: Seat, operator: str = "1042", password: str = PASSWORD) -> WhyNot:
    with pytest.raises(SignInFailed) as caught:
        seat.sign_in(operator, password).result()
    return caught.value.reason


def test_without_a_line_a_grant_and_the_password_do(seat: Seat) -> None:
    _roster(seat, grant())
    session = seat.sign_in("1042", PASSWORD).result()
    assert (session.operator_id, session.name, session.online) == ("1042", "王敏", False)
    assert session.roles == {Role.OPERATOR}
    assert seat.save(filing(), session=session).result().number


def test_a_wrong_password_and_a_stranger_are_told_apart_from_an_expired_grant(seat: Seat, clock: Clock) -> None:
    _roster(seat, grant())
    assert _reason(seat, password="12345") is WhyNot.WRONG_PASSWORD
    assert _reason(seat, operator="1099") is WhyNot.UNKNOWN_HERE
    clock.turn(hours=73)
    assert _reason(seat) is WhyNot.EXPIRED


@pytest.mark.parametrize("bad", [forged(), grant(seat="0043")])
def test_a_grant_of_nobody_or_for_another_seat_is_not_believed(seat: Seat, bad: SignedGrant) -> None:
    _roster(seat, bad)
    operator = "6666" if "6666" in bad.body else "1042"
    assert _reason(seat, operator) is WhyNot.UNKNOWN_HERE


def test_after_five_wrong_passwords_one_waits_even_after_a_restart(open_seat: OpenSeat, clock: Clock) -> None:
    seat = open_seat()
    _roster(seat, grant())
    for _ in range(5):
        assert _reason(seat, password="falsch") is WhyNot.WRONG_PASSWORD
    seat.close()
    seat = open_seat()
    with pytest.raises(SignInFailed) as caught:
        seat.sign_in("1042", PASSWORD).result()
    assert (caught.value.reason, caught.value.retry_after_s) == (WhyNot.LOCKED_OUT, 900.0)
    clock.turn(minutes=16)
    assert seat.sign_in("1042", PASSWORD).result().operator_id == "1042"


def test_a_clock_set_back_locks_nobody_out(seat: Seat, clock: Clock) -> None:
    _roster(seat, grant(hours=10**6))
    for _ in range(5):
        _reason(seat, password="falsch")
    clock.turn(days=-3650)
    assert seat.sign_in("1042", PASSWORD).result().operator_id == "1042"


def test_whoever_has_no_grant_any_more_cannot_sign_in(seat: Seat) -> None:
    _roster(seat, grant("1042"), grant("1043"))
    _roster(seat, grant("1043"))
    assert _reason(seat, "1042") is WhyNot.UNKNOWN_HERE


def test_a_live_session_is_there_again_after_a_crash_until_it_ends(open_seat: OpenSeat, clock: Clock) -> None:
    seat = open_seat()
    _roster(seat, grant())
    session = seat.sign_in("1042", PASSWORD).result()
    seat.close()
    again = open_seat()
    assert again.resume_session().result() == session
    again.close()
    clock.turn(hours=73)
    assert open_seat().resume_session().result() is None


def test_each_sign_in_without_a_line_has_a_name_of_its_own_that_tells_its_grant(seat: Seat) -> None:
    _roster(seat, grant())
    names = [seat.sign_in("1042", PASSWORD).result().session_id for _ in range(2)]
    assert [grant_of_session(name) for name in names] == [UUID(int=7)] * 2
    assert len(set(names)) == 2
    assert max(map(len, names)) <= 64, "longer than any code may be"


def test_a_change_of_shift_never_touches_the_queue(seat: Seat) -> None:
    _roster(seat, grant("1042"), grant("1043"))
    first = seat.sign_in("1042", PASSWORD).result()
    seat.save(filing(), session=first).result()
    seat.sign_out(first, {}).result()
    assert seat.session is None
    second = seat.sign_in("1043", PASSWORD).result()
    seat.save(filing(), session=second).result()
    assert [line.op for line in seat.own_recent().result()] == ["file_case", "file_case"]
    settle(seat)
    assert seat.status.unsent == 2


def test_another_operator_takes_the_seat_and_what_the_first_had_begun_is_kept_for_them(seat: Seat) -> None:
    _roster(seat, grant("1042"), grant("1043"))
    first = seat.sign_in("1042", PASSWORD).result()
    seat.save(filing(), session=first).result()
    seat.put_draft(draft("begun")).result()
    seat.put_draft(draft("parked", parked=True, fields={})).result()
    seat.put_draft(draft("only a call", fields={})).result()
    seat.put_draft(draft("handed over", operator="")).result()
    seat.lock_session().result()
    assert _reason(seat, "1043", "falsch") is WhyNot.WRONG_PASSWORD
    assert (seat.session, seat.locked) == (first, True)
    assert not any(each.kept for each in seat.drafts("1042").result())

    second = seat.sign_in("1043", PASSWORD).result()
    assert (seat.session, seat.locked) == (second, False)
    assert [each.id for each in seat.drafts("1043").result()] == ["handed over"]
    theirs = {each.id: (each.parked, each.kept) for each in seat.drafts("1042").result()}
    assert theirs == {"handed over": (False, False), "begun": (True, True), "parked": (True, True)}
    assert seat.kept_drafts_count().result() == 2
    assert seat.status.unsent == 1
    back = seat.sign_in("1042", PASSWORD).result()
    assert seat.session == back
    assert {each.id for each in seat.drafts("1042").result()} == set(theirs)


def test_a_session_that_is_not_kept_leaves_the_drafts_of_whoever_is_at_the_desk(seat: Seat) -> None:
    _roster(seat, grant("1042"), grant("1043"))
    seat.sign_in("1042", PASSWORD).result()
    seat.put_draft(draft("begun")).result()
    seat.sign_in("1043", PASSWORD, keep=False).result()
    [begun] = seat.drafts("1042").result()
    assert (begun.parked, begun.kept) == (False, False)


# --- with a line -------------------------------------------------------------------------------------------------


@pytest.fixture
def line(clock: Clock) -> FakeLine:
    made = FakeLine(clock)
    roles = frozenset({"operator", "a role of a newer centre"})
    answer = SignedIn("s-9", "token", START + timedelta(hours=8), "1042", "王敏", roles, grant())
    made.people["1042"] = (PASSWORD, answer)
    made.roster = [grant()]
    return made


def test_with_a_line_the_centre_decides_and_leaves_a_grant_for_later(open_seat: OpenSeat, line: FakeLine) -> None:
    seat = open_seat(transport=line, start_sync=True)
    session = seat.sign_in("1042", PASSWORD).result(PATIENCE_S)
    assert (session.session_id, session.online, session.roles) == ("s-9", True, {Role.OPERATOR})
    assert session.valid_until == START + timedelta(hours=72)  # work goes on by the grant when the token has ended
    line.up = False
    assert not seat.sign_in("1042", PASSWORD).result(PATIENCE_S).online


def test_a_wrong_password_at_the_centre_is_not_tried_against_an_old_grant(open_seat: OpenSeat, line: FakeLine) -> None:
    seat = open_seat(transport=line, start_sync=True)
    _roster(seat, grant())
    line.people["1042"] = ("a new password", line.people["1042"][1])
    assert _reason(seat) is WhyNot.WRONG_PASSWORD


@pytest.mark.parametrize(
    ("problem", "reason"),
    [
        (TransportProblem(Problem.LOCKED_OUT, 423, retry_after=60.0), WhyNot.LOCKED_OUT),
        (TransportProblem(Problem.FORBIDDEN, 403), WhyNot.NOT_AT_THIS_SEAT),
        (TransportProblem(Problem.DEVICE_REVOKED, 403), WhyNot.SEAT_TURNED_AWAY),
    ],
)
def test_what_the_centre_says_is_passed_on(
    open_seat: OpenSeat, line: FakeLine, problem: TransportProblem, reason: WhyNot
) -> None:
    seat = open_seat(transport=line, start_sync=True)
    _roster(seat, grant())
    line.problem = problem
    assert _reason(seat) is reason


def test_a_busy_centre_keeps_nobody_from_working(open_seat: OpenSeat, line: FakeLine) -> None:
    seat = open_seat(transport=line, start_sync=True)
    _roster(seat, grant())
    line.problem = TransportProblem(Problem.BUSY, 503, retry_after=3.0)
    assert not seat.sign_in("1042", PASSWORD).result(PATIENCE_S).online


def test_signing_out_ends_the_session_at_the_centre_too(open_seat: OpenSeat, line: FakeLine) -> None:
    seat = open_seat(transport=line, start_sync=True)
    session = seat.sign_in("1042", PASSWORD).result(PATIENCE_S)
    seat.sign_out(SESSION, {}).result(PATIENCE_S)  # somebody else's: nothing ends
    assert (seat.session, line.signed_out) == (session, [])
    seat.sign_out(session, {}).result(PATIENCE_S)
    assert (seat.session, line.signed_out) == (None, ["token"])
