"""What became of a call, told by events that come late, twice, in any order, or not at all."""

import random
from itertools import permutations, zip_longest
from uuid import UUID

import pytest

from hotline.call_events import record_of
from hotline.call_record import Visit
from hotline.codes import AgentState, LegEnd, VisitEnd
from tests.hotline.calls_told import CALL, in_short, second, told, told_of
from tests.hotline.made_calls import a_second_later, made_day

_STORIES = {
    "answered": (
        ("0 offered", "2 ringing 0001", "8 answered 0001", "70 hung_up 0001"),
        ["general 0 8 answered", "- 0001 2 8 70 hung_up"],
    ),
    "given up before anybody's telephone rang": (("0 offered", "9 abandoned"), ["general 0 9 abandoned"]),
    "given up while it rang": (
        ("0 offered", "2 ringing 0001", "9 abandoned"),
        ["general 0 9 abandoned", "- 0001 2 9 abandoned"],
    ),
    "hung up before anybody answered, as some switches put it": (
        ("0 offered", "2 ringing 0001", "9 hung_up"),
        ["general 0 9 abandoned", "- 0001 2 9 abandoned"],
    ),
    "not answered at one seat, answered at another": (
        ("0 offered", "2 ringing 0001", "17 missed 0001", "17 ringing 0002", "20 answered 0002", "80 hung_up 0002"),
        ["general 0 20 answered", "- 0001 2 17 missed", "- 0002 17 20 80 hung_up"],
    ),
    "not answered twice at one seat": (
        ("0 offered", "2 ringing 0001", "9 missed 0001", "12 ringing 0001", "19 missed 0001", "25 abandoned"),
        ["general 0 25 abandoned", "- 0001 2 9 missed", "- 0001 12 19 missed"],
    ),
    "rung at all, the second is quicker": (
        ("0 offered", "2 ringing 0001", "2 ringing 0002", "2 ringing 0003", "5 answered 0002", "60 hung_up 0002"),
        ["general 0 5 answered", "- 0001 2 5 elsewhere", "- 0002 2 5 60 hung_up", "- 0003 2 5 elsewhere"],
    ),
    "held twice": (
        (
            "0 offered", "2 ringing 0001", "5 answered 0001", "10 held 0001", "25 resumed 0001", "30 held 0001",
            "31.5 resumed 0001", "60 hung_up 0001",
        ),
        ["general 0 5 answered", "- 0001 2 5 60 hung_up held 16.5"],
    ),
    "hung up while on hold": (
        ("0 offered", "2 ringing 0001", "5 answered 0001", "50 held 0001", "60 hung_up"),
        ["general 0 5 answered", "- 0001 2 5 60 hung_up held 10"],
    ),
    "on hold still": (
        ("0 offered", "2 ringing 0001", "5 answered 0001", "10 held 0001", "12 resumed 0001", "50 held 0001"),
        ["general 0 5 answered", "- 0001 2 5 held 2 on hold since 50"],
    ),
    "given up by the queue": (
        ("0 offered", "2 ringing 0001", "30 flowed_out", "31 hung_up"),
        ["general 0 30 flowed_out", "- 0001 2 30 missed"],
    ),
    "from one queue to another at one moment": (
        ("0 offered general", "30 flowed_out general", "30 offered other", "40 ringing 0009", "42 answered 0009"),
        ["general 0 30 flowed_out", "other 30 42 answered", "- 0009 40 42"],
    ),
    "from a queue into the same again at one moment": (
        ("0 offered", "30 flowed_out", "30 offered", "60 abandoned"),
        ["general 0 30 flowed_out", "general 30 60 abandoned"],
    ),
    "a blind transfer into a second queue": (
        (
            "0 offered general", "2 ringing 0001", "5 answered 0001", "40 transferred 0001", "40 offered enterprise",
            "43 ringing 0101", "45 answered 0101", "99 hung_up 0101",
        ),
        [
            "general 0 5 answered", "- 0001 2 5 40 transferred",
            "enterprise 40 45 answered", "- 0101 43 45 99 hung_up",
        ],
    ),
    "a transfer into the same queue, given up there": (
        ("0 offered", "2 ringing 0001", "5 answered 0001", "40 transferred 0001", "40 offered", "70 abandoned"),
        ["general 0 5 answered", "- 0001 2 5 40 transferred", "general 40 70 abandoned"],
    ),
    "handed on from seat to seat and back": (
        (
            "0 offered", "2 ringing 0001", "5 answered 0001", "40 transferred 0001", "40 ringing 0002",
            "44 answered 0002", "60 transferred 0002", "60 ringing 0001", "61 answered 0001", "90 hung_up 0001",
        ),
        [
            "general 0 5 answered", "- 0001 2 5 40 transferred",
            "general 40 44 answered handed on", "- 0002 40 44 60 transferred",
            "general 60 61 answered handed on", "- 0001 60 61 90 hung_up",
        ],
    ),
    "handed on to a seat that does not answer": (
        ("0 offered", "5 answered 0001", "40 transferred 0001", "40 ringing 0002", "55 missed 0002", "56 hung_up"),
        [
            "general 0 5 answered", "- 0001 5 40 transferred",
            "general 40 56 abandoned handed on", "- 0002 40 55 missed",
        ],
    ),
    "handed on out of the house": (
        ("0 offered", "5 answered 0001", "40 transferred 0001", "300 hung_up"),
        ["general 0 5 answered", "- 0001 5 40 transferred"],
    ),
    "an unhold without a hold, as a transfer sends it": (
        ("0 offered", "5 answered 0001", "40 resumed 0001", "40 transferred 0001", "40 offered other"),
        ["general 0 5 answered", "- 0001 5 40 transferred", "other 40"],
    ),
    "waiting": (("0 offered", "2 ringing 0001"), ["general 0", "- 0001 2"]),
}  # fmt: skip
_WITHOUT = {
    "the joining": (("2 ringing 0001", "8 answered 0001"), ["general 2 8 answered", "- 0001 2 8"]),
    "all but the end": (("70 hung_up 0001",), []),
    "all but that the caller gave up": (("9 abandoned",), ["general 9 9 abandoned"]),
    "the ring": (("0 offered", "8 answered 0001"), ["general 0 8 answered", "- 0001 8"]),
    "the ring that nobody answered": (
        ("0 offered", "9 missed 0001", "9.4 missed 0001", "20 abandoned"),
        ["general 0 20 abandoned", "- 0001 9 missed"],
    ),
    "joining and ring of one that nobody answered": (
        ("9 missed 0001", "20 abandoned"),
        ["general 9 20 abandoned", "- 0001 9 missed"],
    ),
    "the answer, but the seat held the caller": (
        ("0 offered", "2 ringing 0001", "30 held 0001", "40 resumed 0001", "70 hung_up 0001"),
        ["general 0 30 answered", "- 0001 2 30 70 hung_up held 10"],
    ),
    "the answer, but the seat handed the caller on": (
        ("0 offered general", "2 ringing 0001", "30 transferred 0001", "30 offered other", "50 abandoned"),
        ["general 0 30 answered", "- 0001 2 30 30 transferred", "other 30 50 abandoned"],
    ),
    "the transfer, but the caller joined another queue": (
        ("0 offered general", "5 answered 0001", "40 offered other", "50 abandoned"),
        ["general 0 5 answered", "- 0001 5 40 transferred", "other 40 50 abandoned"],
    ),
    "the transfer, but another seat answered": (
        ("0 offered", "5 answered 0001", "35 ringing 0002", "40 answered 0002", "40.2 transferred 0001", "90 hung_up"),
        ["general 0 5 answered", "- 0001 5 40 transferred", "general 40 40 answered handed on", "- 0002 40 90 hung_up"],
    ),
    "that the queue gave up, but the caller joined another one": (
        ("0 offered general", "30 offered other", "40 answered 0009", "80 hung_up 0009"),
        ["general 0 30 flowed_out", "other 30 40 answered", "- 0009 40 80 hung_up"],
    ),
    "the same while it rang": (
        ("0 offered general", "20 ringing 0001", "30 offered other", "40 abandoned"),
        ["general 0 30 flowed_out", "- 0001 20 30 missed", "other 30 40 abandoned"],
    ),
    "the joining of a second queue": (
        ("0 offered general", "30 flowed_out general", "40 ringing 0009 other", "42 answered 0009", "80 hung_up"),
        ["general 0 30 flowed_out", "other 40 42 answered", "- 0009 40 42 80 hung_up"],
    ),
    "which seat answered the second time it is told": (
        ("0 offered", "5 answered 0001", "5.4 answered", "80 hung_up"),
        ["general 0 5 answered", "- 0001 5 80 hung_up"],
    ),
}
_TOLD_AGAIN = {
    "the queue's giving up": (
        ("0 offered", "30 flowed_out", "30.4 flowed_out", "31 hung_up"),
        ["general 0 30 flowed_out"],
    ),
    "the queue's giving up, after the next queue": (
        ("0 offered general", "30 flowed_out", "30.2 offered other", "30.4 flowed_out general", "50 abandoned other"),
        ["general 0 30 flowed_out", "other 30.2 50 abandoned"],
    ),
    "hung up as given up, after the queue gave up": (
        ("0 offered", "30 flowed_out", "31 abandoned"),
        ["general 0 30 flowed_out"],
    ),
    "the answer": (
        ("0 offered", "0.6 offered", "5 answered 0001", "5.3 answered 0001", "80 hung_up 0001", "80.6 hung_up"),
        ["general 0 5 answered", "- 0001 5 80 hung_up"],
    ),
    "the transfer": (
        ("0 offered", "5 answered 0001", "40 transferred 0001", "40.2 answered 0002", "40.4 transferred 0001"),
        ["general 0 5 answered", "- 0001 5 40 transferred", "general 40.2 40.2 answered handed on", "- 0002 40.2"],
    ),
    "the answer, at first without the seat": (
        ("0 offered", "5 answered", "5.3 answered 0001", "80 hung_up"),
        ["general 0 5 answered", "-  5 80 hung_up"],
    ),
    "the hold": (
        ("0 offered", "5 answered 0001", "10 held 0001", "10.4 held 0001", "20 resumed 0001", "80 hung_up"),
        ["general 0 5 answered", "- 0001 5 80 hung_up held 10"],
    ),
    "the hold of a seat that has the call no more": (
        ("0 offered", "5 answered 0001", "9 transferred 0001", "9 answered 0002", "9.4 held 0001", "80 hung_up"),
        ["general 0 5 answered", "- 0001 5 9 transferred", "general 9 9 answered handed on", "- 0002 9 80 hung_up"],
    ),
    "the answer that its transfer at the same moment proved": (
        ("0 offered", "2 ringing 0001", "5 answered 0001", "5 transferred 0001", "5 offered other", "9 abandoned"),
        ["general 0 5 answered", "- 0001 2 5 5 transferred", "other 5 9 abandoned"],
    ),
}


