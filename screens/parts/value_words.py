"""What a field of the intake holds, in words."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

from hotline.texts import visible
from screens.parts.case_words import class_words, coded, place_words
from widgets.clock_text import exact
from wording import tr

if TYPE_CHECKING:
    from city_packs.model import CityPack

_CODE_LISTS = ("case_type", "urgency", "channel", "subject_kind")
"""Fields that hold a code of the list of their own name."""


def value_words(name: str, value: Any, pack: CityPack, now: datetime, zone: tzinfo) -> str:
    """Return what the field `name` holds as it is read, `value` as JSON has it; empty stays empty."""
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    text = str(value)
    if name == "area_code":
        return place_words(pack, text)
    if name == "class_code":
        return class_words(pack, text)
    if name in _CODE_LISTS:
        return coded(pack, name, text)
    if name == "occurred_at":
        return exact(datetime.fromisoformat(text), now, zone)
    return visible(text)
