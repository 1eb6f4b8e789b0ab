"""Reads territory, units and sub-centres: who is where."""

import re

from city_packs.entries import Area, SubCentre, Unit
from city_packs.readings import Readings
from city_packs.rows import Row
from city_packs.source import PackSource
from hotline.order_number import CENTRE_SEAT
from wording import tr

_LEVELS = {"1": 1, "2": 2, "3": 3, "4": 4}
_SEATS = re.compile(r"(\d{4})(?:-(\d{4}))?")


def read_areas(source: PackSource, readings: Readings) -> dict[str, Area]:
    """Return the areas by code. Each has a known parent one level above it; exactly one, the city, has none."""
    rows = source.csv("territory", ("code", "parent", "level", "name"), ("code",))
    areas: dict[str, Area] = {}
    lines: dict[str, Row] = {}
    for row in rows:
        level = row.one_of("level", set(_LEVELS))
        name = row.text("name")
        code = row.text("code", needed=False)
        initials, pinyin = readings.initials_and_pinyin(name)
        areas[code] = Area(
            code, _LEVELS.get(level or "", 0), row.text("parent", needed=False) or None, name, initials, pinyin
        )
        lines[code] = row
    for code, area in areas.items():
        _check_parent(area, areas, lines[code])
    if rows and sum(area.level == 1 for area in areas.values()) != 1:
        rows[0].wrong("level", tr("exactly one area must be of level 1"))
    return areas


def _check_parent(area: Area, areas: dict[str, Area], row: Row) -> None:
    if area.parent is None:
        if area.level != 1:
            row.wrong("parent", tr("is missing"))
        return
    parent = areas.get(area.parent)
    if parent is None:
        row.wrong("parent", tr("{code} is not a known area").format(code=area.parent))
    elif parent.level != area.level - 1:
        row.wrong("level", tr("must be one below the level of its parent"))
    seen = {area.code}
    while parent is not None and parent.code not in seen:
        seen.add(parent.code)
        parent = areas.get(parent.parent or "")
    if parent is not None:
        row.wrong("parent", tr("the parents of {code} run in a ring").format(code=area.code))


def read_units(source: PackSource, areas: dict[str, Area], readings: Readings) -> dict[str, Unit]:
    """Return the units by code; only one unit of a kind may stand at one place."""
    rows = source.csv("units", ("code", "kind", "level", "area_code", "name", "name_en"), ("code",))
    units: dict[str, Unit] = {}
    places: dict[tuple[str, str | None], int] = {}
    for row in rows:
        level = row.one_of("level", set(_LEVELS))
        area = row.text("area_code", needed=False) or None
        if area is not None and area not in areas:
            row.wrong("area_code", tr("{code} is not a known area").format(code=area))
        elif area is not None and level and areas[area].level != _LEVELS[level]:
            row.wrong("level", tr("must be the level of its area"))
        kind = row.text("kind")
        if (kind, area) in places:
            message = tr("line {line} has a unit of kind {kind} at the same place")
            row.wrong("kind", message.format(line=places[kind, area], kind=kind))
        places.setdefault((kind, area), row.line)
        name = row.text("name")
        code = row.text("code", needed=False)
        units[code] = Unit(
            code, kind, name, row.text("name_en"), _LEVELS.get(level or "", 0), area, readings.initials(name)
        )
    return units


def read_sub_centres(source: PackSource, areas: dict[str, Area]) -> dict[str, SubCentre]:
    """Return the sub-centres by code. Each district belongs to exactly one, and no seat stands in two."""
    rows = source.csv("sub_centres", ("code", "name", "name_en", "areas", "seats"), ("code",))
    centres: dict[str, SubCentre] = {}
    owner_of_area: dict[str, str] = {}
    owner_of_seat: dict[str, str] = {}
    for row in rows:
        code = row.text("code", needed=False)
        territory = row.words("areas")
        seats = _seats(row)
        for field, items, owners in (("areas", territory, owner_of_area), ("seats", seats, owner_of_seat)):
            for item in items:
                if item in owners:
                    message = tr("{item} belongs to sub-centre {other} already")
                    row.wrong(field, message.format(item=item, other=owners[item]))
                owners.setdefault(item, code)
        for area in territory:
            if area not in areas:
                row.wrong("areas", tr("{code} is not a known area").format(code=area))
            elif areas[area].level != 2:
                row.wrong("areas", tr("{code} is not of level 2").format(code=area))
        centres[code] = SubCentre(code, row.text("name"), row.text("name_en"), territory, seats)
    for district in areas.values():
        if district.level == 2 and district.code not in owner_of_area:
            message = tr("no sub-centre has the area {code} {name}").format(code=district.code, name=district.name)
            source.findings.add(source.place_of("sub_centres"), 0, "areas", message)
    return centres


def _seats(row: Row) -> tuple[str, ...]:
    seats: list[str] = []
    for span in row.words("seats"):
        match = _SEATS.fullmatch(span)
        if match is None or (match[2] and match[2] < match[1]):
            row.wrong("seats", tr("{span} is no seat such as 0042 and no span such as 0001-0009").format(span=span))
            continue
        seats += [f"{number:04}" for number in range(int(match[1]), int(match[2] or match[1]) + 1)]
    if CENTRE_SEAT in seats:
        words = tr("a seat code has four digits and is not {kept}, which the centre keeps for itself")
        row.wrong("seats", words.format(kept=CENTRE_SEAT))
    if not seats:
        row.wrong("seats", tr("a sub-centre needs at least one seat"))
    return tuple(seats)
