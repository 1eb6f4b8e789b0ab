"""The queues of the simulated switch: who rings where, and that every call comes to one proper end."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from random import Random
from uuid import UUID

import pytest

from case_api.settings import Simulator
from case_api.telephony.simulator import SimulatedSwitch
from case_api.telephony.switch import CallAct, Staffing
from hotline.call_events import CallEvent
from hotline.codes import CallEventKind as Kind
from hotline.codes import CallQueue, LegEnd, VisitEnd
from tests.case_api.telephony.played import START, Played, Wish, answers, at, calls, nobody_answers, play

SEATS = tuple(f"{number:04}" for number in range(1, 13))
SPECIALISTS = {"0011", "0012"}
READY = {seat: Staffing(True, CallQueue.ENTERPRISE if seat in SPECIALISTS else CallQueue.GENERAL) for seat in SEATS}
HOUR = Simulator(
    seed=3, calls_per_hour=400, profile="flat", talk_s=90, patience_s=40, ring_s=12, enterprise_share=0.2,
    transfer_share=0.1,
)  # fmt: skip


def people(seed: int) -> Wish:
    """Return seats that answer nine calls in ten, hold some, and hang up some themselves."""
    draw = Random(seed)

    def wish(event: CallEvent) -> CallAct | None:
        match event.kind:
            case Kind.RINGING:
                return CallAct.ANSWER if draw.random() < 0.9 else None
            case Kind.ANSWERED:
                return draw.choice([CallAct.HOLD, CallAct.HANG_UP, None, None, None])
            case Kind.HELD:
                return CallAct.RESUME
        return None

    return wish


def an_hour(seed: int = 1) -> Played:
    """Return an hour with people, of whom some leave after twenty minutes and come back after forty."""
    some_away = {**READY, **{seat: Staffing(False, READY[seat].queue, "meal") for seat in SEATS[:5]}}
    return play(HOUR, 3600, people(seed), {0: READY, 1200: some_away, 2400: READY})


@pytest.fixture(scope="module")
def hour() -> Played:
    return an_hour()


def test_the_same_seed_and_the_same_acts_tell_the_same_tale(hour: Played) -> None:
    assert an_hour().told == hour.told
    assert an_hour(seed=2).told != hour.told


def test_when_it_is_looked_at_changes_nothing_of_what_happens_by_itself() -> None:
    often = play(HOUR, 600, nobody_answers, {0: READY}, every=0.5)
    seldom = play(HOUR, 600, nobody_answers, {0: READY}, every=60)
    assert often.told == seldom.told


def test_it_tells_in_order_and_says_where_each_thing_happened(hour: Played) -> None:
    assert [event.at for event in hour.told] == sorted(event.at for event in hour.told)
    for event in hour.told:
        if event.kind is Kind.OFFERED:
            assert event.seat == ""
        elif event.kind is not Kind.ABANDONED:
            assert event.seat in SEATS
    assert {event.kind for event in hour.told} == set(Kind) - {Kind.FLOWED_OUT}


def test_nobody_is_in_two_calls_at_once(hour: Played) -> None:
    by_seat: dict[str, list[tuple[object, object]]] = {}
    for leg in hour.legs():
        begun = leg.rang_at or leg.answered_at
        assert begun is not None
        by_seat.setdefault(leg.seat, []).append((begun, leg.ended_at or at(3600)))
    assert set(by_seat) == set(SEATS)
    for legs in by_seat.values():
        for (_, ended), (begun, _) in pairwise(sorted(legs)):  # type: ignore[type-var]
            assert ended <= begun  # type: ignore[operator]


def test_every_call_comes_to_one_end_or_is_still_there_at_the_end(hour: Played) -> None:
    ends = Counter(event.call_id for event in hour.of(Kind.HUNG_UP, Kind.ABANDONED))
    assert set(ends.values()) == {1}
    for record in hour.records():
        assert record.call_id in ends or record.waiting is not None or record.live_leg is not None
        last = max(event.at for event in hour.told if event.call_id == record.call_id)
        assert record.ended_at in (None, last)


def test_waits_and_abandons_add_up(hour: Played) -> None:
    visits = [visit for record in hour.records() for visit in record.visits]
    assert len(visits) == len(hour.of(Kind.OFFERED))
    by_end = Counter(visit.end for visit in visits)
    assert by_end[VisitEnd.ABANDONED] == len(hour.of(Kind.ABANDONED)) > 10
    assert by_end[VisitEnd.ANSWERED] == len(hour.of(Kind.ANSWERED)) > 100
    assert sum(leg.end is LegEnd.TRANSFERRED for leg in hour.legs()) == len(hour.of(Kind.TRANSFERRED)) > 5
    assert sum(leg.end is LegEnd.MISSED for leg in hour.legs()) == len(hour.of(Kind.MISSED)) > 10
    longest = timedelta(seconds=HOUR.patience_s * 3)
    assert all(visit.wait(at(3600)) <= longest for visit in visits)


def test_who_has_been_free_the_longest_is_rung_first() -> None:
    quiet = HOUR.model_copy(update={"calls_per_hour": 60, "enterprise_share": 0.0, "transfer_share": 0.0})
    rang = [event.seat for event in play(quiet, 3600, staffed={0: READY}).of(Kind.RINGING)]
    general = [seat for seat in SEATS if seat not in SPECIALISTS]
    assert rang[: len(general)] == general
    assert max(Counter(rang).values()) - min(Counter(rang).values()) <= 3


def test_a_ring_that_nobody_answers_goes_to_another_seat_and_the_caller_waits_on_at_the_head() -> None:
    one_call = Simulator(seats=("0042",), first_after_s=0, between_s=1000, patience_s=300, ring_s=12)
    beside = {"0042": Staffing(True), "0043": Staffing(True)}
    run = play(one_call, 40, lambda event: answers(event) if event.seat == "0043" else None, {0: beside})
    assert [(event.kind, event.seat) for event in run.told[:5]] == [
        (Kind.OFFERED, ""),
        (Kind.RINGING, "0042"),
        (Kind.MISSED, "0042"),
        (Kind.RINGING, "0043"),
        (Kind.ANSWERED, "0043"),
    ]
    assert run.told[2].at - run.told[1].at == timedelta(seconds=12)
    assert run.told[3].at == run.told[2].at


def test_a_seat_alone_that_did_not_answer_is_left_alone_for_a_moment() -> None:
    one_call = Simulator(seats=("0042",), first_after_s=0, between_s=1000, patience_s=300, ring_s=12)
    run = play(one_call, 60, nobody_answers)
    missed, again = run.of(Kind.MISSED)[0], run.of(Kind.RINGING)[1]
    assert timedelta(seconds=5) <= again.at - missed.at <= timedelta(seconds=15)


def test_a_caller_gives_up_also_while_it_rings() -> None:
    impatient = Simulator(seats=("0042",), first_after_s=0, between_s=1000, patience_s=3, ring_s=60)
    run = play(impatient, 30, nobody_answers)
    assert [event.kind for event in run.told] == [Kind.OFFERED, Kind.RINGING, Kind.ABANDONED]
    assert run.told[-1].seat == "0042"


def test_a_specialist_seat_gets_only_its_own_queue(hour: Played) -> None:
    for event in hour.of(Kind.RINGING):
        assert (event.queue == CallQueue.ENTERPRISE) == (event.seat in SPECIALISTS)
    assert {event.queue for event in hour.of(Kind.OFFERED)} == {CallQueue.GENERAL, CallQueue.ENTERPRISE}


def test_without_a_specialist_seat_everybody_waits_in_the_general_queue() -> None:
    run = play(HOUR, 900, staffed={0: {seat: Staffing(True) for seat in SEATS}})
    assert {event.queue for event in run.told} == {CallQueue.GENERAL}


def test_who_is_away_is_not_rung_and_is_rung_again_when_back() -> None:
    away = {seat: Staffing(False, reason="meal") for seat in SEATS}
    back = {**away, "0003": Staffing(True)}
    run = play(HOUR, 120, staffed={0: away, 60: back})
    rang = run.of(Kind.RINGING)
    assert {event.seat for event in rang} == {"0003"}
    assert rang[0].at == at(60)


def test_who_says_ready_again_in_the_middle_of_a_call_is_not_rung_before_it_ends() -> None:
    long_talk = HOUR.model_copy(update={"talk_s": 3000})
    ready, away = {"0003": Staffing(True)}, {"0003": Staffing(False, reason="rest")}
    run = play(long_talk, 300, staffed={0: ready, 100: away, 150: ready})
    assert [event.kind for event in run.told if event.seat == "0003"] == [Kind.RINGING, Kind.ANSWERED]


def test_seats_of_the_settings_may_be_called_until_their_consoles_say_something_else() -> None:
    silent = HOUR.model_copy(update={"seats": ("0001", "0002")})
    run = play(silent, 300, staffed={100: {"0001": Staffing(False, reason="signed_out")}})
    assert {event.seat for event in run.of(Kind.RINGING) if event.at < at(100)} == {"0001", "0002"}
    assert {event.seat for event in run.of(Kind.RINGING) if event.at > at(130)} == {"0002"}


@pytest.mark.parametrize("act", [CallAct.HOLD, CallAct.RESUME, CallAct.HANG_UP])
def test_an_act_that_does_not_fit_brings_nothing(act: CallAct) -> None:
    switch = SimulatedSwitch(Simulator(seats=("0042",), first_after_s=0, between_s=5), START)
    offered = calls(switch.step(at(1)))[0]
    assert switch.act(offered.call_id, act, at(1)) == []
    assert switch.act(UUID(int=1), CallAct.ANSWER, at(1)) == []


def test_a_line_that_is_lost_tells_nothing_and_then_all_with_the_times_of_its_own() -> None:
    gap = HOUR.model_copy(update={"away_after_s": 100, "away_for_s": 60})
    whole, cut = (play(each, 300, nobody_answers, {0: READY}) for each in (HOUR, gap))
    assert whole.told == cut.told
    switch = SimulatedSwitch(gap, START)
    switch.staff(READY, START)
    assert switch.step(at(99)) != []
    assert switch.up_since() == START
    assert switch.due() is not None
    assert switch.due() <= at(100)  # type: ignore[operator]
    assert switch.step(at(130)) == []
    assert switch.up_since() is None
    assert switch.act(whole.told[0].call_id, CallAct.ANSWER, at(131)) == []
    late = calls(switch.step(at(160)))
    assert switch.up_since() == at(160)
    assert late[0].at < at(130)
