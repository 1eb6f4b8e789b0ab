"""Times in agent states: they fill a shift from end to end, however the changes come."""

import random
from datetime import timedelta
from itertools import pairwise, permutations
from uuid import UUID

import pytest

from hotline.codes import AgentState
from hotline.spans import Span
from hotline.state_times import (
    NO_TIME,
    StateSince,
    by_pause_reason,
    by_state,
    occupancy,
    state_times,
    time_spent,
    wrap_ups,
)
from tests.hotline.calls_told import CALL, second

_SHIFT = Span(second(0), second(600))


def _changes(*lines: str, seat: str = "0001") -> list[StateSince]:
    """Return changes of lines like `30 paused meal` or `40 wrap_up #1`: seconds after ten, state, reason, call."""
    changes = []
    for seq, line in enumerate(lines, 1):
        at, state, *about = line.split()
        call = next((UUID(int=int(word[1:])) for word in about if word[0] == "#"), None)
        reason = next((word for word in about if word[0] != "#"), "")
        changes.append(StateSince(seat, "wang", AgentState(state), reason, second(float(at)), call, seq))
    return changes


_STORY = (
    "0 ready", "60 ringing #1", "64 talking #1", "100 held #1", "110 talking #1", "200 wrap_up #1", "250 paused meal",
    "400 paused meeting", "450 ready", "500 ringing #2", "504 talking #2", "560 wrap_up #2",
)  # fmt: skip


def _seconds(times: dict[object, timedelta]) -> dict[str, float]:
    return {str(key): length.total_seconds() for key, length in times.items()}


def test_time_spent_is_added_up_over_seats_and_a_wrap_up_that_lasts_is_in_no_average() -> None:
    times = state_times([*_changes(*_STORY), *_changes("0 ready", "590 wrap_up", seat="0002")], _SHIFT)
    one, other = (time_spent(times[seat], _SHIFT.until) for seat in ("0001", "0002"))
    assert (one.wrap_ups, one.average_wrap_up_s) == (1, 50)
    assert (other.wrap_ups, other.average_wrap_up_s) == (0, None)
    both = one + other
    assert sum(_seconds(both.states).values()) == 1200
    assert (_seconds(both.states)["wrap_up"], both.average_wrap_up_s) == (50 + 40 + 10, 50)
    assert _seconds(both.pauses) == {"meal": 150, "meeting": 50}
    assert both.occupancy == occupancy(both.states)
    assert sum([one, other], NO_TIME) == both


def test_the_times_of_a_shift_added_up_by_hand() -> None:
    times = state_times(_changes(*_STORY), _SHIFT)["0001"]
    assert _seconds(by_state(times)) == {
        "ready": 60 + 50,
        "ringing": 4 + 4,
        "talking": (100 - 64) + (200 - 110) + (560 - 504),
        "held": 10,
        "wrap_up": 50 + 40,
        "paused": 150 + 50,
    }
    assert _seconds(by_pause_reason(times)) == {"meal": 150, "meeting": 50}
    # at work 182 + 10 + 90 = 282, idle 110 + 8 = 118
    assert occupancy(by_state(times)) == pytest.approx(282 / 400)


def test_wrap_ups_are_those_of_calls_and_over() -> None:
    found = wrap_ups(_changes(*_STORY, "590 ready", "595 wrap_up", "599 ready"), second(600))
    assert {call.int: [each.length.total_seconds() for each in times] for call, times in found.items()} == {
        1: [50],
        2: [30],
    }
    assert set(wrap_ups(_changes(*_STORY), second(600))) == {UUID(int=1)}
    assert not wrap_ups(_changes(*_STORY), second(249))
    assert set(wrap_ups(_changes(*_STORY), second(250))) == {UUID(int=1)}


def test_a_console_that_comes_back_in_wrap_up_after_a_crash_goes_on_with_the_same_one() -> None:
    changes = _changes("0 talking #1", "60 wrap_up #1", "75 wrap_up #1", "90 ready")
    assert [each.length.total_seconds() for each in wrap_ups(changes, second(100))[UUID(int=1)]] == [30]


def test_nobody_was_signed_in_before_the_first_change() -> None:
    times = state_times(_changes("200 ready"), _SHIFT)["0001"]
    assert [(each.state, each.operator_id, each.length.total_seconds()) for each in times] == [
        (AgentState.SIGNED_OUT, "", 200),
        (AgentState.READY, "wang", 400),
    ]


def test_a_state_of_before_goes_on_into_the_span_and_one_of_after_is_not_in_it() -> None:
    times = state_times(_changes("-500 ready", "-100 paused meal", "700 ready"), _SHIFT)["0001"]
    assert [(each.state, each.since, each.until) for each in times] == [(AgentState.PAUSED, second(0), second(600))]
    assert state_times(_changes("700 ready"), _SHIFT) == {}


def test_of_two_changes_at_one_moment_the_later_one_counts() -> None:
    changes = _changes("0 ready", "60 talking #1", "60 wrap_up #1")
    assert [each.state for each in state_times(changes, _SHIFT)["0001"]] == [AgentState.READY, AgentState.WRAP_UP]
    assert state_times(changes[::-1], _SHIFT) == state_times(changes, _SHIFT)
    assert not wrap_ups(_changes("60 wrap_up #1", "60 paused rest", "90 ready"), second(100))


def test_changes_in_any_order_and_twice_give_the_same() -> None:
    changes = _changes("0 ready", "60 ringing #1", "64 talking #1", "200 wrap_up #1", "250 ready")
    for order in permutations(changes):
        assert state_times([*order, *order], _SHIFT) == state_times(changes, _SHIFT)
        assert wrap_ups([*order, *order], second(600)) == wrap_ups(changes, second(600))


def test_no_calls_no_occupancy() -> None:
    assert occupancy({}) is None
    assert occupancy({AgentState.PAUSED: timedelta(minutes=3)}) is None
    assert occupancy({AgentState.READY: timedelta(minutes=3)}) == 0


@pytest.mark.parametrize("seed", range(5))
def test_no_seat_is_in_two_states_and_the_times_add_up_to_the_shift(seed: int) -> None:
    draw = random.Random(seed)
    told = [
        StateSince(
            f"{draw.randrange(1, 9):04}",
            draw.choice(("", "wang", "li")),
            draw.choice(list(AgentState)),
            draw.choice(("", "meal", "meeting")),
            second(draw.randrange(-300, 900)),
            draw.choice((None, CALL)),
            draw.randrange(1, 3),
        )
        for _ in range(400)
    ]
    told += draw.choices(told, k=50)
    found = state_times(told, _SHIFT)
    draw.shuffle(told)
    assert found == state_times(told, _SHIFT)
    for seat, times in found.items():
        assert times[0].since == _SHIFT.since
        assert times[-1].until == _SHIFT.until
        assert all(one.until == following.since for one, following in pairwise(times))
        assert all(each.since < each.until and each.seat == seat for each in times)
        assert sum(by_state(times).values(), timedelta()) == _SHIFT.length