@pytest.mark.parametrize(("lines", "becomes"), _STORIES.values(), ids=_STORIES)
def test_what_a_switch_tells_of_a_call(lines: tuple[str, ...], becomes: list[str]) -> None:
    assert in_short(told_of(*lines)) == becomes


@pytest.mark.parametrize(("lines", "becomes"), _WITHOUT.values(), ids=_WITHOUT)
def test_what_is_known_of_a_call_where_the_switch_did_not_tell(lines: tuple[str, ...], becomes: list[str]) -> None:
    assert in_short(told_of(*lines)) == becomes


@pytest.mark.parametrize(("lines", "becomes"), _TOLD_AGAIN.values(), ids=_TOLD_AGAIN)
def test_what_is_told_again_with_another_time_changes_nothing(lines: tuple[str, ...], becomes: list[str]) -> None:
    assert in_short(told_of(*lines)) == becomes


@pytest.mark.parametrize("lines", [lines for lines, _ in _STORIES.values() if len(lines) <= 5])
def test_events_in_any_order_tell_the_same(lines: tuple[str, ...]) -> None:
    events = told(*lines)
    for order in permutations(events):
        assert record_of(CALL, [*order, *order[::-1]]) == record_of(CALL, events)


def test_events_of_another_call_are_left_out() -> None:
    other = told("3 abandoned", call=UUID(int=2))
    events = told("0 offered", "5 answered 0001")
    assert record_of(CALL, [*other, *events]) == record_of(CALL, events)


