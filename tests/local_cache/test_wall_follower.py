"""How a wall follows its centre: what makes it ask, and what a busy centre or a break of the line leaves of it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random
from threading import Event, Thread

import pytest

from hotline.call_figures import Figures
from hotline.wall_doc import WallAnswer
from hotline.wire import Problem
from local_cache.sync.transport import Beat, Poke, StreamEvent, TransportDown, TransportProblem
from local_cache.wall.follower import ASK_EVERY_S, WallFollower
from local_cache.wall.seen import WallSeen, WallTrouble
from tests.deadline import PATIENCE_S

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


class Centre:
    """A centre whose stream the test writes: events, seconds that pass, or an error."""

    def __init__(self, *told: StreamEvent | float | Exception) -> None:
        self.told = told
        self.seconds = 0.0
        self.asked_at: list[float] = []
        self.fails: Exception | None = None

    def wall(self) -> WallAnswer:
        self.asked_at.append(self.seconds)
        if self.fails is not None:
            raise self.fails
        return WallAnswer(
            city="", city_en="", now=NOON, as_of=NOON, current=True, figures=Figures(offered=len(self.asked_at)),
            service_level_s=15.0, waiting=0,
        )  # fmt: skip

    def events(self, stop: Event) -> Iterator[StreamEvent]:
        for each in self.told:
            if isinstance(each, float):
                self.seconds += each
            elif isinstance(each, Exception):
                raise each
            else:
                yield each

    def close(self) -> None:
        pass


def follower(centre: Centre) -> tuple[WallFollower, list[WallSeen]]:
    """Return who follows a centre, and all that it tells."""
    seen: list[WallSeen] = []
    return WallFollower(centre, seen.append, counted=lambda: centre.seconds, rand=Random(1)), seen


def test_it_asks_at_once_when_poked_and_else_now_and_then() -> None:
    beats = [part for _ in range(6) for part in (2.0, Beat())]
    centre = Centre(Beat(), 2.0, Beat(), Poke(("wall",)), *beats)
    wall, seen = follower(centre)
    wall.follow_once()
    assert centre.asked_at == [0.0, 2.0, 2.0 + ASK_EVERY_S]
    assert seen[-1].answer is not None
    assert (seen[-1].answer.figures.offered, seen[-1].answered_at) == (3, 12.0)


def test_a_centre_that_can_keep_nothing_is_asked_nothing_until_it_can() -> None:
    centre = Centre(Beat(keeps=False), 20.0, Beat(keeps=False), 2.0, Beat())
    wall, seen = follower(centre)
    wall.follow_once()
    assert centre.asked_at == [22.0]
    assert {each.keeps for each in seen if each.answer is None} == {True, False}


def test_a_busy_centre_leaves_the_figures_of_before_and_the_line() -> None:
    centre = Centre(Beat(), 10.0, Beat())
    wall, seen = follower(centre)
    wall.follow_once()
    centre.fails = TransportProblem(Problem.BUSY, 503)
    told = len(seen)
    wall.follow_once()
    assert len(seen) == told
    assert (seen[-1].lost_at, seen[-1].trouble) == (None, None)


def test_a_break_keeps_the_figures_tells_since_when_and_is_forgotten_when_the_line_is_back() -> None:
    centre = Centre(Beat(), 1.0, TransportDown("ReadTimeout"))
    wall, seen = follower(centre)
    wall.follow_once()
    assert (seen[-1].lost_at, seen[-1].trouble) == (1.0, WallTrouble.NO_LINE)
    assert seen[-1].answer is not None
    centre.told = (3.0, TransportDown("ConnectError"))
    wall.follow_once()
    assert seen[-1].lost_at == 1.0  # since it broke, not since it was tried last
    centre.told = (Beat(),)
    wall.follow_once()
    assert (seen[-1].lost_at, seen[-1].trouble) == (None, None)


def test_it_is_tried_again_less_and_less_often_and_soon_again_once_there_was_an_answer() -> None:
    centre = Centre(TransportDown("ConnectError"))
    wall, _ = follower(centre)
    pauses = [wall.follow_once() for _ in range(200)]
    assert max(pauses[:2]) <= 2.0
    assert 5.0 < max(pauses) <= 15.0
    centre.told = (Beat(), TransportDown("ReadTimeout"))
    assert wall.follow_once() <= 1.0


def test_whoever_stops_it_does_not_wait_for_a_centre_that_says_nothing() -> None:
    asked, answers, over = Event(), Event(), Event()

    class Hanging(Centre):
        def events(self, stop: Event) -> Iterator[StreamEvent]:
            asked.set()
            answers.wait(PATIENCE_S)
            over.set()
            return iter(())

    wall, _ = follower(Hanging())

    def joined(*_: object) -> None:
        pytest.fail("it waits for the thread")

    wall.start()
    assert asked.wait(PATIENCE_S)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Thread, "join", joined)
        wall.stop()
    assert not over.is_set()
    answers.set()
    assert over.wait(PATIENCE_S)
