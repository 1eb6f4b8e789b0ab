"""Which units a case may be passed down to. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from city_packs.entries import Unit
    from city_packs.model import CityPack


def lower_units(pack: CityPack, code: str) -> list[Unit]:
    """Return the units to which a unit may pass a case down: those of a lower level within its own territory."""
    own = pack.units.get(code)
    if own is None:
        return []
    return [
        unit for unit in pack.units.values() if unit.level > own.level and _lies_in(pack, unit.area_code, own.area_code)
    ]


def _lies_in(pack: CityPack, area: str | None, within: str | None) -> bool:
    """Say whether an area is another one or lies in it; None is the whole city."""
    if within is None:
        return True
    return area is not None and pack.has_area(area) and any(step.code == within for step in pack.area_path(area))


def nearest(pack: CityPack, units: Iterable[Unit], area_code: str) -> list[str]:
    """Return the codes of those units whose territory holds a place."""
    if not pack.has_area(area_code):
        return []
    path = {step.code for step in pack.area_path(area_code)}
    return [unit.code for unit in units if unit.area_code in path]
