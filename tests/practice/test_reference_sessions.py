"""The keys of a scenario's reference session, pressed on the real desk at their moments, earn all points.

`make test` plays two of them, `make soak` those of every shipped scenario.
"""

from pathlib import Path

import pytest

from city_packs.read_scenario import read_scenarios
from city_packs.reader import read_pack
from city_packs.shipped import shipped_packs
from tests.practice.by_keys import marks_by_keys
from tests.soak import SOAKING

_PLAYED = {"zaozhuang": ("construction-noise-at-night", "licence-for-a-noodle-shop")}
_CITIES = [city for city, folder in shipped_packs().items() if (folder / "scenarios").is_dir()]


@pytest.mark.long
@pytest.mark.parametrize("city", _CITIES if SOAKING else list(_PLAYED))
async def test_the_keys_of_the_reference_earn_all_points(city: str, tmp_path: Path) -> None:
    folder = shipped_packs()[city]
    pack = read_pack(folder)
    read, _ = read_scenarios(folder / "scenarios", lambda _: pack)
    scenarios = [each.scenario for each in read if SOAKING or each.scenario.code in _PLAYED[city]]
    found = await marks_by_keys(scenarios, pack, tmp_path / "practice")
    lost = {code: [item for item in marks.items if item.losses] for code, marks in found.items() if marks.total < 100}
    assert lost == {}
    assert len(found) == len(scenarios)
