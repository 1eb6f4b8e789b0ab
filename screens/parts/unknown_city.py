"""The city before anything is known of it: what a first screen asks a city pack for."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from city_packs.model import CityPack


class _UnknownCity:
    """A city of which nothing is known yet: the desk takes keys before its pack has been read.

    The values that a first screen asks for stand here; the real model, a fifth of all that the desk imports, is only
    loaded for what is asked besides.
    """

    city = name = name_en = version = time_zone = default_profile = enterprise_profile = ""
    areas: Mapping[str, object] = {}
    classes = units = sub_centres = code_lists = phrases = refusal_reasons = areas
    emergency_lines = merged_lines = settings = falls_back = areas
    clock_profiles: Mapping[str, object] = {"": SimpleNamespace(code="", name="", name_en="", clocks=())}

    def usual_unit(self, _class_code: str, _area_code: str) -> None:
        """Know no unit."""

    def has_area(self, _code: str) -> bool:
        """Know no place."""
        return False

    has_class = has_area

    def name_of(self, _list: str, code: str, _language: str = "zh") -> str:
        """Know no name."""
        raise KeyError(code)

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        from city_packs.model import CityPack
        from hotline.clocks import ClockProfile

        empty = CityPack(
            city="", name="", name_en="", version="", time_zone="", phone_area_codes=(), areas={}, classes={}, units={},
            sub_centres={}, code_lists={}, phrases={}, refusal_reasons={}, emergency_lines={}, merged_lines={},
            clock_profiles={"": ClockProfile("", "", "", ())}, default_profile="", enterprise_profile="", settings={},
            sources=(), falls_back={},
        )  # fmt: skip
        return getattr(empty, name)


NO_PACK = cast("CityPack", _UnknownCity())
