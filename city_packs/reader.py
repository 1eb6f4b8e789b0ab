"""The one reader of city packs: a folder in, a whole valid `CityPack` or all of its errors out."""

import re
from pathlib import Path
from zoneinfo import ZoneInfo

from city_packs.entries import Area, CaseClass, Statement, Unit
from city_packs.errors import Findings, Known, PackErrors
from city_packs.model import CityPack
from city_packs.read_classes import class_rows, kinds_asked_for, read_classes, read_code_lists
from city_packs.read_clocks import read_clock_profiles
from city_packs.read_territory import read_areas, read_sub_centres, read_units
from city_packs.read_texts import read_emergency_lines, read_merged_lines, read_phrases, read_refusal_reasons
from city_packs.read_working_days import read_calendar
from city_packs.readings import Readings
from city_packs.rows import Row
from city_packs.settings import NUMBERS, TIMES
from city_packs.source import MAY_FALL_BACK, OWN_ONLY, SHARED, PackSource
from city_packs.source_text import is_garbled
from hotline.clocks import ClockProfile
from wording import tr

_CITY = re.compile(r"[a-z][a-z0-9-]*")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_AREA_CODE = re.compile(r"0[0-9]{2,3}")
_READING = re.compile(r"[a-zü]+( +[a-zü]+)*")


def read_pack(folder: Path) -> CityPack:
    """Read and check the pack in a folder as a whole. Raises `PackErrors` with every error that was found."""
    _check_is_pack(folder)
    findings = Findings()
    source = PackSource(folder, findings)
    # The readings of places (长 is chang) would spoil common words (市长 is shi zhang), so each has its own.
    of_places, of_words = _read_readings(source)
    areas = read_areas(source, of_places)
    rows = class_rows(source)
    units = read_units(source, areas, kinds_asked_for(rows), of_places)
    classes = read_classes(source, rows, {unit.kind for unit in units.values()}, of_words)
    lists = read_code_lists(source, of_words)
    profiles = read_clock_profiles(source, lists)
    head = source.head.top()
    pack = CityPack(
        city=_city(head),
        name=head.text("name"),
        name_en=head.text("name_en"),
        version=head.code("version"),
        time_zone=_time_zone(head),
        phone_area_codes=_phone_area_codes(head),
        areas=areas,
        classes=classes,
        units=units,
        sub_centres=read_sub_centres(source, areas),
        code_lists=lists,
        phrases=read_phrases(source, classes),
        refusal_reasons=read_refusal_reasons(source),
        emergency_lines=read_emergency_lines(source),
        merged_lines=read_merged_lines(source),
        clock_profiles=profiles,
        default_profile=_profile(source, head, "default_profile", profiles),
        enterprise_profile=_profile(source, head, "enterprise_profile", profiles),
        settings=_read_settings(source.head.table("settings", needed=True)),
        sources=tuple(_statement(row, row.text("part")) for row in source.head.entries("source")),
        falls_back={
            part: _statement(_fall_back(source, part), part) for part in source.head.table("falls_back").values
        },
        calendar=read_calendar([SHARED, folder], findings),
    )
    _check_usual_units(source, classes, units, areas)
    errors = findings.in_order()
    if errors:
        raise PackErrors(errors)
    return pack


def _check_is_pack(folder: Path) -> None:
    """Raise `PackErrors` with one error for what is no pack at all: nothing of it could be judged."""
    head = folder / "pack.toml"
    findings = Findings()
    if not folder.exists():
        findings.add(str(folder), 0, "", tr("there is no such folder: check the name"))
    elif not folder.is_dir():
        findings.add(str(folder), 0, "", tr("this is a file: name the folder that holds pack.toml"))
    elif not head.exists():
        findings.add(str(folder), 0, "", tr("this folder is no city pack: it has no pack.toml"))
    if errors := findings.in_order():
        raise PackErrors(errors)


def _read_readings(source: PackSource) -> tuple[Readings, Readings]:
    pieces: dict[str, dict[str, str]] = {"places": {}, "words": {}}
    for row in source.readings():
        of = row.one_of("of", set(pieces))
        piece, reading = row.text("piece"), row.text("reading")
        if is_garbled(piece):
            continue
        if reading and not _READING.fullmatch(reading):
            row.wrong("reading", tr("must be pinyin in small letters, without tones"))
        elif len(reading.split()) != len(piece):
            row.wrong("reading", tr("must have one syllable for each character"))
        elif of is not None:
            pieces[of][piece] = reading
    return Readings(pieces["places"]), Readings(pieces["words"])


def _city(head: Row) -> str:
    city = head.text("city")
    if city and not _CITY.fullmatch(city):
        head.wrong("city", tr("must be small letters, digits and dashes: it stands in addresses"))
    return city


def _time_zone(head: Row) -> str:
    name = head.text("time_zone")
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        if name:
            head.wrong("time_zone", tr("{name} is not a known time zone").format(name=name))
    return name


def _phone_area_codes(head: Row) -> tuple[str, ...]:
    codes = head.words("phone_area_codes")
    for code in codes:
        if not _AREA_CODE.fullmatch(code):
            head.wrong("phone_area_codes", tr("{code} is no area code such as 0315").format(code=code))
    return codes


def _profile(source: PackSource, head: Row, field: str, profiles: dict[str, ClockProfile]) -> str:
    code = head.text(field)
    if code and code not in Known(source.findings, "clocks", profiles):
        head.wrong(field, tr("{code} is not a known code").format(code=code))
    return code


def _fall_back(source: PackSource, part: str) -> Row:
    return source.head.table("falls_back", part)


def _statement(row: Row, part: str) -> Statement:
    row.only({"part", "text", "text_en"})
    if part not in (*OWN_ONLY, *MAY_FALL_BACK):
        row.wrong("part", tr("{part} is not a part of a pack").format(part=part))
    return Statement(part, row.text("text"), row.text("text_en"))


def _read_settings(row: Row) -> dict[str, int | float | str]:
    row.only({*NUMBERS, *TIMES})
    settings: dict[str, int | float | str] = {}
    for name, bounds in NUMBERS.items():
        value = row.number(name, least=bounds.least, default=bounds.usual)
        if value > bounds.most:
            row.wrong(name, tr("must be at most {most}").format(most=f"{bounds.most:g}"))
        if bounds.whole and not isinstance(value, int):
            row.wrong(name, tr("must be a whole number"))
        settings[name] = value
    for name in TIMES:
        time = row.text(name)
        if time and not _TIME.fullmatch(time):
            row.wrong(name, tr("must be a time such as 18:00"))
        settings[name] = time
    begin, end = (str(settings[name]) for name in TIMES)
    if _TIME.fullmatch(begin) and _TIME.fullmatch(end) and begin >= end:
        row.wrong(TIMES[0], tr("must come before {end}").format(end=TIMES[1]))
    return settings


def _check_usual_units(
    source: PackSource, classes: dict[str, CaseClass], units: dict[str, Unit], areas: dict[str, Area]
) -> None:
    """Every kind that a class asks for must be found at every district, there or at the city."""
    places = {(unit.kind, unit.area_code) for unit in units.values()}
    kinds = {unit.kind for unit in units.values()}
    wanted = {each.usual_unit_kind for each in classes.values() if each.usual_unit_kind in kinds}
    for kind in sorted(kind for kind in wanted if kind is not None and (kind, None) not in places):
        for area in areas.values():
            if area.level == 2 and (kind, area.code) not in places:
                message = tr("no unit of kind {kind} for {area}, and none for the city")
                source.miss("units", "kind", kind, message.format(kind=kind, area=area.name))
