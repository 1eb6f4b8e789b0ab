"""Every shipped scenario can be played and marked: its reference earns all points, each trap costs what it says."""

import pytest

from city_packs.model import CityPack
from city_packs.shipped import shipped_packs
from practice.check import check

_FOLDERS = {city: folder / "scenarios" for city, folder in shipped_packs().items() if (folder / "scenarios").is_dir()}


@pytest.mark.parametrize("city", _FOLDERS)
def test_the_scenarios_of_a_city_are_whole(city: str, packs: dict[str, CityPack]) -> None:
    assert [str(error) for error in check(_FOLDERS[city], packs.get)] == []
