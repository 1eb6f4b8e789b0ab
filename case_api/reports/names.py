"""The names of units, classes and places as reports write them, in the present language; a code unknown to the pack
stays itself."""

from datetime import datetime
from zoneinfo import ZoneInfo

from city_packs.model import CityPack, named
from wording import language, tr


def unit_name(pack: CityPack, code: str) -> str:
    """Return the name of a unit, words for none."""
    if not code:
        return tr("answered at the desk")
    return named(pack.units[code], language()) if code in pack.units else code


def class_name(pack: CityPack, code: str) -> str:
    """Return the name of a class with those above it, words for none."""
    if not code:
        return tr("no class yet")
    return pack.class_label(code, language()) if code in pack.classes else code


def place_name(pack: CityPack, code: str) -> str:
    """Return the name of a place with those above it."""
    return pack.area_label(code) if pack.has_area(code) else code


def district_name(pack: CityPack, code: str) -> str:
    """Return the name of a district, words for a place that is not known."""
    return pack.areas[code].name if pack.has_area(code) else tr("place not known")


def day_of(moment: datetime, pack: CityPack) -> str:
    """Return the day of the city's calendar on which something was."""
    return moment.astimezone(ZoneInfo(pack.time_zone)).date().isoformat()
