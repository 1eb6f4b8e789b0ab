"""The keys of reference sessions, pressed on the real desk at their moments, earn what the rubric says.

`make test` works one practice shift of ten calls by them, `make soak` those of every shipped scenario.
"""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from city_packs.read_scenario import read_scenarios
from city_packs.reader import read_pack
from city_packs.scenario import Scenario
from city_packs.shipped import shipped_packs
from hotline.codes import PracticeKind
from practice.folder import PracticeFolder
from practice.session_plan import SHIFT_CALLS, Trainee
from practice.session_state import Phase
from practice.turned_machine import TurnedMachine
from seat_console.practice.check_keys import check_keys
from seat_console.practice.keys_at_desk import SIZE, KeysAtDesk
from seat_console.practice.material import Material
from seat_console.practice.past import Past
from tests.deadline import PATIENCE_S
from tests.soak import SOAKING

pytestmark = pytest.mark.long
_DAWDLES_S = 90.0


class _AtTheirOwnPace(KeysAtDesk):
    """Parks a draft before it is saved and takes it up again, and takes its time over a wrap-up."""

    parked = dawdled = ""

    async def moment(self, scenario: Scenario, place: int, keys: Sequence[str]) -> None:
        if scenario.code == self.dawdled and place == -1:
            await self.wait_for(lambda: self.phase is Phase.WRAP_UP, step=1.0)
            await self.turn(_DAWDLES_S)
        if scenario.code != self.parked or place < -2:
            await super().moment(scenario, place, keys)
            return
        if place == -2:
            await self.press("f4", "enter")
            await self.wait_for(lambda: self.phase is Phase.IDLE)
            await self.press("f5", "enter")
        await self.press(*keys)


def test_a_shift_with_a_parked_draft_and_a_wrap_up_over_its_limit_is_marked_call_by_call(tmp_path: Path) -> None:
    first = "construction-noise-at-night"
    material = Material.shipped("zaozhuang")
    codes = [each.code for each in material.calls_of(PracticeKind.SHIFT, first)]
    folder = PracticeFolder(tmp_path / "practice")
    folder.make()
    past = Past(folder, material, Trainee("1042", "王敏"))
    hands = _AtTheirOwnPace(past, TurnedMachine(), patience_s=PATIENCE_S)
    hands.parked, hands.dawdled = codes[1], codes[-1]
    with folder.hold():
        session = hands.begin(PracticeKind.SHIFT, first, None, "zh", os.terminal_size(SIZE))
    found = {each.scenario.code: each.marks for each in past.session(session).calls}
    lost = {code: [loss.code for item in marks.items for loss in item.losses] for code, marks in found.items()}
    assert lost == {code: ["slow_wrap_up"] if code == codes[-1] else [] for code in codes}
    assert len(found) == SHIFT_CALLS


if SOAKING:

    @pytest.mark.parametrize("city", [city for city, at in shipped_packs().items() if (at / "scenarios").is_dir()])
    def test_the_keys_of_every_reference_earn_all_points(city: str) -> None:
        folder = shipped_packs()[city]
        pack = read_pack(folder)
        read, _ = read_scenarios(folder / "scenarios", lambda _: pack)
        assert [str(error) for each in read for error in check_keys(each, pack, patience_s=PATIENCE_S)] == []
        assert read
