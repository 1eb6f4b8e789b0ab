"""What simulated operators do with what their desk is told: as a lead would see it of people."""

from dataclasses import replace
from uuid import UUID

import pytest

from case_api.simulated_people.desk_manners import DeskAct, DeskActKind
from case_api.simulated_people.habits import Habits
from case_api.simulated_people.seat_operator import SeatOperator, Turn
from hotline.call_events import CallEvent
from hotline.codes import AgentState as State
from hotline.codes import CallEventKind as Kind
from hotline.desk_doc import DeskNews, HandAnswer, MissedCaller, Notice, SeatOrder
from tests.case_api.telephony.played import START, at

AT_ONCE = Habits(
    signs_in_s=(0, 0), late=0, paused_at_first=0, wrapping_up_at_first=0, let_ring=0, hold=0, hang_up=1,
    pause_every_s=0, silent_every_s=0, hand=1, hand_after_s=(1, 1), hand_up_s=(900, 900), answers_s=(1, 1),
)  # fmt: skip
ID, OTHER = UUID(int=1), UUID(int=2)


@pytest.fixture
def operator() -> SeatOperator:
    made = SeatOperator("0042", "10042", START, habits=AT_ONCE, seed=1)
    made.step(at(1))
    return made


def news(**what: object) -> DeskNews:
    return DeskNews.model_validate({"now": START, **what})


def order(value: str, kind: str = "state", reason: str = "", order_id: UUID = ID) -> DeskNews:
    told = SeatOrder.model_validate(
        {"order_id": order_id, "kind": kind, "value": value, "reason": reason, "given_by": "王芳", "given_at": START}
    )
    return news(orders=[told])


def said(operator: SeatOperator, *, until: float) -> list[DeskAct]:
    """Return what is said at the desk up to a second."""
    return [each for second in range(2, int(until)) for each in operator.step(at(second)).said]


def in_a_call(operator: SeatOperator) -> None:
    for kind in (Kind.RINGING, Kind.ANSWERED):
        operator.step(at(1), [CallEvent(OTHER, kind, at(1), "0042")])


def test_a_notice_is_read_once_after_a_while_and_by_some_never() -> None:
    notice = Notice(notice_id=ID, words="14点演练", must_read=True, sent_by="王芳", sent_at=START)
    readers = 0
    for seed in range(100):
        operator = SeatOperator("0042", "10042", START, habits=AT_ONCE, seed=seed)
        operator.step(at(1))
        for _ in range(3):
            operator.desk.hear(news(notices=[notice]))
        told = said(operator, until=70)
        assert told in ([], [DeskAct(DeskActKind.READ, ID)])
        readers += len(told)
    assert 80 <= readers < 100


def test_an_order_to_pause_or_to_be_ready_is_done(operator: SeatOperator) -> None:
    operator.desk.hear(order("paused", reason="training"))
    assert said(operator, until=8) == [DeskAct(DeskActKind.DONE, ID)]
    assert operator.state is State.PAUSED
    beat = operator.step(at(12)).beat
    assert beat is not None
    assert beat.states[-1].reason == "training"
    operator.desk.hear(order("ready", order_id=OTHER))
    assert said(operator, until=20) == [DeskAct(DeskActKind.DONE, OTHER)]
    assert operator.state is State.READY


def test_who_speaks_to_a_caller_pauses_when_the_call_is_done_as_a_console_does(operator: SeatOperator) -> None:
    in_a_call(operator)
    operator.desk.hear(order("paused", reason="rest"))
    assert said(operator, until=8) == []
    assert operator.state is State.TALKING
    operator.step(at(9), [CallEvent(OTHER, Kind.HUNG_UP, at(9), "0042")])
    assert operator.state is State.WRAP_UP
    told = [(operator.state, each) for second in range(10, 400) for each in operator.step(at(second)).said]
    assert told == [(State.PAUSED, DeskAct(DeskActKind.DONE, ID))]


def test_another_queue_is_taken_in_a_pause_too(operator: SeatOperator) -> None:
    operator.desk.hear(order("paused", reason="training", order_id=OTHER))
    assert said(operator, until=8) == [DeskAct(DeskActKind.DONE, OTHER)]
    operator.desk.hear(order("enterprise", kind="queue"))
    assert said(operator, until=16) == [DeskAct(DeskActKind.DONE, ID)]


def test_a_hand_is_taken_down_when_its_answer_was_seen(operator: SeatOperator) -> None:
    in_a_call(operator)
    beats = [beat for second in range(2, 8) if (beat := operator.step(at(second)).beat)]
    hand = beats[-1].hand
    assert hand is not None
    answer = HandAnswer(hand_id=hand.hand_id, words="派给路北区", answered_by="王芳", answered_at=START)
    operator.desk.hear(news(hand=answer))
    assert said(operator, until=30) == [DeskAct(DeskActKind.SEEN, hand.hand_id)]
    later = [beat for second in range(30, 34) if (beat := operator.step(at(second)).beat)]
    assert later[-1].hand is None


def test_whom_a_lead_hands_to_a_seat_is_claimed_and_called_back(operator: SeatOperator) -> None:
    handed = MissedCaller(call_id=ID, queue="general", abandoned_at=START, waited_s=40, calls=1, tries=0, seat="0042")
    operator.desk.hear(news(claimed=[handed]))
    assert said(operator, until=8) == [DeskAct(DeskActKind.CLAIM, ID)]
    operator.desk.claimed(ID)
    assert [each.kind for each in said(operator, until=110)] == [DeskActKind.TRIED]


def test_in_a_pause_for_it_callers_are_called_back_one_after_another_until_it_ends(operator: SeatOperator) -> None:
    operator.desk.hear(order("paused", reason="callback"))
    assert {each.kind for each in said(operator, until=8)} == {DeskActKind.PICK, DeskActKind.DONE}
    operator.desk.claimed(ID)
    assert [each.kind for each in said(operator, until=110)] == [DeskActKind.TRIED, DeskActKind.PICK]
    operator.desk.hear(order("ready", order_id=OTHER))
    operator.desk.claimed(UUID(int=3))
    kinds = [each.kind for second in range(110, 220) for each in operator.step(at(second)).said]
    assert kinds == [DeskActKind.DONE, DeskActKind.TRIED]


def test_without_a_line_nothing_is_said_until_it_is_there_again() -> None:
    silent = replace(AT_ONCE, silent_every_s=60, silent_s=(100, 100))
    operator = SeatOperator("0042", "10042", START, habits=silent, seed=1)
    lost = next(second for second in range(1, 900) if not _has_line_at(operator, second))
    operator.desk.hear(order("paused", reason="training"))
    assert all(operator.step(at(lost + second)) == Turn() for second in range(1, 99))
    assert operator.state is State.PAUSED
    assert DeskAct(DeskActKind.DONE, ID) in operator.step(at(lost + 102)).said


def _has_line_at(operator: SeatOperator, second: int) -> bool:
    operator.step(at(second))
    return operator.has_line
