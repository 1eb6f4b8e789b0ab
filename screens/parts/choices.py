"""What pickers offer, made from the city pack. Pure; a city has thousands of places, so make them in a thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.choices import Choice, Choices

if TYPE_CHECKING:
    from city_packs.model import CityPack


_places: tuple[CityPack, Choices] | None = None
"""The places of the city that was asked for last: they are slow to make, and screens share them."""


def area_choices(pack: CityPack) -> Choices:
    """Return every place of the city; street and community are found in one search, by initials or Chinese."""
    global _places
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
