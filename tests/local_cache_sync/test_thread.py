"""The thread that drives the sync, and the watchdog that trusts neither it nor any event."""

import random
import threading
from collections.abc import Callable, Collection, Iterator
from uuid import UUID

import pytest

from hotline.desk_doc import DeskLine
from hotline.wire import CallEventOut, PullAnswer, PullRequest, PushAnswer, PushRequest
from local_cache.sync.events import EventReader
from local_cache.sync.line import Line
from local_cache.sync.loop import SyncLoop
from local_cache.sync.thread import STUCK_SECONDS, SyncThread
from local_cache.sync.transport import Beat, Call, LiveCalls, Poke, StreamEvent, TransportDown, TransportProblem
from tests.deadline import PATIENCE_S
from tests.local_cache_sync.given import NOON, GivenSeat, MemoryFiles, ScriptedCentre, saved, told, took
from tests.local_cache_sync.test_pace import Clock

CALL = UUID("01932f00-0000-7000-8000-000000000001")


class GuardedFiles(MemoryFiles):
    """Files that several threads may use, one after another."""

    def __init__(self) -> None:
        super().__init__()
        self._gate = threading.RLock()

    def _whole(self, connection, job):  # type: ignore[no-untyped-def]
        with self._gate:
            return super()._whole(connection, job)


