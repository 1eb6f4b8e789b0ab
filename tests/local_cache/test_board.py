"""The board at a seat: asked of the centre alone, put together from what changed, and an act done once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from hotline.board_doc import BoardAnswer, SeatRow
from hotline.call_figures import NOTHING
from hotline.lead_acts_doc import SeatOrderRequest
from hotline.wire import Problem
from local_cache.board_picture import BoardPicture
from local_cache.board_questions import changes, order_seat
from local_cache.errors import CentreSaid, NoLine, NotKnown, SignInFailed, WhyNot
from local_cache.seat import Seat
from local_cache.sync.transport import Proof, SignedIn, TransportDown, TransportProblem
from tests.deadline import PATIENCE_S
from tests.local_cache.fake_line import FakeLine
from tests.local_cache.given import PASSWORD, START, Clock

OpenSeat = Callable[..., Seat]
GIVEN = {
    "order": {"order_id": str(UUID(int=5)), "kind": "state", "value": "paused", "reason": "meal", "given_by": "赵刚",
              "given_at": START.isoformat()},
    "waits": True,
}  # fmt: skip
PAUSE = order_seat("0007", SeatOrderRequest(order_id=UUID(int=5), kind="state", value="paused", reason="meal"))


@pytest.fixture
def line(clock: Clock) -> FakeLine:
    return FakeLine(clock)


@pytest.fixture
def seat(open_seat: OpenSeat, line: FakeLine) -> Seat:
    there = SignedIn("s-9", "token-9", START + timedelta(hours=12), "2001", "赵刚", frozenset({"lead"}), None)
    line.people["2001"] = (PASSWORD, there)
    seat = open_seat(transport=line, start_sync=True)
    assert seat.sign_in("2001", PASSWORD).result(PATIENCE_S).online
    return seat


def told(n: int, *seats: tuple[str, str], whole: bool = False, epoch: str = "e1", now: datetime = START) -> BoardAnswer:
    """Return an answer of the centre, `seats` as pairs of seat and state."""
    rows = tuple(SeatRow(seat=seat, sub_centre="lubei", queue="general", state=state) for seat, state in seats)
    return BoardAnswer(
        epoch=epoch, n=n, now=now, whole=whole, switch_up=True, switch_since=None, seats=rows, figures=NOTHING,
        last_week=NOTHING, hour=NOTHING, hour_last_week=NOTHING, service_level_s=15,
    )  # fmt: skip


def test_what_changed_is_asked_for_as_who_is_signed_in(seat: Seat, line: FakeLine) -> None:
    line.board_pages["board"] = told(7, ("0001", "ready"), whole=True).model_dump(mode="json")
    assert seat.board(changes(3, "e1")).result(PATIENCE_S).n == 7
    assert dict(line.asked_board[0].asked) == {"after": "3", "epoch": "e1"}
    assert line.board_proofs == [Proof("token-9")]


def test_without_a_line_there_is_no_board(seat: Seat, line: FakeLine) -> None:
    line.up = False
    with pytest.raises(NoLine):
        seat.board(changes(0, "")).result(PATIENCE_S)


def test_an_act_whose_answer_was_lost_is_done_once_more_and_then_not_known(seat: Seat, line: FakeLine) -> None:
    line.lost = [TransportDown("ReadTimeout")]
    line.board_pages[PAUSE.path] = GIVEN
    assert seat.board_act(PAUSE).result(PATIENCE_S).waits
    assert line.board_acts == [PAUSE, PAUSE], "the centre takes the second for the first: it has its id"
    line.lost = [TransportDown("ReadTimeout"), TransportDown("ReadTimeout")]
    with pytest.raises(NotKnown):
        seat.board_act(PAUSE).result(PATIENCE_S)


def test_an_act_of_which_nothing_was_sent_was_not_done(seat: Seat, line: FakeLine) -> None:
    line.lost = [TransportDown("ConnectError", sent=False)]
    with pytest.raises(NoLine):
        seat.board_act(PAUSE).result(PATIENCE_S)
    line.lost = [TransportProblem(Problem.REFUSED, 409, extra={"code": "caller_claimed"})]
    with pytest.raises(CentreSaid) as said:
        seat.board_act(PAUSE).result(PATIENCE_S)
    assert said.value.code == "caller_claimed"


def test_another_lead_acts_beside_who_is_signed_in_for_this_once(seat: Seat, line: FakeLine) -> None:
    there = SignedIn("s-10", "token-10", START + timedelta(hours=12), "2002", "周涛", frozenset({"lead"}), None)
    line.people["2002"] = (PASSWORD, there)
    line.board_pages[PAUSE.path] = GIVEN
    assert seat.board_act_beside(PAUSE, "2002", PASSWORD).result(PATIENCE_S).waits
    assert Proof("token-10") in line.checks  # the seat asks for its own proof meanwhile, when the line is up
    assert line.signed_out == ["token-10"]
    with pytest.raises(SignInFailed) as failed:
        seat.board_act_beside(PAUSE, "2002", "wrong").result(PATIENCE_S)
    assert failed.value.reason is WhyNot.WRONG_PASSWORD
    line.lost = [TransportProblem(Problem.REFUSED, 409, extra={"code": "unexplained"})]
    with pytest.raises(CentreSaid):
        seat.board_act_beside(PAUSE, "2002", PASSWORD).result(PATIENCE_S)
    assert line.signed_out == ["token-10", "token-10"]
    line.up = False
    with pytest.raises(NoLine):
        seat.board_act_beside(PAUSE, "2002", PASSWORD).result(PATIENCE_S)
    line.up = True
    line.board_pages["board"] = told(7, whole=True).model_dump(mode="json")
    assert seat.board(changes(0, "")).result(PATIENCE_S).n == 7
    assert line.board_proofs == [Proof("token-9")], "who sits here is signed in as before"


def test_a_picture_is_whole_once_and_then_what_changed() -> None:
    picture = BoardPicture()
    assert picture.take(told(5, ("0001", "ready"), ("0002", "ready"), whole=True), START, START) == {"0001", "0002"}
    assert picture.take(told(6, ("0002", "talking"), ("0001", "ready")), START, START) == {"0002"}
    assert {seat: row.state for seat, row in picture.seats.items()} == {"0001": "ready", "0002": "talking"}
    assert (picture.after, picture.epoch) == (6, "e1")


def test_an_answer_that_was_overtaken_changes_nothing() -> None:
    picture = BoardPicture()
    picture.take(told(6, ("0001", "talking"), whole=True), START, START)
    assert picture.take(told(5, ("0001", "ready")), START, START) == frozenset()
    assert picture.seats["0001"].state == "talking"


def test_a_centre_of_another_epoch_has_to_tell_all_of_it() -> None:
    picture = BoardPicture()
    picture.take(told(900, ("0001", "talking"), ("0002", "ready"), whole=True), START, START)
    assert picture.take(told(3, ("0001", "ready"), epoch="e2"), START, START) is None
    assert (picture.after, picture.epoch) == (0, ""), "all is asked for"
    assert picture.take(told(3, ("0001", "ready"), whole=True, epoch="e2"), START, START) == {"0001", "0002"}
    assert set(picture.seats) == {"0001"}


def test_times_are_counted_by_the_clock_of_the_centre() -> None:
    picture = BoardPicture()
    asked, came = START, START + timedelta(seconds=0.4)
    picture.take(told(1, whole=True, now=START + timedelta(hours=1)), asked, came)
    assert picture.at_centre(came) == START + timedelta(hours=1, seconds=0.2)