@pytest.mark.parametrize("seed", range(3))
def test_the_calls_of_a_made_day_become_what_their_maker_knows(seed: int) -> None:
    draw = random.Random(seed)
    for call in made_day(draw, 300):
        events = list(call.events)
        again = [*events, *draw.choices(events, k=4)]
        draw.shuffle(again)
        assert record_of(call.call_id, again) == record_of(call.call_id, events)
        assert record_of(call.call_id, again).visits == call.visits


@pytest.mark.parametrize("seed", range(3))
def test_what_two_sources_tell_with_two_times_is_counted_once(seed: int) -> None:
    """A queue log has whole seconds, cut off; the switch's own events have fractions."""
    draw = random.Random(seed)
    for call in made_day(draw, 300):
        twice = [*call.events, *(a_second_later(event, draw.random()) for event in call.events)]
        draw.shuffle(twice)
        found = record_of(call.call_id, twice).visits
        assert [_ended(visit) for visit in found] == [_ended(visit) for visit in call.visits]


def _ended(visit: Visit) -> tuple[object, ...]:
    return visit.queue, visit.end, visit.handed_on, [(leg.seat, leg.end) for leg in visit.legs]


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_lost_a_call_stays_one_story(seed: int) -> None:
    """One thing after another: a caller is in one queue at a time and speaks with one seat at a time, and what is over
    has an end that is not before its beginning."""
    draw = random.Random(seed)
    for call in made_day(draw, 300):
        kept = [event for event in call.events if draw.random() < 0.7]
        found = record_of(call.call_id, kept)
        assert found.ended_at is None or not found.visits or found.visits[-1].end is not None
        for visit, following in zip_longest(found.visits, found.visits[1:]):
            assert (visit.end is None) == (visit.left_at is None)
            over = following is not None or found.ended_at is not None
            assert not over or visit.end is not None
            assert sum(leg.answered_at is not None for leg in visit.legs) == (visit.end is VisitEnd.ANSWERED)
            moments = [visit.offered_at, visit.left_at]
            for leg in visit.legs:
                assert not over or leg.end is not None
                assert (leg.end is None) == (leg.ended_at is None)
                assert leg.held_at is None or leg.end is None
                moments += (leg.rang_at, leg.answered_at, leg.ended_at)
            told_moments = [moment for moment in moments if moment is not None]
            assert min(told_moments) == visit.offered_at
            assert following is None or max(told_moments) <= following.offered_at


def test_a_seat_is_told_what_its_telephone_does() -> None:
    lines = ["0 offered", "2 ringing 0001"]
    assert told_of(*lines).live_leg.state is AgentState.RINGING
    assert told_of(*lines).waiting is not None
    lines += ["5 answered 0001"]
    assert told_of(*lines).live_leg.state is AgentState.TALKING
    assert told_of(*lines).waiting is None
    lines += ["10 held 0001"]
    assert told_of(*lines).live_leg.state is AgentState.HELD
    assert told_of(*lines).live_leg.on_hold(second(25)).total_seconds() == 15
    assert told_of(*lines).live_leg.busy(second(25)).total_seconds() == 20
    lines += ["30 hung_up 0001"]
    assert told_of(*lines).live_leg is None
    assert told_of(*lines).visits[0].legs[0].state is None
    assert told_of(*lines).visits[0].answered.end is LegEnd.HUNG_UP
