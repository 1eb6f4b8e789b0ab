"""Whatever the order, repetition and loss of news: once it was told again, boards are equal to what truly happened.

The truth is that of whoever made up the calls and what seats did (`lived`), added up by `plain_truth`.
"""

import random
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import Connection

from case_api.accounts.displays import add_display
from case_api.accounts.registry import Registry
from case_api.board import presence, states
from case_api.board.states import State
from case_api.centre import Centre
from case_api.cipher import Cipher
from case_api.http import seats_heard
from case_api.http.app import create_app
from case_api.storage.engine import open_engine, writing
from case_api.telephony import store
from case_api.telephony.missed_callers import note_missed_callers
from hotline import call_figures
from hotline.stays import FigureSettings, Stay, tiles
from tests.case_api.http.conftest import PASSWORD, START, Clock, serving
from tests.case_api.http.seat import SeatClient
from tests.soak import times

from .lived import lived
from .plain_truth import AT_ONCE
from .whatever_checks import all_is_true, past_minutes_are_true
from .whatever_way import Process, Way

SEEDS = range(1, times(1, 12) + 1)
SEATS = ("0042", "0043", "0077", "0101", "0102", "0103")
MINUTES = times(40, 200)
CALLS = times(40, 600)
STEPS = times(12, 80)
AN_HOUR, MIDNIGHT = START + timedelta(hours=5), START + timedelta(hours=6)
"""By the city's clock: a floor is lived on over the end of an hour, or of the day."""


@pytest.fixture(autouse=True)
def no_look_but_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seats_heard, "LOOK_SECONDS", 3600)


@pytest.fixture
def centre(centre: Centre) -> Centre:
    """A centre of a city in which who hangs up at once has not given up."""
    centre.pack = replace(
        centre.pack, settings={**centre.pack.settings, "short_abandon_seconds": AT_ONCE.total_seconds()}
    )
    return centre


class House:
    """A centre with one API process, to which a second one comes later."""

    def __init__(self, centre: Centre, registry: Registry, clock: Clock, code_for: Callable[[str], str]) -> None:
        self.centre, self.registry, self.clock, self.code_for = centre, registry, clock, code_for
        self.processes: list[Process] = []
        self._stack = AsyncExitStack()

    async def opens(self, app: FastAPI, lead: SeatClient) -> None:
        """Let the lead sit down."""
        assert (await lead.sign_in("op-lead", PASSWORD)).status_code == 200
        self.processes.append(Process(app, lead))

    async def grows(self) -> None:
        """Let a second process begin, with connections and a memory of its own."""
        engine = open_engine(self.centre.engine.url.render_as_string(hide_password=False))
        self._stack.callback(engine.dispose)
        app = create_app(replace(self.centre, engine=engine), self.registry)
        client = await self._stack.enter_async_context(serving(app))
        first = self.processes[0].lead
        lead = SeatClient(client, first.key, first.enrolled, first.now)
        lead.token, lead.person = first.token, first.person
        self.processes.append(Process(app, lead))

    async def closes(self) -> None:
        """Let the second process go."""
        await self._stack.aclose()


@pytest.fixture
async def house(
    app: FastAPI, lead: SeatClient, centre: Centre, registry: Registry, clock: Clock, code_for: Callable[[str], str]
) -> AsyncIterator[House]:
    found = House(centre, registry, clock, code_for)
    await found.opens(app, lead)
    yield found
    await found.closes()


async def a_floor_is_lived_on(seed: int, house: House) -> None:
    """Let news of a floor come in whatever way a seed draws, and hold what is said of it against the truth.

    Raises `AssertionError`, with the shortest story of what is not so.
    """
    draw = random.Random(seed)
    length = timedelta(minutes=MINUTES)
    step, half = length / STEPS, STEPS // 2
    house.clock.at = (MIDNIGHT if seed % 2 else AN_HOUR) - step * half + timedelta(seconds=2)
    with writing(house.centre.engine) as conn:
        token = add_display(conn, "大厅", at=house.clock())
    floor = lived(draw, house.clock(), length, CALLS, SEATS)
    way = Way(draw, floor, house.centre, house.clock, house.processes)
    await way.opens(house.code_for)
    second_comes = draw.randrange(STEPS)
    for number in range(STEPS):
        if number == second_comes:
            await house.grows()
        await way.goes_on(step.total_seconds())
        if number in (half - 1, STEPS - 1):  # right after the hour or the day began, and at the end
            await way.is_reconciled()
            await all_is_true(way, token)
    past_minutes_are_true(way, [floor.span.since + length * draw.random() for _ in range(4)])


@pytest.mark.parametrize("seed", SEEDS)
async def test_after_it_was_told_again_what_is_said_is_what_happened(seed: int, house: House) -> None:
    await a_floor_is_lived_on(seed, house)


def _the_state_told_last_is_taken_for_the_newest(patch: pytest.MonkeyPatch) -> None:
    def taken_in(*given: Any) -> tuple[State, list[State]]:
        newest, kept = states.taken_in(*given)
        return kept[-1] if kept else newest, kept

    patch.setattr(presence, "taken_in", taken_in)


def _who_gave_up_is_forgotten_where_the_call_was_known(patch: pytest.MonkeyPatch) -> None:
    def note(conn: Connection, cipher: Cipher, changed: Sequence[store.Changed], *more: Any) -> None:
        note_missed_callers(conn, cipher, [each for each in changed if not each.known], *more)

    patch.setattr(store, "note_missed_callers", note)


def _who_was_handed_on_is_offered_once_more(patch: pytest.MonkeyPatch) -> None:
    def counted(stay: Stay, settings: FigureSettings) -> Any:
        return tiles(replace(stay, visit=replace(stay.visit, handed_on=False)), settings)

    patch.setattr(call_figures, "tiles", counted)


FAULTS = (
    _the_state_told_last_is_taken_for_the_newest,
    _who_gave_up_is_forgotten_where_the_call_was_known,
    _who_was_handed_on_is_offered_once_more,
)


class TestFaultsThatShow:
    """What it finds: each of these faults, put into the product, is seen."""

    @pytest.fixture
    def url(self, sqlite_url: str) -> str:
        return sqlite_url

    @pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__.strip("_"))
    async def test_it_is_seen(
        self, fault: Callable[[pytest.MonkeyPatch], None], house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fault(monkeypatch)
        with pytest.raises(AssertionError):
            await a_floor_is_lived_on(2, house)
