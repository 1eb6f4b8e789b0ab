"""Reads territory, units and sub-centres: who is where."""

from collections import Counter

from city_packs.entries import Area, SubCentre, Unit
from city_packs.errors import Known
from city_packs.readings import Readings
from city_packs.rows import Row, misspelt
from city_packs.seats import SeatSpan, check_overlaps, seat_spans
from city_packs.source import PackSource
from wording import tr

_LEVELS = {"1": 1, "2": 2, "3": 3, "4": 4}


def read_areas(source: PackSource, readings: Readings) -> dict[str, Area]:
    """Return the areas by code. Each has a known parent one level above it; exactly one, the city, has none."""
    rows = source.csv("territory", ("code", "parent", "level", "name"), ("code",))
    areas: dict[str, Area] = {}
    lines: dict[str, Row] = {}
    for row in rows:
        level = row.one_of("level", set(_LEVELS))
        name = row.text("name")
        code = row.code("code", needed=False)
        initials, pinyin = readings.initials_and_pinyin(name)
        areas[code] = Area(
            code, _LEVELS.get(level or "", 0), row.text("parent", needed=False) or None, name, initials, pinyin
        )
        lines[code] = row
    known = Known(source.findings, "territory", areas)
    rings = _rings(areas)
    in_ring = {code for ring in rings for code in ring}
    for code, area in areas.items():
        _check_parent(area, areas, known, lines[code], in_ring)
    for ring in rings:
        code = _closing(ring, areas)
        lines[code].wrong("parent", tr("the parents of {code} run in a ring").format(code=code))
    levels = Counter(area.level for area in areas.values())
    if rows and levels[1] != 1 and not (levels[1] == 0 and (levels[0] or source.findings.lost("territory"))):
        rows[0].wrong("level", tr("exactly one area must be of level 1"))
    return areas


def _check_parent(area: Area, areas: dict[str, Area], known: Known, row: Row, in_ring: set[str]) -> None:
    if area.parent is None:
        if area.level > 1:
            row.wrong("parent", tr("is missing"))
        return
    parent = areas.get(area.parent)
    if parent is None:
        if area.parent not in known:
            row.wrong("parent", tr("{code} is not a known area").format(code=area.parent))
    elif not _is_below(area, parent) and area.code not in in_ring:
        row.wrong("level", tr("must be one below the level of its parent"))


def _is_below(area: Area, parent: Area) -> bool:
    """Say whether an area can stand below a parent; a level that could not be read may be any."""
    return not area.level or not parent.level or parent.level == area.level - 1


def _rings(areas: dict[str, Area]) -> list[list[str]]:
    """Return each ring of parents once, as the codes in it. Whatever hangs on a ring is not in it."""
    rings: list[list[str]] = []
    walked: set[str] = set()
    for start in areas:
        way: list[str] = []
        code = start
        while code in areas and code not in walked:
            walked.add(code)
            way.append(code)
            code = areas[code].parent or ""
        if code in way:
            rings.append(way[way.index(code) :])
    return rings


def _closing(ring: list[str], areas: dict[str, Area]) -> str:
    """Return the area of a ring whose parent is the wrong one: levels that only descend make no ring."""
    return next((code for code in ring if not _is_below(areas[code], areas[areas[code].parent or ""])), ring[0])


def read_units(source: PackSource, areas: dict[str, Area], asked_for: set[str], readings: Readings) -> dict[str, Unit]:
    """Return the units by code; only one unit of a kind may stand at one place, and a class asks for each kind."""
    rows = source.csv("units", ("code", "kind", "level", "area_code", "name", "name_en"), ("code",))
    units: dict[str, Unit] = {}
    places: dict[tuple[str, str | None], int] = {}
    known = Known(source.findings, "territory", areas)
    found = {row.text("kind", needed=False): row for row in rows}
    kinds = misspelt([kind for kind in found if kind and not source.findings.lost("classes", kind)], asked_for)
    for row in rows:
        level = row.one_of("level", set(_LEVELS))
        area = row.text("area_code", needed=False) or None
        if area is not None and area not in known:
            row.wrong("area_code", tr("{code} is not a known area").format(code=area))
        elif area in areas and level and areas[area].level not in (0, _LEVELS[level]):
            row.wrong("level", tr("must be the level of its area"))
        kind = row.text("kind")
        if kind in kinds:
            row.wrong("kind", _asked_by_nobody(kind, kinds[kind]))
            kind = kinds[kind] or kind
        if kind and (kind, area) in places:
            message = tr("line {line} has a unit of kind {kind} at the same place")
            row.wrong("kind", message.format(line=places[kind, area], kind=kind))
        places.setdefault((kind, area), row.line)
        name = row.text("name")
        code = row.code("code", needed=False)
        units[code] = Unit(
            code, kind, name, row.text("name_en"), _LEVELS.get(level or "", 0), area, readings.initials(name)
        )
    return units


def _asked_by_nobody(kind: str, meant: str | None) -> str:
    if meant is None:
        return tr("no class asks for a unit of kind {kind}").format(kind=kind)
    return tr("no class asks for a unit of kind {kind}; {meant} is missing").format(kind=kind, meant=meant)


def read_sub_centres(source: PackSource, areas: dict[str, Area]) -> dict[str, SubCentre]:
    """Return the sub-centres by code. Each district belongs to exactly one, and no seat stands in two."""
    rows = source.csv("sub_centres", ("code", "name", "name_en", "areas", "seats"), ("code",))
    centres: dict[str, SubCentre] = {}
    owners: dict[str, int] = {}
    spans: list[tuple[Row, SeatSpan]] = []
    known = Known(source.findings, "territory", areas)
    for row in rows:
        code = row.code("code", needed=False)
        territory = row.words("areas")
        for area in territory:
            if area in owners:
                message = tr("{code} stands here already in line {line}")
                row.wrong("areas", message.format(code=area, line=owners[area]))
            owners.setdefault(area, row.line)
            if area not in known:
                row.wrong("areas", tr("{code} is not a known area").format(code=area))
            elif area in areas and areas[area].level not in (0, 2):
                row.wrong("areas", tr("{code} is not of level 2").format(code=area))
        here = seat_spans(row)
        spans += [(row, span) for span in here]
        seats = tuple(seat for span in here for seat in span.seats())
        centres[code] = SubCentre(code, row.text("name"), row.text("name_en"), territory, seats)
    check_overlaps(spans)
    for district in areas.values():
        if district.level == 2 and district.code not in owners:
            message = tr("no sub-centre has the area {code} {name}").format(code=district.code, name=district.name)
            source.miss("sub_centres", "areas", district.code, message)
    return centres
