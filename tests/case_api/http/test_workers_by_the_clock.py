"""Two processes of one centre, each with a worker: what is due by the clock is done once, whoever has the lease."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from case_api.accounts.registry import Registry
from case_api.centre import Centre
from case_api.chores import Chores
from case_api.opening import Opened
from case_api.settings import CentreFolder
from case_api.storage.engine import open_engine
from case_api.telephony.simulator import SimulatedSwitch
from case_api.worker import LEASE_LIFE, Worker
from hotline.codes import State
from tests.case_api.core.clock_city import CLOCK_CITY, events_of, order_of
from tests.case_api.core.pushing import Grants, Seat

from .conftest import Clock


@pytest.fixture
def url(database_url: str) -> str:
    return database_url


@pytest.fixture
def worker(centre: Centre, registry: Registry, url: str, tmp_path: Path) -> Iterator[Callable[[str], Worker]]:
    """Makes the worker of one more process, with connections of its own."""
    engines = []

    def made(holder: str) -> Worker:
        engines.append(open_engine(url))
        own = replace(centre, engine=engines[-1], pack=CLOCK_CITY)
        chores = Chores(Opened(CentreFolder(tmp_path), registry.settings, own, registry))
        simulator = registry.settings.simulator
        return Worker(own, lambda now, _wake: SimulatedSwitch(simulator, now), holder, chores=chores.run_due)

    yield made
    for engine in engines:
        engine.dispose()


def test_lamps_and_filing_are_done_once_whichever_worker_has_the_lease(
    centre: Centre, worker: Callable[[str], Worker], clock: Clock
) -> None:
    centre.pack, centre.grants = CLOCK_CITY, Grants()
    seat = Seat(centre, "0042", "north")
    cases = [seat.file() for _ in range(3)]
    seat.give("withdraw", cases[2], reason="不用了")
    workers = [worker("one"), worker("two")]

    def a_step() -> None:
        for each in workers:
            each.step()
        for each in workers:
            each.do_chores()

    a_step()
    for length in (7 * 60, 3 * 60, LEASE_LIFE.total_seconds() + 1, 7 * 24 * 3600):
        clock.pass_by(seconds=length)
        a_step()
        a_step()
        workers.reverse()  # the other is the first to ask for the lease
    turned = [[entry.data["clocks"][0]["light"] for entry in events_of(centre, each, "note_light")] for each in cases]
    assert turned == [["yellow", "red"], ["yellow", "red"], []]
    assert [order_of(centre, each).state for each in cases] == [State.TO_DISPATCH, State.TO_DISPATCH, State.FILED]
    assert len(events_of(centre, cases[2], "file_away")) == 1
