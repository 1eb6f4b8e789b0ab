"""What falls due in a session, after a crash too: the time away is nobody's wait."""

from dataclasses import replace

import pytest

from city_packs.scenario import Words
from hotline.codes import AgentState, PracticeKind
from local_cache.model import KeptState, OwnState
from practice import due
from practice.desk_steps import DeskSteps
from practice.record import Act, CallStep, CameBack, Event, LineChanged, Step
from practice.session_plan import SessionPlan, Trainee, planned
from practice.session_state import SessionState

from .machine import START
from .scenarios import SCENARIO

OTHER = replace(SCENARIO, code="street_lamp")
RANG = CallStep(3_000, Step.RING, 1, "night_work", "c-1", "19900001234")
ANSWERED = CallStep(5_000, Step.ANSWERED, 1)
FILED = Act(40_000, "file_case", {}, "case-1", 1, 1, "m-1")


def plan(kind: PracticeKind) -> SessionPlan:
    return planned("s-1", kind, Trainee("1042", "王敏"), [SCENARIO, OTHER], city="zaozhuang")


def after(*events: Event) -> SessionState:
    state = SessionState({each.code: each for each in (SCENARIO, OTHER)}, {"calm": Words("", "")}, frozenset({"calm"}))
    for event in events:
        state.take(event)
    return state


def test_a_caller_rings_a_minute_and_longer_by_the_time_away() -> None:
    assert due.caller_went(after(RANG), 62_999) is None
    assert due.caller_went(after(RANG), 63_000) == 63_000
    assert due.caller_went(after(RANG, CameBack(110_000, 100_000)), 162_999) is None
    assert due.caller_went(after(RANG, CameBack(110_000, 100_000)), 163_000) == 163_000


def test_who_is_ready_late_has_a_moment_before_the_next_call() -> None:
    shift = plan(PracticeKind.SHIFT)
    late = shift.calls[1].not_before_ms + 60_000
    done = after(RANG, ANSWERED, CallStep(late - 100, Step.HUNG_UP, 1), CallStep(late, Step.READY, 1))
    assert due.next_ring(shift, done, late + due.PAUSE_MS - 1) is None
    assert due.next_ring(shift, done, late + due.PAUSE_MS) == shift.calls[1]


def test_what_the_desk_said_before_the_caller_hung_up_is_no_answer_to_that() -> None:
    steps, state = DeskSteps(), after(RANG, ANSWERED, CallStep(9_000, Step.HUNG_UP, 1, by="caller"))
    before = KeptState(OwnState(AgentState.PAUSED), START, 4)
    steps.caller_went(before)
    assert steps.step(before, 8_000, state) is None
    assert steps.step(replace(before, seq=5), 9_500, state) is Step.READY


def test_who_comes_next_comes_later_by_the_time_away() -> None:
    shift = plan(PracticeKind.SHIFT)
    second = shift.calls[1].not_before_ms
    done = (RANG, ANSWERED, CallStep(9_000, Step.HUNG_UP, 1), CallStep(9_500, Step.READY, 1))
    back = CameBack(1_009_500, 1_000_000)
    late = CallStep(second - 1_000, Step.READY, 1)
    assert due.next_ring(shift, after(*done[:-1], late), second + 999) is None
    assert due.next_ring(shift, after(*done[:-1], late), second + 1_000) == shift.calls[1]
    assert due.next_ring(shift, after(*done[:-1], back, replace(late, ms=second + 990_000)), second + 999_999) is None
    assert due.next_ring(shift, after(*done[:-1], back, replace(late, ms=second + 990_000)), second + 1_000_000)
    assert due.who_waits(shift, after(RANG, ANSWERED), second, lambda _: START).waiting == 1
    assert due.who_waits(shift, after(RANG, ANSWERED, back), second, lambda _: START).waiting == 0
    assert due.who_waits(shift, after(*done), second, lambda _: START).waiting == 1  # in a pause nobody rings


