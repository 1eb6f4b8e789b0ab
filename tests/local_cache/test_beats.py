"""Beats: what the centre hears of a console by itself, what the desk is told, and what is owed to the centre."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from hotline.codes import AgentState
from hotline.desk_doc import DeskLine, DeskNews, HandAnswer, MissedCaller, Notice, QueueLine, SeatOrder
from hotline.lead_acts_doc import MissedCallers
from hotline.wire import Problem
from local_cache.beats import BEAT_S, LONGEST_S, Beats
from local_cache.folder import SeatFolder
from local_cache.model import DeskAct, Hand, OwnState
from local_cache.news import DeskNewsChanged, News
from local_cache.seat import Seat
from local_cache.sync.transport import SignedIn, TransportDown, TransportProblem
from tests.deadline import PATIENCE_S
from tests.local_cache.fake_line import FakeLine
from tests.local_cache.given import PASSWORD, SESSION, START, Clock, draft, filing
from tests.local_cache.test_line import wait_for

OpenSeat = Callable[..., Seat]
READY = OwnState(AgentState.READY, "1042")
TALKING = OwnState(AgentState.TALKING, "1042", call_id=str(UUID(int=9)))


@pytest.fixture
def line(clock: Clock) -> FakeLine:
    there = FakeLine(clock)
    session = SignedIn("s-9", "token-9", START + timedelta(hours=12), "1042", "王敏", frozenset({"operator"}), None)
    there.people["1042"] = (PASSWORD, session)
    return there


@pytest.fixture
def beats(open_seat: OpenSeat, line: FakeLine) -> Beats:
    """Beats that are stepped by hand, of a seat whose sync does not run."""
    seat = open_seat(transport=line)
    seat._board.change(line_up=True)
    assert seat._sync is not None
    seat._sync._transport = line
    seat._sync._there.set()
    return Beats(line, seat._desk_side, seat._board, random.Random(1))


def _seat(open_seat: OpenSeat, line: FakeLine) -> Seat:
    seat = open_seat(transport=line, start_sync=True)
    wait_for(seat, lambda: seat.status.line_up)
    seat.sign_in("1042", PASSWORD).result(PATIENCE_S)
    return seat


def _told(seat: Seat) -> list[DeskNews]:
    """Listen to a seat as a desk does that came later: the centre may have said it before."""
    told: list[DeskNews] = []

    def listen(news: News) -> None:
        if isinstance(news, DeskNewsChanged):
            told.append(news.news)

    seat.subscribe(listen)
    seat.tell_desk_news()
    return told


def _note(desk: Beats, *states: OwnState) -> None:
    for each in states:
        desk._desk.states.note(each).result(PATIENCE_S)


def test_a_beat_says_what_is_unsent_and_kept_and_whose_hand_is_up(beats: Beats, line: FakeLine, clock: Clock) -> None:
    hand = Hand(UUID(int=5), START, "来电人要求转市长", str(UUID(int=9)))
    beats._desk.put_hand(hand)
    beats._board.change(unsent=3, oldest_unsent_at=START, kept_drafts=2)
    clock.turn(seconds=7)
    assert beats.step() == BEAT_S
    beat = line.beats[-1]
    assert (beat.sent_at, beat.unsent, beat.oldest_unsent_at, beat.kept_drafts) == (clock(), 3, START, 2)
    assert beat.hand is not None
    assert (beat.hand.hand_id, beat.hand.words, beat.hand.call_id) == (UUID(int=5), "来电人要求转市长", UUID(int=9))


def test_states_go_with_the_beats_at_most_fifty_in_one_until_the_centre_has_all(beats: Beats, line: FakeLine) -> None:
    _note(beats, *[READY, TALKING] * 60)
    beats.step()
    assert [len(each.states) for each in line.beats] == [0, 50, 50, 20]
    assert sorted(line.states) == [*range(1, 121)]
    assert line.states[2].call_id == UUID(int=9)
    beats.step()
    assert line.beats[-1].states == ()


def test_without_a_line_nothing_is_tried_and_with_it_all_is_told(beats: Beats, line: FakeLine) -> None:
    line.up = False
    assert beats.step() >= BEAT_S
    beats._board.change(line_up=False)
    _note(beats, READY, TALKING)
    assert beats.step() == LONGEST_S
    line.up = True
    assert beats.step() == LONGEST_S
    assert line.beats == []
    beats._board.change(line_up=True)
    beats.step()
    assert sorted(line.states) == [1, 2]


def test_an_answer_that_got_lost_tells_no_state_twice_as_another(beats: Beats, line: FakeLine) -> None:
    beats.step()
    _note(beats, READY, TALKING)
    taken, line.beat = line.beat, lambda beat: (_ for _ in ()).throw(_lost(taken, beat))  # type: ignore[method-assign]
    beats.step()
    line.beat = taken  # type: ignore[method-assign]
    beats.step()
    assert sorted(line.states) == [1, 2]
    assert [each.seq for each in line.beats[-1].states] == [1, 2]


def _lost(taken: Callable[..., object], beat: object) -> Exception:
    taken(beat)
    return TransportDown("ReadTimeout")


@pytest.mark.parametrize("status", [404, 500])
def test_a_centre_that_takes_no_beats_is_asked_more_and_more_seldom(beats: Beats, line: FakeLine, status: int) -> None:
    line.problem = TransportProblem(None, status)
    waits = [beats.step() for _ in range(40)]
    assert min(waits) >= BEAT_S
    assert max(waits) > 20


def test_a_running_seat_beats_at_once_when_its_operator_does_something(open_seat: OpenSeat, line: FakeLine) -> None:
    seat = _seat(open_seat, line)
    wait_for(seat, lambda: line.news_asked > 0)
    seat.note_state(TALKING)
    wait_until(lambda: 1 in line.states)
    seat.put_hand(Hand(UUID(int=5), START))
    wait_until(lambda: line.beats[-1].hand is not None)


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait for another thread; `wait_for` waits for news."""
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.005)


