"""An emergency line that is told when nobody is on the line any more: what counts is who hung up."""

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
from practice.marks import Marks
from practice.record import CallStep, Step, parse_record
from practice.session_plan import Trainee
from practice.session_state import Phase
from practice.turned_machine import TurnedMachine
from seat_console.practice.keys_at_desk import SIZE, KeysAtDesk
from seat_console.practice.material import Material
from seat_console.practice.past import Past
from tests.deadline import PATIENCE_S

pytestmark = pytest.mark.long


def _emergencies() -> list[tuple[str, str]]:
    """Every shipped scenario in which somebody's life depends on a line, with its city."""
    found: list[tuple[str, str]] = []
    for city, at in shipped_packs().items():
        if (at / "scenarios").is_dir():
            pack = read_pack(at)
            read, _ = read_scenarios(at / "scenarios", lambda _, pack=pack: pack)  # type: ignore[misc]
            found += [(city, each.scenario.code) for each in read if each.scenario.truth.emergency]
    return found


class _Late(KeysAtDesk):
    """Takes everything down, and hands off when nobody is on the line any more: three-way is not offered then."""

    async def moment(self, scenario: Scenario, place: int, keys: Sequence[str]) -> None:
        if place == -2:
            await self.until_nobody_is_there()
            lines = [*read_pack(shipped_packs()[scenario.city]).emergency_lines]
            keys = ["f12", str(lines.index(scenario.truth.emergency) + 1)]
        await self.press(*keys)

    async def until_nobody_is_there(self) -> None:
        """Bring the call to its end."""


class _Dawdles(_Late):
    """Takes so long that the caller hangs up."""

    async def until_nobody_is_there(self) -> None:
        await self.wait_for(lambda: self.phase is Phase.WRAP_UP, step=1.0)
        await self.wait_for(self._desk_knows)


class _Parks(_Late):
    """Parks the draft in the middle of the call, which hangs up, and takes it up again."""

    async def until_nobody_is_there(self) -> None:
        await self.press("f4", "enter")
        await self.wait_for(lambda: self.phase is Phase.IDLE)
        await self.press("f5")
        await self.press("enter")


def _played(city: str, code: str, hands: type[KeysAtDesk], root: Path) -> tuple[str, Marks]:
    """Return who hung up, and the marks."""
    folder = PracticeFolder(root / "practice")
    folder.make()
    past = Past(folder, Material.shipped(city), Trainee("1042", "王敏"))
    with folder.hold():
        session = hands(past, TurnedMachine(), patience_s=PATIENCE_S).begin(
            PracticeKind.DRILL, code, None, "zh", os.terminal_size(SIZE)
        )
    [call] = past.session(session).calls
    record = parse_record(folder.session(session).record.read_bytes())
    [by] = [each.by for each in record.events if isinstance(each, CallStep) and each.step is Step.HUNG_UP]
    return by, call.marks


def test_there_are_scenarios_in_which_a_life_depends_on_the_line() -> None:
    assert len(_emergencies()) >= 4


@pytest.mark.parametrize(("city", "code"), _emergencies())
def test_a_line_that_is_told_after_the_caller_has_hung_up_by_himself_keeps_nothing(
    city: str, code: str, tmp_path: Path
) -> None:
    by, marks = _played(city, code, _Dawdles, tmp_path)
    assert (by, marks.fatal) == ("caller", ())
    assert marks.total > 50


@pytest.mark.parametrize(("city", "code"), _emergencies())
def test_a_line_that_is_told_after_the_trainee_has_hung_up_was_not_told_in_time(
    city: str, code: str, tmp_path: Path
) -> None:
    by, marks = _played(city, code, _Parks, tmp_path)
    assert (by, [each.code for each in marks.fatal], marks.total) == ("trainee", ["emergency_kept"], 0)