def test_who_is_ready_long_before_the_next_call_is_not_kept_waiting_and_the_pace_stays() -> None:
    third = replace(SCENARIO, code="third")
    shift = planned("s-1", PracticeKind.SHIFT, Trainee("1042", "王敏"), [SCENARIO, OTHER, third], city="zaozhuang")
    gap = shift.calls[2].not_before_ms - shift.calls[1].not_before_ms
    first = (RANG, ANSWERED, CallStep(9_000, Step.HUNG_UP, 1), CallStep(9_500, Step.READY, 1))
    assert due.next_ring(shift, after(*first), 9_500 + due.IDLE_MS - 1) is None
    assert due.next_ring(shift, after(*first), 9_500 + due.IDLE_MS) == shift.calls[1]
    back = CameBack(1_009_500, 1_000_000)
    assert due.next_ring(shift, after(*first, back), 1_009_500 + due.IDLE_MS - 1) is None
    assert due.next_ring(shift, after(*first, back), 1_009_500 + due.IDLE_MS) == shift.calls[1]
    talks = (replace(RANG, ms=39_500, call=2, scenario="street_lamp"), replace(ANSWERED, ms=41_000, call=2))
    assert due.who_waits(shift, after(*first, *talks), 39_500 + gap - 1, lambda _: START).waiting == 0
    assert due.who_waits(shift, after(*first, *talks), 39_500 + gap, lambda _: START).waiting == 1
    away = tuple(replace(each, ms=each.ms + 1_000_000) for each in talks)
    assert due.who_waits(shift, after(*first, back, *away), 1_039_500 + gap - 1, lambda _: START).waiting == 0
    assert due.who_waits(shift, after(*first, back, *away), 1_039_500 + gap, lambda _: START).waiting == 1


@pytest.mark.parametrize(
    ("events", "goes", "changes_at"),
    [
        ((RANG, ANSWERED), "down", 25_000),
        ((RANG, ANSWERED, LineChanged(25_000, up=False), FILED), "up", 85_000),
        ((RANG, ANSWERED, LineChanged(25_000, up=False), replace(FILED, ms=90_000)), "up", 105_000),
        ((RANG, ANSWERED, LineChanged(25_000, up=False)), "up", 625_000),
        ((RANG, ANSWERED, CameBack(110_000, 100_000)), "down", 125_000),
        ((RANG, CameBack(103_500, 100_000), replace(ANSWERED, ms=105_000)), "down", 125_000),
        ((RANG, ANSWERED, LineChanged(25_000, up=False), CameBack(130_000, 100_000)), "up", 725_000),
    ],
)
def test_the_line_goes_in_the_call_and_is_back_after_something_was_saved_without_it(
    events: tuple[Event, ...], goes: str, changes_at: int
) -> None:
    drill, state = plan(PracticeKind.LINE_CUT), after(*events)
    assert (state.line_down_at is None) is (goes == "down")
    assert not due.line_changes(drill, state, changes_at - 1)
    assert due.line_changes(drill, state, changes_at)


def test_the_line_goes_once_and_not_in_a_call_that_is_over() -> None:
    drill = plan(PracticeKind.LINE_CUT)
    once = after(RANG, ANSWERED, LineChanged(25_000, up=False), LineChanged(85_000, up=True))
    over = after(RANG, ANSWERED, CallStep(9_000, Step.HUNG_UP, 1))
    assert not due.line_changes(drill, once, 999_000)
    assert not due.line_changes(drill, over, 999_000)


def test_in_a_hard_call_the_line_falls_silent() -> None:
    hard = planned("s-1", PracticeKind.LINE_CUT, Trainee("1042", ""), [replace(SCENARIO, level=3)], city="zaozhuang")
    assert [each.silent for each in (*hard.cuts, *plan(PracticeKind.LINE_CUT).cuts)] == [True, False]
