"""A centre of a whole city with a made year in it, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from case_api.cases.keeping import Kept, store
from case_api.centre import Centre
from case_api.cipher import Cipher
from case_api.storage.engine import open_engine, take_time, writing
from hotline.case_doc import timeline_entry
from tests.case_api.core.pushing import Clock, Grants
from tests.hotline.made_year import MadeYear, made_year, played
from tests.hotline.whole_city import City, Loop, city

TOWN: City = city("tangshan")
UNITS = tuple(unit.code for unit in TOWN.pack.units.values() if unit.level == 2)[:6]
AFTER = datetime(2027, 1, 5, tzinfo=UTC)


@dataclass(frozen=True)
class Stored:
    """A centre and the year that was stored in it."""

    centre: Centre
    year: MadeYear
    loop: Loop


@pytest.fixture(scope="session")
def year() -> tuple[MadeYear, Loop]:
    """A year of 900 cases, played once through the rulebook."""
    made = made_year(TOWN, UNITS, 900, seed=2026)
    loop = Loop(TOWN, made.steps[0].at)
    played(made, loop)
    return made, loop


@pytest.fixture
def centre(database_url: str) -> Iterator[Centre]:
    clock = Clock()
    clock.at = AFTER
    engine = open_engine(database_url)
    yield Centre(engine, Cipher(bytes(32)), TOWN.pack, Grants(), now=clock)
    engine.dispose()


@pytest.fixture
def stored(centre: Centre, year: tuple[MadeYear, Loop]) -> Stored:
    """The whole year at a centre, parents before those that were merged into them."""
    made, loop = year
    orders = sorted(loop.orders.values(), key=lambda order: order.parent is not None)
    with writing(centre.engine) as conn:
        take_time(conn)
        for start in range(0, len(orders), 200):
            some = orders[start : start + 200]
            store(
                conn,
                centre,
                [Kept(each, tuple(map(timeline_entry, loop.timelines[each.id])), frozenset()) for each in some],
            )
    return Stored(centre, made, loop)