def test_the_kept_drafts_are_counted(open_seat: OpenSeat) -> None:
    seat = open_seat()
    seat.put_draft(draft(kept=True, parked=True)).result()
    seat.save(filing(), session=SESSION).result()
    seat._files.on_work(seat._count)
    assert seat.status.kept_drafts == 1


NEWS = DeskNews(
    now=START,
    notices=(Notice(notice_id=UUID(int=1), words="暴雨红色预警", must_read=True, sent_by="赵刚", sent_at=START),),
    orders=(SeatOrder(order_id=UUID(int=2), kind="state", value="paused", reason="meeting", given_by="赵刚",
                      given_at=START),),
    hand=HandAnswer(hand_id=UUID(int=3), words="转我", answered_by="赵刚", answered_at=START),
    claimed=(MissedCaller(call_id=UUID(int=4), queue="general", abandoned_at=START, waited_s=41, calls=1, tries=0,
                          number="19900001234"),),
)  # fmt: skip
ACTS = (
    DeskAct(f"desk/notices/{UUID(int=1)}/read", by="1042"),
    DeskAct(f"desk/orders/{UUID(int=2)}/done", {"refused": ""}),
    DeskAct(f"desk/hands/{UUID(int=3)}/seen"),
    DeskAct(f"missed-callers/{UUID(int=4)}/tried", {"reached": False}),
)


def test_news_of_the_desk_comes_with_the_line_and_what_is_done_about_it_is_told_to_the_centre(
    open_seat: OpenSeat, line: FakeLine
) -> None:
    line.news = NEWS
    seat = open_seat(transport=line, start_sync=True)
    told = _told(seat)
    wait_for(seat, lambda: bool(told))
    assert told[0] == NEWS
    seat.sign_in("1042", PASSWORD).result(PATIENCE_S)
    for act in ACTS:
        seat.desk_act(act)
    wait_until(lambda: len(line.desk_acts) == len(ACTS))
    assert {each.path: each.said for each in line.desk_acts} == {each.path: each.said for each in ACTS}


def test_what_is_done_without_a_line_is_shown_no_more_and_told_with_the_line_also_after_a_kill(
    open_seat: OpenSeat, line: FakeLine, folder: SeatFolder, tmp_path: Path, clock: Clock
) -> None:
    line.news = NEWS
    first = _seat(open_seat, line)
    told = _told(first)
    wait_for(first, lambda: bool(told))
    line.up = False
    wait_for(first, lambda: not first.status.line_up)
    for act in ACTS:
        first.desk_act(act)
    assert (told[-1].notices, told[-1].orders, told[-1].hand, told[-1].claimed) == ((), (), None, ())
    first.put_hand(Hand(UUID(int=5), START, "words")).result(PATIENCE_S)
    killed = SeatFolder(shutil.copytree(folder.root, tmp_path / "as a kill leaves it"))
    line.up = True
    seat = Seat.open(killed, now=clock, transport=line, start_sync=True, ballast_size=0)
    try:
        assert seat.status.hand == Hand(UUID(int=5), START, "words")
        told = _told(seat)
        seat.resume_session().result(PATIENCE_S)
        wait_for(seat, lambda: bool(told))
        assert told[-1].notices == ()
        wait_until(lambda: len(line.desk_acts) >= len(ACTS))
    finally:
        seat.close()


