"""When a seat comes again: played on a clock of its own, an hour of outage in a millisecond."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest

from hotline.wire import Problem
from local_cache.sync.line import Line
from local_cache.sync.loop import Chore, Round, SyncLoop
from local_cache.sync.pacing import CAP_SECONDS, Backoff, after_busy, reconnect_delay
from local_cache.sync.pushing import Pace
from local_cache.sync.transport import TransportDown, TransportProblem
from tests.local_cache_sync.given import NOON, GivenSeat, saved


class Clock:
    """Seconds that pass only when told."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


class GivenLoop:
    """A loop over a seat, and the rounds that it told of."""

    def __init__(self, chores: tuple[Chore, ...] = ()) -> None:
        self.seat = GivenSeat()
        self.clock = Clock()
        self.rounds: list[Round] = []
        self.loop = SyncLoop(
            self.seat.engine,
            monotonic=self.clock,
            rand=random.Random(7),
            told=self.rounds.append,
            chores=chores,
        )

    def after(self, seconds: float) -> float:
        self.clock.at += seconds
        return self.loop.run_due()


@pytest.fixture
def given() -> GivenLoop:
    return GivenLoop()


def test_pushes_before_it_pulls(given: GivenLoop) -> None:
    order: list[str] = []
    centre = given.seat.centre
    push, pull = centre.push, centre.pull
    centre.push = lambda request: (order.append("push"), push(request))[1]  # type: ignore[method-assign]
    centre.pull = lambda request: (order.append("pull"), pull(request))[1]  # type: ignore[method-assign]
    saved(given.seat.work, 1)
    given.loop.run_due()
    assert order == ["push", "pull"]


def test_a_save_is_pushed_at_once_and_a_quiet_seat_polls_now_and_then(given: GivenLoop) -> None:
    waits = given.loop.run_due()
    assert 15 * 0.75 <= waits <= 15 * 1.25
    saved(given.seat.work, 1)
    given.loop.saved()
    given.loop.run_due()
    assert given.seat.queue() == [(1, "acked")]
    saved(given.seat.work, 2)  # and nobody said so
    given.after(waits + 10)
    assert given.seat.queue() == [(1, "acked"), (2, "acked")]


def test_without_a_line_it_backs_off_with_full_jitter_and_never_past_a_minute(given: GivenLoop) -> None:
    saved(given.seat.work, 1)
    given.seat.centre.pushes = [TransportDown("ConnectError")] * 12
    waits = []
    while given.seat.centre.pushes:
        waits.append(given.loop.run_due())
        given.clock.at += waits[-1]
    assert all(wait <= min(CAP_SECONDS, 2.0**tries) for tries, wait in enumerate(waits))
    assert len(set(waits)) == len(waits)
    given.loop.run_due()
    assert given.seat.queue() == [(1, "acked")]


def test_a_busy_centre_is_left_alone_for_about_as_long_as_it_asked(given: GivenLoop) -> None:
    saved(given.seat.work, 1)
    given.seat.centre.pushes = [TransportProblem(Problem.BUSY, 503, retry_after=10.0)]
    wait = given.loop.run_due()
    assert 5.0 <= wait <= 15.0
    given.after(wait / 2)
    assert len(given.seat.centre.asked) == 1
    given.after(wait)
    assert given.seat.queue() == [(1, "acked")]


def test_after_an_outage_a_seat_comes_back_somewhere_in_the_window() -> None:
    delays = [reconnect_delay(20.0, random.Random(seed)) for seed in range(200)]
    assert min(delays) < 2 < 18 < max(delays) <= 20


def test_coming_back_ends_the_back_off(given: GivenLoop) -> None:
    saved(given.seat.work, 1)
    given.seat.centre.pushes = [TransportDown("ConnectError")] * 8
    for _ in range(8):
        given.after(given.loop.run_due())
    given.loop.line_back()
    assert given.loop.run_due() <= 2.0
    given.after(2.0)
    assert given.seat.queue() == [(1, "acked")]


def test_a_back_off_is_cut_short_by_a_sign_of_life_once_for_each_failure(given: GivenLoop) -> None:
    saved(given.seat.work, 1)
    given.seat.centre.pushes = [TransportDown("ConnectError")] * 9
    waits = [given.after(given.loop.run_due()) for _ in range(8)]
    assert max(waits) > given.seat.engine.hints.poll_s
    given.loop._not_before = given.clock.at + CAP_SECONDS
    assert given.loop.heard()
    assert not given.loop.heard()
    assert given.loop.run_due() <= given.seat.engine.hints.poll_s
    given.after(given.seat.engine.hints.poll_s)
    given.after(CAP_SECONDS)
    assert given.seat.queue() == [(1, "acked")]


def test_a_centre_that_asks_to_wait_is_left_alone_whatever_it_is_heard_to_say(given: GivenLoop) -> None:
    saved(given.seat.work, 1)
    given.seat.centre.pushes = [TransportProblem(Problem.BUSY, 503, retry_after=100.0)]
    assert given.loop.run_due() >= 50.0
    assert not given.loop.heard()


def test_a_refusal_that_nobody_understands_rests_the_queue_but_not_the_pull(given: GivenLoop) -> None:
    saved(given.seat.work, 1)
    given.seat.centre.pushes = [TransportProblem(None, 418)]
    given.loop.run_due()
    pulled = len(given.seat.centre.pulled)
    given.after(30)
    assert (len(given.seat.centre.asked), len(given.seat.centre.pulled)) == (1, pulled + 1)
    given.after(600)
    assert given.seat.queue() == [(1, "acked")]


