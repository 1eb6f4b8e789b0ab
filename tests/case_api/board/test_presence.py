"""Who is there: a seat falls silent and is heard again, a process dies with what it had heard, a seat moves."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from uuid import uuid4

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from case_api.accounts.registry import Registry
from case_api.board.processes import note_alive
from case_api.centre import Centre
from case_api.http import seats_heard
from case_api.http.app import create_app
from case_api.http.house import House
from case_api.problems import busy
from case_api.storage.engine import open_engine, reading, writing
from case_api.storage.tables_board import api_processes, seat_presence
from tests.case_api.http.conftest import START, Clock, serving
from tests.case_api.http.seat import SeatClient

from .beating import acknowledged, beat, kept_states, presence, state


@pytest.fixture(autouse=True)
def no_look_but_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seats_heard, "LOOK_SECONDS", 3600)


@pytest.fixture
def house(app: FastAPI) -> House:
    found: House = app.state.house
    return found


async def after(seconds: float, clock: Clock, *houses: House) -> None:
    """Let time pass and each process look around, as it does every second."""
    clock.pass_by(seconds=seconds)
    for house in houses:
        await house.seats.look()


async def test_a_seat_that_missed_two_beats_is_silent_since_it_was_last_heard(
    seat: SeatClient, centre: Centre, house: House, clock: Clock
) -> None:
    await acknowledged(seat, state(1, "ready", START))
    await after(3, clock, house)
    await acknowledged(seat)
    heard_last = clock()
    await after(4.5, clock, house)
    assert not presence(centre).silent
    await after(0.25, clock, house)
    row = presence(centre)
    assert (row.silent, row.heard_at, row.state) == (True, heard_last, "ready")


async def test_a_silent_seat_is_heard_again_with_its_next_beat(
    seat: SeatClient, centre: Centre, house: House, clock: Clock
) -> None:
    await acknowledged(seat, state(1, "ready", START), unsent=1)
    await after(60, clock, house)
    assert presence(centre).silent
    assert await acknowledged(seat, unsent=1) == 1
    row = presence(centre)
    assert (row.silent, row.heard_at, row.state, row.since) == (False, clock(), "ready", START)


async def test_what_a_seat_did_without_a_line_comes_with_its_own_times(
    seat: SeatClient, centre: Centre, house: House, clock: Clock
) -> None:
    await acknowledged(seat, state(1, "ready", START))
    await after(600, clock, house)
    done = [state(2, "talking", START.replace(minute=2)), state(3, "wrap_up", START.replace(minute=5))]
    assert await acknowledged(seat, *done) == 3
    assert [since.minute for _, _, since in kept_states(centre)] == [0, 2, 5]


class TestTwoDevicesOfASeat:
    """The one that was enrolled last stands for the seat while it speaks; what the other did is kept."""

    @pytest.fixture
    async def newer(self, seat: SeatClient, code_for: Callable[[str], str], clock: Clock) -> SeatClient:
        return await SeatClient.enrolled(seat.http, code_for("0042"), clock)

    async def test_states_of_the_older_one_are_kept_and_not_shown(
        self, seat: SeatClient, newer: SeatClient, centre: Centre
    ) -> None:
        await acknowledged(newer, state(1, "ready", START))
        assert await acknowledged(seat, state(1, "paused", START), state(2, "wrap_up", START)) == 2
        assert presence(centre).state == "ready"
        assert [name for _, name, _ in kept_states(centre)] == ["ready", "paused", "wrap_up"]
        assert await acknowledged(seat) == 2

    async def test_the_newer_one_takes_over_and_the_older_one_again_when_it_is_silent(
        self, seat: SeatClient, newer: SeatClient, centre: Centre, house: House, clock: Clock
    ) -> None:
        await acknowledged(seat, state(1, "paused", START))
        await acknowledged(newer, state(1, "ready", START))
        assert presence(centre).state == "ready"
        await after(6, clock, house)
        await acknowledged(seat)
        row = presence(centre)
        assert (row.state, row.silent) == ("paused", False)
        await acknowledged(newer)
        assert presence(centre).state == "ready"


class TestTwoProcesses:
    """Of one centre, each with connections and a memory of its own."""

    @pytest.fixture
    def other(self, centre: Centre, registry: Registry, url: str) -> Iterator[FastAPI]:
        engine = open_engine(url)
        yield create_app(replace(centre, engine=engine), registry)
        engine.dispose()

    @pytest.fixture
    async def there(self, seat: SeatClient, other: FastAPI) -> AsyncIterator[SeatClient]:
        """The same device, as it speaks to the other process."""
        async with AsyncExitStack() as stack:
            client = await stack.enter_async_context(serving(other))
            elsewhere = SeatClient(client, seat.key, seat.enrolled, seat.now)
            elsewhere.token = seat.token
            yield elsewhere

    async def test_a_seat_that_moves_is_heard_by_the_other_and_never_silent(
        self, seat: SeatClient, there: SeatClient, centre: Centre, house: House, other: FastAPI, clock: Clock
    ) -> None:
        theirs: House = other.state.house
        await acknowledged(seat, state(1, "ready", START))
        await after(2, clock, house, theirs)
        assert await acknowledged(there) == 1
        assert presence(centre).process == theirs.process
        await after(4, clock, house, theirs)
        await acknowledged(there)
        await after(4, clock, house, theirs)
        row = presence(centre)
        assert (row.silent, row.state) == (False, "ready")
        await after(6, clock, house, theirs)
        assert presence(centre).silent

    @pytest.mark.parametrize("late", [(), (2,)], ids=["says nothing new", "says again what came late"])
    async def test_a_seat_that_comes_back_is_what_it_became_while_it_spoke_to_the_other(
        self, seat: SeatClient, there: SeatClient, centre: Centre, house: House, clock: Clock, late: tuple[int, ...]
    ) -> None:
        clock.pass_by(minutes=1)
        did = {1: state(1, "ready", START), 2: state(2, "ringing", START), 3: state(3, "talking", clock())}
        await acknowledged(seat, did[1])
        assert await acknowledged(there, did[2], did[3]) == 3
        row = presence(centre)
        house.seats.compare(row.seat, row.device_id, row.process, silent=False)  # as the picture does
        assert await acknowledged(seat, *(did[seq] for seq in late)) == 3
        row = presence(centre)
        assert (row.state, row.since, row.process) == ("talking", clock(), house.process)

    async def test_what_a_dead_process_had_heard_is_as_old_as_its_last_sign_of_life(
        self, seat: SeatClient, there: SeatClient, centre: Centre, house: House, other: FastAPI, clock: Clock
    ) -> None:
        theirs: House = other.state.house
        await house.seats.look()
        await acknowledged(there, state(1, "ready", START))
        await after(2, clock, house, theirs)
        last_alive = clock()
        await acknowledged(there)
        await after(4.5, clock, house)
        assert not presence(centre).silent
        await after(1, clock, house)
        row = presence(centre)
        assert (row.silent, row.heard_at) == (True, last_alive)
        with reading(centre.engine) as conn:
            assert conn.scalars(select(api_processes.c.process)).all() == [house.process]

    async def test_a_process_that_was_taken_for_dead_hears_its_seats_again(
        self, seat: SeatClient, centre: Centre, house: House, clock: Clock
    ) -> None:
        await acknowledged(seat, state(1, "ready", START))
        clock.pass_by(seconds=6)
        await acknowledged(seat)
        with writing(centre.engine) as conn:
            assert note_alive(conn, uuid4(), clock())
        row = presence(centre)
        assert row.silent
        house.seats.compare(row.seat, row.device_id, row.process, silent=True)  # as the picture does
        await acknowledged(seat)
        assert not presence(centre).silent


async def test_a_database_that_cannot_take_it_loses_nothing(
    seat: SeatClient, centre: Centre, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise busy("full")

    with monkeypatch.context() as patch:
        patch.setattr(seats_heard, "keep", full)
        answer = await beat(seat, state(1, "ready", START))
        assert answer.status_code == 503
    assert await acknowledged(seat, state(1, "ready", START)) == 1
    with reading(centre.engine) as conn:
        assert conn.scalar(select(seat_presence.c.state)) == "ready"