class HangingCentre(ScriptedCentre):
    """A centre whose first push never comes back until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.reached = threading.Event()
        self.let_go = threading.Event()
        self.answered = threading.Event()

    def push(self, request: PushRequest) -> PushAnswer:
        if not self.reached.is_set():
            self.reached.set()
            assert self.let_go.wait(PATIENCE_S)
            return took(request)
        self.answered.set()
        return super().push(request)


class Driven:
    """A seat, its thread and a clock that the watchdog looks at."""

    def __init__(self, centre: ScriptedCentre) -> None:
        self.seat = GivenSeat(files=GuardedFiles(), centre=centre)
        self.clock = Clock()
        self.abandoned = 0
        line = Line(self.clock, lambda: NOON, lambda _: None)
        self.thread = SyncThread(self._loop, line, monotonic=self.clock, abandon=self._abandon)

    def _loop(self) -> SyncLoop:
        return SyncLoop(self.seat.engine, monotonic=self.clock, rand=random.Random(1), told=lambda _: None)

    def _abandon(self) -> None:
        self.abandoned += 1


@pytest.fixture
def hanging() -> Iterator[Driven]:
    driven = Driven(HangingCentre())
    yield driven
    driven.seat.centre.let_go.set()  # type: ignore[attr-defined]
    driven.thread.stop()


def test_a_request_that_never_comes_back_does_not_stop_the_queue(hanging: Driven) -> None:
    centre = hanging.seat.centre
    assert isinstance(centre, HangingCentre)
    saved(hanging.seat.work, 1)
    hanging.thread.start()
    assert centre.reached.wait(PATIENCE_S)
    hanging.clock.at += STUCK_SECONDS - 1
    assert hanging.thread.check()
    hanging.clock.at += 2
    hanging.thread.check()  # the watchdog's own timer may have been first
    assert centre.answered.wait(PATIENCE_S)
    assert hanging.thread.sync_now().result(PATIENCE_S) is not None
    assert hanging.seat.queue() == [(1, "acked")]
    assert hanging.abandoned == 1
    centre.let_go.set()
    assert hanging.seat.queue() == [(1, "acked")]


class SlowPages(ScriptedCentre):
    """A centre with five pages, each of which takes half a minute; `looks` is asked before each comes."""

    def __init__(self, looks: Callable[[], None]) -> None:
        super().__init__()
        self._looks = looks

    def pull(self, request: PullRequest) -> PullAnswer:
        self.pulled.append(request)
        self._looks()
        return told(request, more=len(self.pulled) < 5, pos=len(self.pulled))


def test_a_long_round_that_gets_on_is_left_alone() -> None:
    def half_a_minute() -> None:
        driven.clock.at += 30.0
        driven.thread.check()

    driven = Driven(SlowPages(half_a_minute))
    asked = driven.thread.sync_now()
    driven.thread.start()
    asked.result(PATIENCE_S)
    driven.thread.stop()
    assert len(driven.seat.centre.pulled) >= 5
    assert driven.abandoned == 0


def test_a_round_that_breaks_is_followed_by_another(caplog: pytest.LogCaptureFixture) -> None:
    driven = Driven(ScriptedCentre(pushes=[KeyError("13800005678")]))
    saved(driven.seat.work, 1)
    driven.thread.start()
    driven.thread.sync_now().result(PATIENCE_S)
    driven.thread.sync_now().result(PATIENCE_S)
    driven.thread.stop()
    assert driven.seat.queue() == [(1, "acked")]
    assert "KeyError" in caplog.text
    assert "13800005678" not in caplog.text


def test_a_save_wakes_the_thread() -> None:
    centre = HangingCentre()
    centre.reached.set()
    driven = Driven(centre)
    driven.thread.start()
    driven.thread.sync_now().result(PATIENCE_S)
    saved(driven.seat.work, 1)
    driven.thread.saved()
    assert centre.answered.wait(PATIENCE_S)
    driven.thread.stop()


def test_asked_by_hand_in_the_middle_of_a_round_it_answers_after_a_whole_one_begun_since(hanging: Driven) -> None:
    centre = hanging.seat.centre
    assert isinstance(centre, HangingCentre)
    saved(hanging.seat.work, 1)
    hanging.thread.start()
    assert centre.reached.wait(PATIENCE_S)  # the first round is at its push
    asked = hanging.thread.sync_now()
    centre.pushes = [TransportProblem(None, 418)]  # after which that round lets the queue rest
    saved(hanging.seat.work, 2)
    centre.let_go.set()
    # It counts what was on its way when it was asked, and then both: this centre does not remember the first.
    assert asked.result(PATIENCE_S).pushed == 3
    assert hanging.seat.queue() == [(1, "acked"), (2, "acked")]


def test_what_a_centre_put_back_to_a_backup_has_forgotten_is_sent_before_it_answers() -> None:
    driven = Driven(ScriptedCentre())
    for number in (1, 2):
        saved(driven.seat.work, number)
    driven.seat.engine.push_once()
    driven.seat.centre.last_seq, driven.seat.centre.tip = 0, None
    asked = driven.thread.sync_now()
    driven.thread.start()
    assert asked.result(PATIENCE_S).pushed == 2
    assert driven.seat.queue() == [(1, "acked"), (2, "acked")]
    driven.thread.stop()


class Stream:
    """A transport of which only the stream is used."""

    def __init__(self, *events: StreamEvent, breaks: bool = True) -> None:
        self._events = events
        self._breaks = breaks

    def events(self, stop: threading.Event) -> Iterator[StreamEvent]:
        yield from self._events
        if self._breaks:
            raise TransportDown("ReadTimeout")


def test_a_stream_that_the_centre_ends_in_good_order_is_no_lost_line() -> None:
    changes: list[bool] = []
    line = Line(Clock(), lambda: NOON, changes.append)
    ended = Stream(Beat(), breaks=False)
    deaf = dict.fromkeys(("poked", "called", "named", "queued", "kept"), bool)
    reader = EventReader(ended, line, **deaf, rand=random.Random(1))  # type: ignore[arg-type]
    assert 0 <= reader.read_once() <= 1.0
    assert changes == [True]


def test_the_stream_is_heard_told_and_where_it_breaks_the_line_is_lost() -> None:
    changes: list[bool] = []
    pokes: list[Collection[str]] = []
    calls: list[CallEventOut] = []
    named: list[Collection[UUID]] = []
    queues: list[DeskLine | None] = []
    kept: list[bool] = []
    event = CallEventOut(call_id=CALL, kind="ringing", at=NOON, seat="0042")
    queue = DeskLine(now=NOON, switch_up=True)
    line = Line(Clock(), lambda: NOON, changes.append)
    reader = EventReader(
        Stream(Beat(), Beat(keeps=False), Poke(("seat:0042",)), Call(event), LiveCalls(frozenset({CALL})), queue),  # type: ignore[arg-type]
        line,
        poked=pokes.append,
        called=calls.append,
        named=named.append,
        queued=queues.append,
        kept=kept.append,
        rand=random.Random(1),
    )
    assert 0 <= reader.read_once() <= 1.0
    assert (changes, pokes, calls) == ([True, False], [("board", "desk"), ("seat:0042",)], [event])
    assert (queues, kept, named) == ([None, queue], [True, False], [{CALL}])
