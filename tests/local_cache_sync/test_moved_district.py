"""A seat hears over a socket that a district now lies with another sub-centre."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from case_api.imports import import_cases
from case_api.sync.territory import elsewhere, move
from local_cache import keystore
from local_cache.enrol import enrol
from local_cache.folder import SeatFolder
from local_cache.ids import new_id
from local_cache.sync.engine import SyncEngine
from local_cache.sync.http import HttpTransport
from tests.case_api.core.pushing import past_case
from tests.case_api.core.small_city import SMALL_CITY
from tests.local_cache_sync.given import MemoryFiles
from tests.local_cache_sync.real_centre import RealCentre


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[RealCentre]:
    with RealCentre.listening(tmp_path) as real:
        yield real


@pytest.fixture
def line(centre: RealCentre, tmp_path: Path) -> Iterator[HttpTransport]:
    folder = SeatFolder(tmp_path / "seat")
    enrolled = enrol(folder, centre.url, centre.code(), device_name="DESK", app_version="1", system_store=False)
    device_key = keystore.load(folder).device_key
    transport = HttpTransport(
        centre.url, None, device_id=enrolled.device_id, device_key=device_key, app_version="1", now=centre.now
    )
    with closing(transport):
        yield transport


def test_a_seat_gives_up_and_gets_back_the_cases_of_a_district(centre: RealCentre, line: HttpTransport) -> None:
    files, scopes = MemoryFiles(), ("seat:0042", "area:north")
    engine = SyncEngine(files, line, now=centre.now, new_id=new_id, scopes=lambda: scopes, app_version="1")

    def held() -> dict[str, set[UUID]]:
        engine.pull_once()
        rows = files.cache.execute("SELECT scope, id FROM rows").fetchall()
        return {scope: {UUID(of) for at, of in rows if at == scope} for scope in scopes}

    past = [past_case(centre.centre, counter) for counter in (1, 2)]
    own, neighbours = past[0].order.id, past[1].order.id
    past[1] = replace(past[1], order=past[1].order.model_copy(update={"origin_seat": "0043"}))
    import_cases(centre.centre, past)
    assert held() == {"seat:0042": {own}, "area:north": {own, neighbours}}

    south = replace(SMALL_CITY.sub_centres["south"], areas=("91", "92"))
    centre.centre.pack = replace(SMALL_CITY, sub_centres={**SMALL_CITY.sub_centres, "south": south})
    assert move(centre.centre, elsewhere(centre.centre)) == 2
    assert held() == {"seat:0042": {own}, "area:north": set()}

    centre.centre.pack = SMALL_CITY
    assert move(centre.centre, elsewhere(centre.centre)) == 2
    assert held() == {"seat:0042": {own}, "area:north": {own, neighbours}}
