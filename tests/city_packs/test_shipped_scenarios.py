"""Every shipped scenario can be played and marked: its reference earns all points, each trap costs what it says."""

import re

import pytest
from rich.cells import cell_len

from city_packs.model import CityPack
from city_packs.read_scenario import read_scenarios
from city_packs.scenario_titles import scenario_titles
from city_packs.shipped import shipped_packs
from city_packs.stated import states_fact
from practice.check import check

_FOLDERS = {city: folder / "scenarios" for city, folder in shipped_packs().items() if (folder / "scenarios").is_dir()}
_TELLS = re.compile(
    "匿名|保密|举报|表扬|建议|催|投诉|求助|要求|企业|两件|又|也来|无声|错|骂|前后|昨|[一二三四五六七八九十]+[天年个]月?[人没了]"
    "|anonym|confiden|report|prais|suggest|urg|complain|enterpris|two matters|again|same|silent|wrong|abus|hurt"
    "|two ways|violence|wants|unlawful|free",
    re.IGNORECASE,
)
"""What is for the call to show: what kind of matter it is, whose, how grave, how often, how many."""
_TITLE_CELLS = 30
"""Cells of a title that the home of practice has room for at 80 columns."""


@pytest.mark.parametrize("city", _FOLDERS)
def test_the_scenarios_of_a_city_are_whole(city: str, packs: dict[str, CityPack]) -> None:
    assert [str(error) for error in check(_FOLDERS[city], packs.get)] == []


@pytest.mark.parametrize("city", _FOLDERS)
def test_a_text_that_says_nothing_states_no_fact(city: str, packs: dict[str, CityPack]) -> None:
    empty = "来电人反映问题，请有关单位尽快核实处理并回复来电人，谢谢。 Please look into it soon and answer the caller."
    read, _ = read_scenarios(_FOLDERS[city], packs.get)
    facts = [(each.scenario, fact) for each in read for record in each.scenario.records for fact in record.facts]
    assert [(scenario.code, fact.code) for scenario, fact in facts if states_fact(empty, fact)] == []


@pytest.mark.parametrize("city", _FOLDERS)
def test_a_title_says_what_a_call_is_about_and_nothing_that_the_trainee_is_to_find_out(city: str) -> None:
    titles = [words for each in scenario_titles(city) for words in (each.title.zh, each.title.en)]
    assert [each for each in titles if _TELLS.search(each) or cell_len(each) > _TITLE_CELLS] == []
