"""Units as pickers offer them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from widgets.choices import Choice, Choices
from wording import language

if TYPE_CHECKING:
    from city_packs.entries import Unit
    from city_packs.model import CityPack


def unit_choices(pack: CityPack, *, first: Collection[str] = (), units: Iterable[Unit] | None = None) -> Choices:
    """Return units, all of them unless `units` says which; those of the codes `first` stand first, in their order."""
    places = {code: place for place, code in enumerate(first)}
    offered = list(pack.units.values() if units is None else units)
    offered.sort(key=lambda unit: places.get(unit.code, len(places)))
    return Choices(
        Choice(
            key=unit.code,
            label=unit.name_en if language() == "en" else unit.name,
            initials=unit.initials,
            words=(unit.name, unit.name_en),
            rank=int(unit.code not in places),
        )
        for unit in offered
    )
