"""Figures of calls, added up by hand and by chance."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from hotline.call_events import CallEvent, record_of
from hotline.call_figures import (
    FORMULAS,
    NOTHING,
    CallRate,
    Figures,
    Tally,
    added_up,
    all_queues,
    contribution,
)
from hotline.call_record import CallRecord
from hotline.codes import AgentState
from hotline.spans import Span
from hotline.state_times import StateTime
from hotline.stays import FigureSettings, Tile, as_it_stood, longest_waiting, missed_rings, stays, tiles
from tests.hotline.calls_told import TEN, second, told_of
from tests.hotline.made_calls import MadeCall, made_day

_SETTINGS = FigureSettings(service_level_s=15, short_abandon_s=5)
_DAY = Span(TEN, TEN + timedelta(hours=24))


def _calls(*stories: Sequence[str]) -> list[CallRecord]:
    return [told_of(*lines, call=UUID(int=number)) for number, lines in enumerate(stories, 1)]


def _figures(calls: Sequence[CallRecord], settings: FigureSettings = _SETTINGS, span: Span = _DAY) -> Figures:
    return all_queues(added_up(calls, settings, span))


_HOUR = (
    # answered after 10 s, 100 s on the telephone, 20 of them on hold
    ("0 offered", "2 ringing 0001", "10 answered 0001", "30 held 0001", "50 resumed 0001", "110 hung_up 0001"),
    # answered after 15 s, just in time; nobody had answered at the first seat; 60 s
    ("100 offered", "101 ringing 0002", "109 missed 0002", "110 ringing 0003", "115 answered 0003", "175 hung_up 0003"),
    # answered after 15.5 s, too late; handed on after 40 s, and 20 s there
    ("200 offered", "215.5 answered 0001", "255.5 transferred 0001", "255.5 ringing 0004", "258 answered 0004",
     "278 hung_up 0004"),
    # gave up after 4.9 s, which is short; after 5 s, which is not; after 40 s
    ("300 offered", "304.9 abandoned"),
    ("300 offered", "305 abandoned"),
    ("300 offered", "310 ringing 0005", "340 abandoned"),
    # given up by the queue: to nobody else, and to another queue, where 5 s later somebody answers for 30 s
    ("400 offered", "460 flowed_out", "461 hung_up"),
    ("400 offered general", "460 flowed_out general", "460 offered other", "465 answered 0009", "495 hung_up 0009"),
    # waits still; is spoken to still, after 1 s
    ("500 offered",),
    ("500 offered", "501 answered 0001"),
)  # fmt: skip


def test_an_hour_added_up_by_hand() -> None:
    assert _figures(_calls(*_HOUR)) == Figures(
        offered=11,  # ten callers, one of them in two queues
        waiting=1,
        answered=5,  # the 1st, 2nd, 3rd, the 8th in the other queue, the 10th
        answered_within=4,  # all of them but the 3rd
        abandoned=2,
        abandoned_within=1,
        short_abandoned=1,
        flowed_out=1,
        flowed_on=1,
        handled=5,  # the 1st, 2nd, 3rd twice, 8th; the 10th still talks
        missed_rings=1,
        wait_ms=10_000 + 15_000 + 15_500 + 5_000 + 1_000,
        longest_wait_ms=15_500,
        talk_ms=(100 - 20) * 1000 + 60_000 + 40_000 + 20_000 + 30_000,
        hold_ms=20_000,
    )


def test_the_rates_of_that_hour() -> None:
    figures = _figures(_calls(*_HOUR))
    assert figures.share(CallRate.CONNECT) == 5 / (5 + 2 + 1)
    assert figures.share(CallRate.WITHIN_OF_ANSWERED) == 4 / 5
    assert figures.share(CallRate.WITHIN_OF_OFFERED) == 4 / (11 - 1)
    assert figures.share(CallRate.WITHIN_AS_PERF2) == (4 + 1) / (5 + 2)
    assert figures.share(CallRate.ABANDONMENT) == 2 / (11 - 1)
    assert figures.average_wait_s == 46.5 / 5
    assert figures.average_talk_s == 230 / 5
    assert figures.average_handling_s == (230 + 20) / 5
    assert figures.average_wrap_up_s is None


def test_each_queue_counts_its_own() -> None:
    found = added_up(_calls(*_HOUR), _SETTINGS, _DAY)
    assert set(found) == {"general", "other"}
    assert found["other"] == Figures(
        offered=1, answered=1, answered_within=1, handled=1, wait_ms=5_000, longest_wait_ms=5_000, talk_ms=30_000
    )
    assert found["general"] + found["other"] == _figures(_calls(*_HOUR))


def test_of_nothing_there_is_no_rate_and_no_average() -> None:
    for figures in (NOTHING, _figures(_calls(["500 offered"]))):
        assert [figures.share(rate) for rate in CallRate] == [None] * 5
        assert figures.average_wait_s is figures.average_talk_s is figures.average_handling_s is None


def test_a_queue_that_only_times_out_connects_nobody() -> None:
    """Asterisk shows such a queue as 0 % and 100 %."""
    figures = _figures(_calls(["0 offered", "60 flowed_out"], ["5 offered", "65 flowed_out"]))
    assert figures.share(CallRate.CONNECT) == 0
    assert figures.share(CallRate.WITHIN_OF_OFFERED) == 0
    assert figures.share(CallRate.WITHIN_OF_ANSWERED) is None


def test_without_a_threshold_nobody_gave_up_too_soon_to_count() -> None:
    figures = _figures(_calls(["0 offered", "0 abandoned"]), FigureSettings(15))
    assert (figures.abandoned, figures.short_abandoned) == (1, 0)


def _wrap_up(call: int, seat: str, since: float, until: float) -> StateTime:
    return StateTime(seat, "wang", AgentState.WRAP_UP, "", UUID(int=call), second(since), second(until))


def test_wrap_up_counts_with_its_call_for_the_seat_that_had_it() -> None:
    calls = _calls(_HOUR[0], _HOUR[2], _HOUR[7])
    wrapped = {
        UUID(int=1): (_wrap_up(1, "0001", 110, 170),),
        UUID(int=2): (_wrap_up(2, "0001", 256, 266), _wrap_up(2, "0004", 277.9, 290)),  # by a clock that is behind
        UUID(int=3): (_wrap_up(3, "0009", 495, 500), _wrap_up(3, "0077", 495, 999)),  # the switch knows no 0077
    }
    found = added_up(calls, _SETTINGS, _DAY, wrapped)
    assert (found["general"].wrap_ups, found["general"].wrap_up_ms) == (3, 60_000 + 10_000 + 12_100)
    assert (found["other"].wrap_ups, found["other"].wrap_up_ms) == (1, 5_000)
    assert found["general"].average_wrap_up_s == pytest.approx(82.1 / 3)
    # talk 80 + 40 + 20, hold 20, handled 3
    assert found["general"].average_handling_s == pytest.approx((140 + 20 + 82.1) / 3)


def test_a_seat_that_had_a_caller_twice_wraps_up_each_time() -> None:
    call = told_of(
        "0 offered", "5 answered 0001", "40 transferred 0001", "40 ringing 0002", "44 answered 0002",
        "60 transferred 0002", "60 ringing 0001", "61 answered 0001", "90 hung_up 0001",
    )  # fmt: skip
    wrapped = [_wrap_up(1, "0001", 40, 50), _wrap_up(1, "0001", 90, 93), _wrap_up(1, "0002", 60, 67)]
    assert [sum(each.length.total_seconds() for each in stay.wrap_ups) for stay in stays(call, wrapped)] == [10, 7, 3]


def test_a_call_counts_when_it_was_offered_however_late_it_ends() -> None:
    calls = _calls(["3599 offered", "3610 answered 0001", "9000 hung_up"], ["3600 offered", "3601 abandoned"])
    first = Span(second(0), second(3600))
    following = Span(second(3600), second(7200))
    assert _figures(calls, span=first).talk_ms == 5_390_000
    assert (_figures(calls, span=first).offered, _figures(calls, span=following).offered) == (1, 1)
    assert _figures(calls, span=first) + _figures(calls, span=following) == _figures(calls)


def test_what_happened_after_a_past_minute_is_not_seen() -> None:
    calls = [as_it_stood(call, second(305)) for call in _calls(*_HOUR)]
    assert _figures(calls) == Figures(
        offered=6,
        waiting=1,  # who gives up at 340
        answered=3,
        answered_within=2,
        abandoned=1,
        abandoned_within=1,
        short_abandoned=1,
        handled=4,
        missed_rings=1,
        wait_ms=40_500,
        longest_wait_ms=15_500,
        talk_ms=80_000 + 60_000 + 40_000 + 20_000,
        hold_ms=20_000,
    )
    waiting = longest_waiting(stay for call in calls for stay in stays(call))
    assert waiting is not None
    assert waiting.visit.offered_at == second(300)
    [then] = stays(as_it_stood(told_of(*_HOUR[0]), second(40)))
    assert then.visit.live_leg.state is AgentState.TALKING
    assert _figures([as_it_stood(told_of(*_HOUR[0]), second(40))]).talk_ms == 0


@pytest.fixture(scope="module")
def day() -> list[MadeCall]:
    return list(made_day(random.Random(71), 400))


@pytest.mark.parametrize("hour", [0.0, 0.01, 1.2, 5.0, 9.99, 10.1, 12.0])
def test_any_past_minute_is_as_it_was_reckoned_at_that_minute(day: list[MadeCall], hour: float) -> None:
    at = TEN + timedelta(hours=hour)
    later = [as_it_stood(record_of(call.call_id, call.events), at) for call in day]
    at_the_time = [record_of(call.call_id, [each for each in call.events if each.at <= at]) for call in day]
    assert added_up(later, _SETTINGS, _DAY) == added_up(at_the_time, _SETTINGS, _DAY)
    assert [_without_hold(call) for call in later] == [_without_hold(call) for call in at_the_time]


def test_each_call_is_at_each_of_its_moments_as_it_was_known_then(day: list[MadeCall]) -> None:
    for call in day[:150]:
        whole = record_of(call.call_id, call.events)
        for at in {each.at for each in call.events}:
            known = record_of(call.call_id, [each for each in call.events if each.at <= at])
            assert _without_hold(as_it_stood(whole, at)) == _without_hold(known)


def _without_hold(call: CallRecord) -> CallRecord:
    """Return a call without how long its live leg had been on hold, which is not kept."""
    return replace(
        call,
        visits=tuple(
            replace(
                visit,
                legs=tuple(leg if leg.end else replace(leg, held=timedelta(), held_at=None) for leg in visit.legs),
            )
            for visit in call.visits
        ),
    )


def test_the_list_behind_a_tile_has_as_many_lines_as_the_tile_says(day: list[MadeCall]) -> None:
    calls = [as_it_stood(record_of(call.call_id, call.events), TEN + timedelta(hours=6)) for call in day]
    figures = _figures(calls)
    listed = [stay for call in calls for stay in stays(call)]
    for tile in Tile:
        assert figures.count(tile) == sum(tile in tiles(stay, _SETTINGS) for stay in listed), tile
        assert figures.count(tile) > 0 or tile is Tile.WRAP_UPS, tile
    assert figures.missed_rings == sum(len(missed_rings(stay)) for stay in listed)
    for rate, formula in FORMULAS.items():
        over, of = ([s for s in listed if any(t in tiles(s, _SETTINGS) for t in part)] for part in formula)
        assert figures.share(rate) == len(over) / len(of)


def test_whoever_is_offered_has_one_end_or_waits(day: list[MadeCall]) -> None:
    ends = (
        Tile.WAITING, Tile.ANSWERED, Tile.ABANDONED, Tile.SHORT_ABANDONED, Tile.FLOWED_OUT, Tile.FLOWED_ON,
    )  # fmt: skip
    calls = [as_it_stood(record_of(call.call_id, call.events), TEN + timedelta(hours=6)) for call in day]
    for stay in (stay for call in calls for stay in stays(call)):
        found = [tile for tile in ends if tile in tiles(stay, _SETTINGS)]
        assert len(found) == (Tile.OFFERED in tiles(stay, _SETTINGS)) == (not stay.visit.handed_on)


@pytest.mark.parametrize("seed", range(3))
def test_a_tally_that_goes_on_with_each_event_equals_adding_all_up_anew(seed: int) -> None:
    """Also where a call turns out never to have been in the span, and where a longest wait is none any more."""
    draw = random.Random(seed)
    day = list(made_day(draw, 120))
    span = Span(TEN + timedelta(hours=1), TEN + timedelta(hours=8))
    tally = Tally(_SETTINGS, span)
    heard: dict[UUID, list[CallEvent]] = {}
    wrapped: dict[UUID, tuple[StateTime, ...]] = {}
    events = [event for call in day for event in call.events]
    draw.shuffle(events)
    for n, event in enumerate(events):
        heard.setdefault(event.call_id, []).append(event)
        call = record_of(event.call_id, heard[event.call_id])
        answered = [leg for visit in call.visits if (leg := visit.answered) and leg.ended_at]
        if answered and draw.random() < 0.5:
            begin = (answered[-1].ended_at - TEN).total_seconds()
            wrapped[call.call_id] = (_wrap_up(call.call_id.int, answered[-1].seat, begin, begin + draw.randrange(99)),)
        tally.take(call, wrapped.get(call.call_id, ()))
        if n % 97 == 0 or n == len(events) - 1:
            anew = [record_of(call_id, of_call) for call_id, of_call in heard.items()]
            assert tally.by_queue() == added_up(anew, _SETTINGS, span, wrapped)


def test_a_tally_of_nothing_has_nothing_again_once_its_only_call_is_found_elsewhere() -> None:
    tally = Tally(_SETTINGS, Span(second(100), second(200)))
    tally.take(told_of("150 abandoned"))
    assert tally.by_queue()["general"].offered == 1
    tally.take(told_of("90 offered", "150 abandoned"))
    assert tally.by_queue() == {}


def test_whom_a_seat_handed_on_was_not_offered_to_a_queue() -> None:
    call = told_of(*_HOUR[2])
    assert contribution(call, _SETTINGS, _DAY)["general"].offered == 1
    first, handed_on = stays(call)
    assert Tile.HANDLED in tiles(handed_on, _SETTINGS)
    assert not any(tile in tiles(handed_on, _SETTINGS) for tile in Tile if tile is not Tile.HANDLED)
    assert first.handled is not None
