"""The clock of a session: nobody can set it, and it goes on over a crash."""

from datetime import timedelta

import pytest

from practice.honest_clock import Anchor, HonestClock, ThisMachine

from .machine import START, Turned


@pytest.fixture
def machine() -> Turned:
    return Turned()


def test_it_counts_what_has_gone_by(machine: Turned) -> None:
    clock = HonestClock.begin(machine)
    machine.turn(90.25)
    assert clock.ms() == 90_250
    assert clock.now() == START + timedelta(seconds=90.25)
    assert clock.ms_of(clock.now()) == 90_250


@pytest.mark.parametrize("hours", [-5, 5])
def test_who_sets_the_systems_clock_changes_nothing(machine: Turned, hours: float) -> None:
    clock = HonestClock.begin(machine)
    machine.turn(10)
    machine.set_clock(hours)
    assert clock.now() == START + timedelta(seconds=10)
    machine.turn(5)
    again = HonestClock.again(machine, clock.anchor, 10_000)
    assert again.now() == START + timedelta(seconds=15)


def test_the_time_away_counts(machine: Turned) -> None:
    clock = HonestClock.begin(machine)
    machine.turn(100)
    again = HonestClock.again(machine, Anchor.from_kept(clock.anchor.kept()), 40_000)
    assert again.ms() == 100_000


def test_after_a_start_of_the_machine_the_systems_clock_tells_how_long_it_was(machine: Turned) -> None:
    clock = HonestClock.begin(machine)
    machine.turn(100)
    machine.start_again(off_s=60)
    again = HonestClock.again(machine, clock.anchor, 100_000)
    assert again.ms() == 160_000
    machine.turn(5)
    assert again.now() == START + timedelta(seconds=165)
    machine.set_clock(3)
    assert HonestClock.again(machine, again.anchor, 165_000).ms() == 165_000


def test_it_never_goes_back(machine: Turned) -> None:
    clock = HonestClock.begin(machine)
    machine.turn(100)
    machine.start_again(off_s=-3_600)
    again = HonestClock.again(machine, clock.anchor, 100_000)
    assert again.ms() == 100_000
    assert again.now() == START + timedelta(seconds=100)
    machine.turn(1)
    assert again.ms() == 101_000


def test_a_machine_that_does_not_name_its_runs_is_asked_for_its_clock() -> None:
    machine = Turned(boot="")
    clock = HonestClock.begin(machine)
    machine.turn(30)
    machine.start_again(boot="", off_s=10)
    machine.seconds = 9_000.0
    assert HonestClock.again(machine, clock.anchor, 30_000).ms() == 40_000


def test_this_machine_has_clocks() -> None:
    machine = ThisMachine()
    assert 0 < machine.since_boot() <= machine.since_boot()
    assert machine.wall().tzinfo is not None
