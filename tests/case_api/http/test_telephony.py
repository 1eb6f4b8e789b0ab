"""The worker that runs a switch under a lease: the simulated one, whose queues have tests of their own."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

import pytest

from case_api.board.switch_heard import SwitchHeard, switch_heard
from case_api.centre import Centre
from case_api.problems import ProblemError, busy
from case_api.settings import Simulator
from case_api.storage.engine import reading, writing
from case_api.storage.tables_calls import calls
from case_api.telephony.no_switch import no_switch
from case_api.telephony.reading import ask, asked, events_after, live_events
from case_api.telephony.simulator import SimulatedSwitch
from case_api.telephony.store import open_records, record
from case_api.telephony.switch import CallAct, Told
from case_api.worker import LEASE_LIFE, Worker
from hotline.call_events import CallEvent
from hotline.call_record import CallRecord
from hotline.codes import CallEventKind as Kind
from tests.deadline import PATIENCE_S

from .conftest import START, Clock


@pytest.fixture
def url(database_url: str) -> str:
    return database_url


SEATS = Simulator(seed=7, seats=("0042", "0077"), first_after_s=1, between_s=5, patience_s=60, talk_s=20)
"""Each of them has a caller of its own a second after the beginning."""


def _worker(centre: Centre, holder: str, told: Callable[[], None] = lambda: None) -> Worker:
    return Worker(centre, lambda start, _wake: SimulatedSwitch(SEATS, start), holder, told=told)


def _kinds(centre: Centre) -> list[str]:
    with reading(centre.engine) as conn:
        return [event.kind for _, event in events_after(conn, centre.cipher, 0) if event.seat == "0042"]


def test_the_worker_writes_what_the_switch_tells_and_does_what_seats_ask(centre: Centre, clock: Clock) -> None:
    told: list[None] = []
    worker = _worker(centre, "a", lambda: told.append(None))
    worker.step()
    before = len(told)
    clock.pass_by(seconds=2)
    worker.step()
    assert (_kinds(centre), len(told) - before) == (["ringing"], 1)
    with writing(centre.engine) as conn:
        ask(conn, live_events(conn, centre.cipher, "0042")[0].call_id, CallAct.ANSWER, clock())
    worker.step()
    assert _kinds(centre) == ["ringing", "answered"]
    with reading(centre.engine) as conn:
        assert asked(conn) == []


def test_only_one_worker_acts_until_its_lease_runs_out(centre: Centre, clock: Clock) -> None:
    first, second = _worker(centre, "a"), _worker(centre, "b")
    first.step()
    second.step()
    clock.pass_by(seconds=2)
    second.step()
    assert _kinds(centre) == []
    first.step()
    assert _kinds(centre) == ["ringing"]
    clock.pass_by(seconds=LEASE_LIFE.total_seconds() + 1)
    second.step()
    assert _kinds(centre)[:2] == ["ringing", "abandoned"]
    before = _kinds(centre)
    first.step()
    assert _kinds(centre) == before


def test_the_next_worker_ends_the_calls_of_one_that_died(centre: Centre, clock: Clock) -> None:
    with writing(centre.engine) as conn:
        for number, kinds in enumerate(((Kind.RINGING,), (Kind.RINGING, Kind.ANSWERED, Kind.HELD))):
            call = UUID(int=number + 1)
            told = [CallEvent(call, kind, START, "0042", "19900000001", "12345") for kind in kinds]
            record(conn, centre.cipher, told, START)
    _worker(centre, "b").step()
    assert _kinds(centre) == ["ringing", "ringing", "answered", "held", "abandoned", "hung_up"]


def test_the_lease_is_given_back_when_a_worker_stops(centre: Centre) -> None:
    first, second = _worker(centre, "a"), _worker(centre, "b")
    first.step()
    first.stop()
    first.run()
    second.step()
    assert second.step() < 1


def test_of_a_centre_without_a_switch_nobody_is_told_that_nobody_calls(centre: Centre, clock: Clock) -> None:
    """Also of one that had a switch before: its callers went with it."""
    _worker(centre, "a").step()
    clock.pass_by(seconds=2)
    with reading(centre.engine) as conn:
        assert switch_heard(conn, clock()).since == START
    clock.pass_by(seconds=LEASE_LIFE.total_seconds() + 1)
    without = Worker(centre, no_switch, "b")
    for _ in range(2):
        without.step()
    with reading(centre.engine) as conn:
        assert switch_heard(conn, clock()) == SwitchHeard(up=False, since=None, as_of=None)
        assert open_records(conn) == []


class _Broken(SimulatedSwitch):
    """A switch that fails at first."""

    failed = False

    def step(self, now: datetime) -> list[Told]:
        if not self.failed:
            self.failed = True
            raise RuntimeError("a defect")
        return super().step(now)


def test_a_switch_that_could_not_begin_begins_with_a_later_try(centre: Centre, clock: Clock) -> None:
    begun: list[bool] = []

    class Begins(SimulatedSwitch):
        """A switch whose first beginning fails."""

        def begin(self, open_calls: Sequence[CallRecord], now: datetime) -> list[Told]:
            begun.append(bool(begun))
            if not begun[-1]:
                raise RuntimeError("a defect")
            return super().begin(open_calls, now)

    worker = Worker(centre, lambda start, _wake: Begins(SEATS, start), "a")
    with pytest.raises(RuntimeError):
        worker.step()
    clock.pass_by(seconds=LEASE_LIFE.total_seconds() / 2)
    worker.step()
    assert begun == [False, True]


def test_the_worker_goes_on_after_a_defect(centre: Centre, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("case_api.worker._PAUSE_SECONDS", 0.0)
    monkeypatch.setattr("case_api.worker._CHORES_SECONDS", 0.0)
    done: list[str] = []

    def chores(_now: datetime, _go_on: Callable[[], bool]) -> None:
        done.append("chores")
        if len(done) == 1:
            raise RuntimeError("a defect")
        clock.pass_by(seconds=2)
        if _kinds(centre):
            worker.stop()

    worker = Worker(centre, lambda start, _wake: _Broken(SEATS, start), chores=chores)
    worker.run()
    assert len(done) > 1
    assert _kinds(centre)[:1] == ["ringing"]


class _LongChore:
    """A chore that a worker has begun, and that ends when it is told to."""

    def __init__(self) -> None:
        self.begun, self.end = threading.Event(), threading.Event()
        self.goes_on: list[bool] = []

    def __call__(self, _now: datetime, go_on: Callable[[], bool]) -> None:
        assert go_on()
        self.begun.set()
        assert self.end.wait(PATIENCE_S)
        self.goes_on.append(go_on())


@contextmanager
def _in_a_long_chore(centre: Centre) -> Iterator[tuple[Worker, _LongChore]]:
    chore = _LongChore()
    worker = Worker(centre, lambda start, _wake: SimulatedSwitch(SEATS, start), "a", chores=chore)
    worker.step()
    thread = threading.Thread(target=worker.do_chores)
    thread.start()
    try:
        assert chore.begun.wait(PATIENCE_S)
        yield worker, chore
    finally:
        chore.end.set()
        thread.join(PATIENCE_S)


def test_a_long_chore_costs_neither_the_lease_nor_a_call(centre: Centre, clock: Clock) -> None:
    second = _worker(centre, "b")
    with _in_a_long_chore(centre) as (first, chore):
        for _ in range(4):
            clock.pass_by(seconds=LEASE_LIFE.total_seconds() * 0.6)
            assert first.step() < 1 <= second.step()
    assert chore.goes_on == [True]
    assert _kinds(centre)[:1] == ["ringing"]


def test_nobody_does_chores_while_one_who_lost_the_lease_is_at_one_still(centre: Centre, clock: Clock) -> None:
    done: list[str] = []
    second = Worker(
        centre, lambda start, _wake: SimulatedSwitch(SEATS, start), "b", chores=lambda _now, _go_on: done.append("b")
    )
    with _in_a_long_chore(centre) as (first, chore):
        clock.pass_by(seconds=LEASE_LIFE.total_seconds() + 1)
        assert second.step() < 1
        second.do_chores()
        assert done == []
    assert chore.goes_on == [False]
    first.step()
    first.do_chores()
    second.do_chores()
    assert (chore.goes_on, done) == ([False], ["b"])


def test_a_lease_that_ran_out_is_no_lease_though_nobody_took_it(centre: Centre, clock: Clock) -> None:
    with _in_a_long_chore(centre) as (_, chore):
        clock.pass_by(seconds=LEASE_LIFE.total_seconds())
    assert chore.goes_on == [False]


def test_events_that_could_not_be_written_are_written_later(
    centre: Centre, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = _worker(centre, "a")
    worker.step()
    clock.pass_by(seconds=2)

    def locked(*_: object) -> None:
        raise busy("locked")

    with monkeypatch.context() as patched:
        patched.setattr("case_api.worker.record", locked)
        with pytest.raises(ProblemError):
            worker.step()
    worker.step()
    assert _kinds(centre) == ["ringing"]


def test_numbers_are_enciphered_where_they_are_kept(centre: Centre) -> None:
    with writing(centre.engine) as conn:
        record(
            conn, centre.cipher, [CallEvent(UUID(int=1), Kind.RINGING, START, "0042", "19900000001", "12345")], START
        )
    with reading(centre.engine) as conn:
        assert b"19900000001" not in conn.execute(calls.select()).one().number
        assert [event.number for event in live_events(conn, centre.cipher, "0042")] == ["19900000001"]