@pytest.mark.parametrize("refusal", [TransportProblem(None, 418), TransportProblem(Problem.UPGRADE_REQUIRED, 409)])
def test_a_pull_that_is_refused_rests_too_whatever_is_pushed_and_poked_meanwhile(
    given: GivenLoop, refusal: TransportProblem
) -> None:
    given.seat.centre.pulls = [refusal]
    given.loop.run_due()
    for number in range(1, 21):
        saved(given.seat.work, number)
        given.loop.saved()
        given.loop.poke()
        assert given.after(20) > 0
    assert given.seat.queue() == [(number, "acked") for number in range(1, 21)]
    assert len(given.seat.centre.pulled) == 1
    given.after(380)
    assert len(given.seat.centre.pulled) == 2


def test_a_refused_pull_is_asked_for_again_with_a_new_line_and_by_hand(given: GivenLoop) -> None:
    given.seat.centre.pulls = [TransportProblem(Problem.UPGRADE_REQUIRED, 409)] * 2
    given.loop.run_due()
    given.loop.line_back()
    given.after(20.0)
    assert len(given.seat.centre.pulled) == 2
    given.loop.now_please()
    given.loop.run_due()
    assert len(given.seat.centre.pulled) == 3


def test_a_round_that_breaks_keeps_what_was_to_be_done_and_comes_again_ever_more_slowly(given: GivenLoop) -> None:
    given.seat.centre.pulls = [KeyError()] * 9
    waits = []
    for number in range(1, 10):
        saved(given.seat.work, number)
        given.loop.saved()
        waits.append(given.loop.run_due())
        assert given.rounds[-1].pace is Pace.BROKEN
        given.clock.at += waits[-1]
    assert 10 < max(waits[4:]) <= CAP_SECONDS
    given.loop.run_due()
    assert given.rounds[-1].pace is Pace.IDLE
    assert len(given.seat.centre.pulled) == 10


def test_a_round_tells_what_stopped_it_although_it_went_on_to_something_else(given: GivenLoop) -> None:
    saved(given.seat.work, 1)
    given.seat.centre.pushes = [TransportProblem(None, 418)]
    given.loop.run_due()
    assert given.rounds[-1].pace is Pace.STOPPED


def test_asked_by_hand_it_waits_for_nothing(given: GivenLoop) -> None:
    saved(given.seat.work, 1)
    given.seat.centre.pushes = [TransportProblem(None, 418)]
    given.loop.run_due()
    given.loop.now_please()
    given.loop.run_due()
    assert given.seat.queue() == [(1, "acked")]


def test_what_is_offered_again_does_not_wait_for_a_poll(given: GivenLoop) -> None:
    saved(given.seat.work, 1)
    given.loop.run_due()
    given.seat.centre.pushes = [TransportProblem(Problem.CLIENT_FORKED, 409)]
    saved(given.seat.work, 2)
    given.loop.saved()
    while given.loop.run_due() == 0:
        pass
    assert given.seat.queue() == [(1, "acked"), (2, "acked")]


def test_chores_are_done_when_due_and_again_after_a_failure() -> None:
    done: list[int] = []

    def chore() -> None:
        done.append(len(done))
        if len(done) == 1:
            raise TransportDown("ReadTimeout")

    given = GivenLoop((Chore(3600.0, chore),))
    given.loop.run_due()
    given.after(20)
    given.after(20)
    assert len(done) == 2
    given.after(3600)
    assert len(done) == 3


def test_the_ceiling_of_the_back_off_doubles() -> None:
    backoff = Backoff(random.Random(1))
    highest = [max(_spread(backoff, tries)) for tries in range(8)]
    assert highest == sorted(highest)
    assert highest[-1] <= CAP_SECONDS


def _spread(backoff: Backoff, tries: int) -> list[float]:
    found = []
    for _ in range(300):
        backoff.failures = tries
        found.append(backoff.next())
    return found


def test_a_busy_centres_word_is_spread() -> None:
    found = [after_busy(4.0, random.Random(seed)) for seed in range(100)]
    assert 2.0 <= min(found) < max(found) <= 6.0


def _line(told: Callable[[bool], None]) -> tuple[Line, Clock]:
    clock = Clock()
    return Line(clock, lambda: NOON + timedelta(seconds=clock.at), told), clock


def test_one_missed_beat_is_a_line_and_two_are_none() -> None:
    told: list[bool] = []
    line, clock = _line(told.append)
    line.heard()
    clock.at += 3.9
    line.check()
    assert told == [True]
    clock.at += 0.7
    line.check()
    line.check()
    assert told == [True, False]
    assert line.since == NOON + timedelta(seconds=1004.6)


def test_a_broken_stream_is_no_line_at_once() -> None:
    told: list[bool] = []
    line, _ = _line(told.append)
    line.heard()
    line.lost()
    line.heard()
    assert told == [True, False, True]


def test_only_for_silence_is_what_waits_on_the_line_given_up_and_once() -> None:
    given_up: list[float] = []
    clock = Clock()
    line = Line(clock, lambda: NOON, lambda _: None, silent=lambda: given_up.append(clock.at))
    line.heard()
    line.lost()  # turned away, say: who is being answered is left alone
    line.heard()
    clock.at += 4.6
    line.check()
    line.lost(silent=True)  # the stream finds the same
    assert given_up == [1004.6]
