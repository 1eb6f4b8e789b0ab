"""Which units of the city have somebody in the demo, and where a case goes so that somebody takes it up."""

from collections.abc import Collection, Iterable
from random import Random

from case_api.demo_people import DemoPerson
from city_packs.entries import Unit
from city_packs.model import CityPack
from hotline.codes import Role

_DISTRICT = 2
"""Units below the districts get cases by being passed down to."""


class Town:
    """A city with the people of its demo. `asked` are the operators who answer what a dispatcher asks."""

    def __init__(self, pack: CityPack, people: Iterable[DemoPerson], asked: Iterable[DemoPerson]) -> None:
        self.pack = pack
        self.desks = frozenset(each.operator_id for each in asked)
        self.units: dict[str, Unit] = {
            each.unit: pack.units[each.unit] for each in people if Role.UNIT in each.roles and each.unit in pack.units
        }

    def staffed(self, wanted: str, draw: Random, without: Collection[str] = ()) -> str:
        """Return a unit with people for a case meant for `wanted`: that one, its like, else any; empty for none."""
        open_ones = [code for code, unit in self.units.items() if code not in without and unit.level <= _DISTRICT]
        if wanted in self.units and wanted not in without:
            return wanted
        kind = self.pack.units[wanted].kind if wanted in self.pack.units else ""
        alike = [code for code in open_ones if self.units[code].kind == kind]
        return draw.choice(alike or open_ones) if open_ones else ""

    def below(self, code: str) -> str:
        """Return the next lower unit with people in the territory of a unit, empty for none."""
        upper = self.units[code]
        lower = [unit for unit in self.units.values() if unit.level > upper.level and _lies_in(self.pack, unit, upper)]
        return min(lower, key=lambda unit: (unit.level, unit.code)).code if lower else ""


def _lies_in(pack: CityPack, lower: Unit, upper: Unit) -> bool:
    if upper.area_code is None:
        return True
    path = pack.area_path(lower.area_code) if lower.area_code is not None else ()
    return any(area.code == upper.area_code for area in path)
