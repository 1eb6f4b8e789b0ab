"""The keys of reference sessions, pressed on the real desk at their moments, earn what the rubric says.

`make test` works one practice shift of ten calls by them, `make soak` those of every shipped scenario.
"""

from pathlib import Path

import pytest

from city_packs.read_scenario import read_scenarios
from city_packs.reader import read_pack
from city_packs.shipped import shipped_packs
from hotline.codes import PracticeKind
from practice.session_plan import SHIFT_CALLS
from seat_console.practice.material import Material
from tests.practice.by_keys import marks_by_keys
from tests.soak import SOAKING

pytestmark = pytest.mark.long


async def test_a_shift_with_a_parked_draft_and_a_wrap_up_over_its_limit_is_marked_call_by_call(tmp_path: Path) -> None:
    material = Material.shipped("zaozhuang")
    calls = material.calls_of(PracticeKind.SHIFT, "construction-noise-at-night")
    codes = [each.code for each in calls]
    found = await marks_by_keys(
        calls, material.packs["zaozhuang"], tmp_path / "practice", PracticeKind.SHIFT, parked=codes[1],
        dawdled=codes[-1],
    )  # fmt: skip
    lost = {code: [loss.code for item in marks.items for loss in item.losses] for code, marks in found.items()}
    assert lost == {code: ["slow_wrap_up"] if code == codes[-1] else [] for code in codes}
    assert len(found) == SHIFT_CALLS


if SOAKING:

    @pytest.mark.parametrize("city", [city for city, at in shipped_packs().items() if (at / "scenarios").is_dir()])
    async def test_the_keys_of_every_reference_earn_all_points(city: str, tmp_path: Path) -> None:
        folder = shipped_packs()[city]
        pack = read_pack(folder)
        read, _ = read_scenarios(folder / "scenarios", lambda _: pack)
        scenarios = [each.scenario for each in read]
        found = await marks_by_keys(scenarios, pack, tmp_path / "practice")
        lost = {code: [i for i in marks.items if i.losses] for code, marks in found.items() if marks.total < 100}
        assert lost == {}
        assert len(found) == len(scenarios)
