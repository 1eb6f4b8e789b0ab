"""What pickers offer, made from the city pack. Pure; a city has thousands of places, so make them in a thread."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from widgets.choices import Choice, Choices
from widgets.toggle import NO, YES
from wording import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from city_packs.model import CityPack


_places: tuple[CityPack, Choices] | None = None
"""The places of the city that was asked for last: they are slow to make, and screens share them."""
_gate = Lock()


def area_choices(pack: CityPack) -> Choices:
    """Return every place of the city; street and community are found in one search, by initials or Chinese."""
    global _places
    with _gate:  # the desk and find may ask at once, each in a thread
        if _places is None or _places[0] is not pack:
            _places = (pack, _area_choices(pack))
        return _places[1]


def _area_choices(pack: CityPack) -> Choices:
    return Choices(
        Choice(
            key=area.code,
            label=pack.area_label(area.code),
            initials=area.initials,
            parent=area.parent or "",
            words=(area.name, area.pinyin),
        )
        for area in pack.areas.values()
    )


def class_choices(pack: CityPack, speech: str) -> Choices:
    """Return the leaves of the class tree, found by digits, by name and keywords in Chinese, and by their pinyin.

    English words are looked at only by who reads English: to a Chinese hand `ti` is the beginning of 停水.
    """
    return Choices(
        Choice(
            key=leaf.code,
            label=pack.class_label(leaf.code, speech),
            code=leaf.code,
            initials=leaf.initials,
            words=(leaf.name, *leaf.keywords, *leaf.sounds, *((leaf.name_en,) if speech == "en" else ())),
        )
        for leaf in pack.leaf_classes()
    )


def code_choices(pack: CityPack, code_list: str, speech: str) -> Choices:
    """Return the values of a code list; a digit takes a row at once."""
    return Choices(
        Choice(
            key=entry.code,
            label=entry.name_en if speech == "en" else entry.name,
            initials=entry.initials,
            words=(entry.name, entry.code, *((entry.name_en,) if speech == "en" else ())),
        )
        for entry in pack.code_lists.get(code_list, ())
    )


def yes_or_no() -> Choices:
    """Return a yes and a no of which neither may stand by itself; the digits are those of a `Toggle`."""
    return Choices(
        [Choice(YES, tr(YES), code="1", words=("yes", "是")), Choice(NO, tr(NO), code="0", words=("no", "否"))]
    )


def unit_choices(pack: CityPack, speech: str, first: Mapping[str, str] | None = None) -> Choices:
    """Return the city's units, found by code, initials or characters; those of `first` stand first, each with why."""
    told = {code: why for code, why in (first or {}).items() if code in pack.units}
    ordered = (*told, *(code for code in pack.units if code not in told))
    return Choices(
        Choice(
            key=code,
            label=pack.units[code].name_en if speech == "en" else pack.units[code].name,
            code=code,
            initials=pack.units[code].initials,
            hint=told.get(code, ""),
            words=(pack.units[code].name,),
            rank=int(code not in told),
        )
        for code in ordered
    )


def profile_choices(pack: CityPack, speech: str) -> Choices:
    """Return the city's sets of time limits."""
    return Choices(
        Choice(
            key=each.code, label=each.name_en if speech == "en" else each.name, code="", words=(each.code, each.name)
        )
        for each in pack.clock_profiles.values()
    )
