"""Every shipped scenario can be played and marked: its reference earns all points, each trap costs what it says."""

import pytest

from city_packs.model import CityPack
from city_packs.read_scenario import read_scenarios
from city_packs.shipped import shipped_packs
from city_packs.stated import states_fact
from practice.check import check

_FOLDERS = {city: folder / "scenarios" for city, folder in shipped_packs().items() if (folder / "scenarios").is_dir()}


@pytest.mark.parametrize("city", _FOLDERS)
def test_the_scenarios_of_a_city_are_whole(city: str, packs: dict[str, CityPack]) -> None:
    assert [str(error) for error in check(_FOLDERS[city], packs.get)] == []


@pytest.mark.parametrize("city", _FOLDERS)
def test_a_text_that_says_nothing_states_no_fact(city: str, packs: dict[str, CityPack]) -> None:
    empty = "来电人反映问题，请有关单位尽快核实处理并回复来电人，谢谢。 Please look into it soon and answer the caller."
    read, _ = read_scenarios(_FOLDERS[city], packs.get)
    facts = [(each.scenario, fact) for each in read for record in each.scenario.records for fact in record.facts]
    assert [(scenario.code, fact.code) for scenario, fact in facts if states_fact(empty, fact)] == []
