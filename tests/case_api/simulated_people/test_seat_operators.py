"""Simulated operators at many seats: they behave like people, and what they report hangs together."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from uuid import UUID

import pytest

from case_api.settings import Simulator
from case_api.simulated_people.habits import PAUSES, Habits
from case_api.simulated_people.seat_operator import SeatOperator
from case_api.telephony.switch import CallAct
from hotline.call_events import CallEvent
from hotline.codes import AgentState as State
from hotline.codes import CallEventKind as Kind
from hotline.desk_doc import Beat, StateChange
from tests.case_api.simulated_people.city_at_work import pack
from tests.case_api.simulated_people.floor_at_work import FloorAtWork
from tests.case_api.telephony.played import START, at

SEATS = tuple(f"{number:04}" for number in range(1, 41))
CALLS = Simulator(seed=5, calls_per_hour=500, profile="flat", talk_s=120, ring_s=15)
LIVELY = Habits(pause_every_s=900, silent_every_s=600, hand=0.2, let_ring=0.05, late_s=(60, 600))
MAY_FOLLOW = {
    State.SIGNED_OUT: {State.READY, State.WRAP_UP, State.PAUSED},
    State.READY: {State.RINGING, State.PAUSED},
    State.RINGING: {State.TALKING, State.READY, State.PAUSED},
    State.TALKING: {State.HELD, State.WRAP_UP},
    State.HELD: {State.TALKING, State.WRAP_UP},
    State.WRAP_UP: {State.READY, State.PAUSED},
    State.PAUSED: {State.READY, State.PAUSED},
}


def half_an_hour(seed: int = 1) -> FloorAtWork:
    floor = FloorAtWork(CALLS, SEATS, LIVELY, seed)
    floor.go_on(1800)
    return floor


@pytest.fixture(scope="module")
def floor() -> FloorAtWork:
    return half_an_hour()


def spans(states: list[StateChange], state: State) -> list[float]:
    """Return how many seconds each stay in a state lasted that has ended."""
    return [(later.since - each.since).total_seconds() for each, later in pairwise(states) if each.state is state]


def test_the_same_seed_does_the_same(floor: FloorAtWork) -> None:
    again = half_an_hour()
    assert again.told == floor.told
    assert again.states == floor.states
    assert half_an_hour(seed=2).states != floor.states


def test_states_are_numbered_without_gaps_and_each_begins_where_the_one_before_ends(floor: FloorAtWork) -> None:
    assert set(floor.states) == set(SEATS)
    for states in floor.states.values():
        assert [each.seq for each in states] == list(range(1, len(states) + 1))
        assert states[0].since == START
        for before, after in pairwise(states):
            assert after.since >= before.since
            assert after.state in MAY_FOLLOW[before.state]


def test_they_are_seen_in_every_state_and_pause_for_the_packs_reasons(floor: FloorAtWork) -> None:
    told = [each for states in floor.states.values() for each in states]
    assert {each.state for each in told} == set(State) - {State.PRACTICE}
    known = {entry.code for entry in pack().code_lists["pause_reason"]}
    assert set(PAUSES) <= known
    for each in told:
        assert (each.reason in known) if each.state is State.PAUSED else not each.reason
        assert bool(each.operator_id) == (each.state is not State.SIGNED_OUT)


def test_they_answer_after_two_to_six_seconds_and_let_some_ring_out(floor: FloorAtWork) -> None:
    rang = {(event.call_id, event.seat): event.at for event in floor.told if event.kind is Kind.RINGING}
    took = [
        (event.at - rang[event.call_id, event.seat]).total_seconds()
        for event in floor.told
        if event.kind is Kind.ANSWERED
    ]
    assert len(took) > 150
    assert min(took) >= 2
    assert sum(each <= 7 for each in took) > 0.95 * len(took)  # the others had no line when it rang
    missed = sum(event.kind is Kind.MISSED for event in floor.told)
    assert 0 < missed < len(rang) / 8


def test_wrap_ups_last_as_they_do_and_some_take_too_long(floor: FloorAtWork) -> None:
    lasted = [span for states in floor.states.values() for span in spans(states, State.WRAP_UP)]
    assert len(lasted) > 100
    assert min(lasted) >= 15
    assert max(lasted) <= 241
    assert 0.01 < sum(span > 120 for span in lasted) / len(lasted) < 0.15


def test_nobody_who_is_not_ready_is_rung_but_for_the_moment_until_the_switch_hears_of_it() -> None:
    floor = FloorAtWork(CALLS, SEATS, replace(LIVELY, silent_every_s=0))
    floor.go_on(900)
    rang = sum(event.kind is Kind.RINGING for event in floor.told)
    heard = sum(each.state is State.RINGING for states in floor.states.values() for each in states)
    assert 0 <= rang - heard < 0.04 * rang


def test_what_a_seat_says_of_a_call_is_what_the_switch_says(floor: FloorAtWork) -> None:
    talked = defaultdict(set)
    for seat, states in floor.states.items():
        talked[seat] = {each.call_id for each in states if each.state is State.TALKING}
    answered = defaultdict(set)
    for event in floor.told:
        if event.kind is Kind.ANSWERED:
            answered[event.seat].add(event.call_id)
    for seat in SEATS:
        assert talked[seat] <= answered[seat]
    lost = sum(len(answered[seat] - talked[seat]) for seat in SEATS)
    assert lost < 0.05 * sum(map(len, answered.values()))


def test_they_beat_every_two_seconds_spread_evenly_but_for_silences(floor: FloorAtWork) -> None:
    gaps = [
        (later.sent_at - each.sent_at).total_seconds()
        for beats in floor.beats.values()
        for each, later in pairwise(beats)
    ]
    assert sum(1.4 < gap < 2.6 for gap in gaps) > 0.99 * len(gaps)
    silences = [gap for gap in gaps if gap > 6]
    assert silences
    assert max(silences) < 95
    firsts = Counter(int(beats[0].sent_at.timestamp() * 2) for beats in floor.beats.values())
    assert len(firsts) >= 4


def test_hands_are_raised_and_taken_down_and_what_waited_without_a_line_is_counted(floor: FloorAtWork) -> None:
    all_beats = [beat for beats in floor.beats.values() for beat in beats]
    hands = {beat.hand.hand_id: beat.hand for beat in all_beats if beat.hand}
    assert hands
    assert all(hand.words and hand.call_id for hand in hands.values())
    assert any(beats[-1].hand is None and any(each.hand for each in beats) for beats in floor.beats.values())
    unsent = [beat for beat in all_beats if beat.unsent]
    assert unsent
    assert all(beat.oldest_unsent_at for beat in unsent)
    assert any(beat.kept_drafts for beat in all_beats)


CALL = UUID(int=7)
AT_ONCE = Habits(
    signs_in_s=(0, 0), late=0, paused_at_first=0, wrapping_up_at_first=0, let_ring=0, hold=0, hand=0,
    pause_every_s=0, silent_every_s=0, hang_up=1,
)  # fmt: skip


def told(kind: Kind, seconds: float) -> CallEvent:
    return CallEvent(CALL, kind, at(seconds), "0042")


def test_states_that_no_answer_has_acknowledged_are_told_again_with_every_beat_and_numbers_go_on() -> None:
    operator = SeatOperator("0042", "10042", START, habits=AT_ONCE, told_before=17)
    first, second = (operator.step(at(seconds)).beat for seconds in (2, 4))
    assert isinstance(first, Beat)
    assert isinstance(second, Beat)
    assert [each.seq for each in first.states] == [18, 19]
    assert first.states == second.states
    operator.acknowledged(18)
    third = operator.step(at(6)).beat
    assert third is not None
    assert [(each.seq, each.state) for each in third.states] == [(19, State.READY)]


def test_a_call_goes_from_ring_to_wrap_up_and_the_operator_ends_it() -> None:
    operator = SeatOperator("0042", "10042", START, habits=AT_ONCE)
    operator.step(at(1), [told(Kind.RINGING, 1)])
    assert operator.state is State.RINGING
    assert operator.step(at(7)).acts == ((CALL, CallAct.ANSWER),)
    operator.step(at(7), [told(Kind.ANSWERED, 7)])
    assert operator.state is State.TALKING
    assert operator.step(at(310)).acts[0] == (CALL, CallAct.HANG_UP)
    operator.step(at(311), [told(Kind.HUNG_UP, 311)])
    assert operator.state is State.WRAP_UP
    operator.step(at(311), [told(Kind.HUNG_UP, 311)])
    operator.step(at(560))
    assert operator.state is State.READY


def test_a_call_that_ended_while_there_was_no_line_is_wrapped_up_when_there_is_one() -> None:
    operator = SeatOperator("0042", "10042", START, habits=AT_ONCE)
    operator.step(at(1), [told(Kind.RINGING, 1)])
    operator.step(at(8), [told(Kind.ANSWERED, 8)])
    operator.gone(CALL)
    assert operator.state is State.WRAP_UP


def test_two_thousand_seats_cost_what_they_do() -> None:
    """Nobody is stepped of whom nothing is due: a quarter of a second of 2,000 seats is 250 beats and little else."""
    seats = tuple(f"{number:04}" for number in range(2000))
    floor = FloorAtWork(Simulator(calls_per_hour=7200, profile="flat"), seats)
    floor.go_on(4)
    stepped = sum(1 for _ in floor.floor.step(floor.now + timedelta(seconds=0.25)))
    assert 150 < stepped < 400