def test_the_queue_comes_with_the_stream_and_nothing_is_asked_for_it(open_seat: OpenSeat, line: FakeLine) -> None:
    line.news = NEWS
    seat = open_seat(transport=line, start_sync=True)
    told = _told(seat)
    wait_for(seat, lambda: bool(told))
    asked = line.news_asked
    for callers in range(1, 4):
        queue = QueueLine(waiting=callers, longest_since=START)
        line.queue_told.append(DeskLine(now=START, queue=queue, switch_up=True, missed_waiting=callers))
        wait_for(seat, lambda callers=callers: told[-1].queue.waiting == callers)  # type: ignore[misc]
    assert told[-1].model_copy(update=dict(DeskLine(now=START))) == NEWS
    assert (told[-1].switch_up, told[-1].missed_waiting, line.news_asked) == (True, 3, asked)


def test_news_that_were_asked_for_do_not_bring_back_a_queue_that_has_changed_meanwhile(
    beats: Beats, line: FakeLine
) -> None:
    desk, told = beats._desk, []
    beats._board.subscribe(lambda news: told.append(news) if isinstance(news, DeskNewsChanged) else None)
    desk.line_came(DeskLine(now=START, switch_up=True))
    desk.news_came(NEWS.model_copy(update={"queue": QueueLine(waiting=1, longest_since=START)}))
    assert (told[-1].news.queue.waiting, told[-1].news.notices) == (0, NEWS.notices)
    desk.line_came(None)  # a stream that begins, of a centre that may be older than lines are
    desk.news_came(NEWS.model_copy(update={"queue": QueueLine(waiting=2, longest_since=START)}))
    assert told[-1].news.queue.waiting == 2


def test_a_notice_read_by_one_operator_is_not_told_in_the_name_of_the_next(beats: Beats, line: FakeLine) -> None:
    owed = beats._desk._owed
    owed.tell(DeskAct("desk/notices/x/read", by="1043"))
    owed._tell_all()
    assert line.desk_acts == []
    assert owed.owes("desk/notices/x/read")


def test_the_next_caller_to_call_back_is_the_first_whom_nobody_else_was_quicker_to_claim(
    open_seat: OpenSeat, line: FakeLine
) -> None:
    seat = _seat(open_seat, line)
    mine = NEWS.claimed[0]
    others = [mine.model_copy(update={"call_id": UUID(int=n), "number": "", "seat": s}) for n, s in
              ((5, ""), (6, "0007"), (7, ""))]  # fmt: skip
    line.board_pages["missed-callers"] = MissedCallers(callers=tuple(others)).model_dump()
    line.board_pages[f"missed-callers/{UUID(int=7)}/claim"] = mine.model_dump() | {"call_id": UUID(int=7)}
    refused = TransportProblem(Problem.REFUSED, 409, extra={"code": "caller_claimed"})
    line.lost = [refused]
    caller = seat.take_missed(()).result(PATIENCE_S)
    assert caller is not None
    assert (caller.call_id, caller.number) == (UUID(int=7), "19900001234")
    assert seat.take_missed([str(UUID(int=5)), str(UUID(int=7))]).result(PATIENCE_S) is None


def test_whom_a_lead_handed_to_the_seat_is_claimed_for_the_number_and_one_with_a_number_not_again(
    open_seat: OpenSeat, line: FakeLine
) -> None:
    seat = _seat(open_seat, line)
    mine = NEWS.claimed[0]
    seat._desk_side.news_came(NEWS.model_copy(update={"claimed": (mine.model_copy(update={"number": ""}),)}))
    line.board_pages[f"missed-callers/{mine.call_id}/claim"] = mine.model_dump()
    assert seat.take_missed(()).result(PATIENCE_S) == mine
    seat._desk_side.news_came(NEWS)
    line.board_acts.clear()
    assert seat.take_missed(()).result(PATIENCE_S) == mine
    assert line.board_acts == []


def test_a_hand_goes_down_with_its_operator(open_seat: OpenSeat, line: FakeLine) -> None:
    seat = _seat(open_seat, line)
    seat.put_hand(Hand(UUID(int=5), START))
    session = seat.session
    assert session is not None
    seat.sign_out(session, {}).result(PATIENCE_S)
    assert seat.status.hand is None
