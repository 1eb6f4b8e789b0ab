"""Two scenarios made for the tests, the pack that they play in, and the rubric."""

from pathlib import Path

import pytest

from city_packs.model import CityPack
from city_packs.read_rubric import rubric_of
from city_packs.read_scenario import read_scenario
from city_packs.reader import read_pack
from city_packs.rubric import Rubric
from city_packs.scenario import Scenario
from city_packs.shipped import shipped_packs
from tests.practice.machine import LINE_AGAIN_S
from tests.practice.played import Play, Played

SCENARIOS = Path(__file__).parent.parent / "data" / "practice"


@pytest.fixture(autouse=True)
def _line_is_tried_again_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test wait in real time for a line that is back: how long a seat waits is tried in local_cache_sync."""
    monkeypatch.setattr("local_cache.sync.pacing.Backoff.next", lambda _: LINE_AGAIN_S)


@pytest.fixture(scope="session")
def zaozhuang() -> CityPack:
    """The pack of the city in which the scenarios play."""
    return read_pack(shipped_packs()["zaozhuang"])


@pytest.fixture(scope="session")
def rubric() -> Rubric:
    """The first rubric."""
    return rubric_of(1)


@pytest.fixture(scope="session")
def noise(zaozhuang: CityPack) -> Scenario:
    """A complaint that is filed: type, class, place, address, four facts."""
    return read_scenario(SCENARIOS / "noise.toml", lambda _: zaozhuang).scenario


@pytest.fixture(scope="session")
def urged(zaozhuang: CityPack) -> Scenario:
    """An abusive caller whose case is urged; another case of his is there too."""
    return read_scenario(SCENARIOS / "urged.toml", lambda _: zaozhuang).scenario


@pytest.fixture
def play(rubric: Rubric, zaozhuang: CityPack) -> Play:
    """Plays a scenario as its reference says."""
    return lambda scenario: Played(scenario, rubric, zaozhuang)
