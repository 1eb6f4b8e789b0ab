"""A pack as one file for seats: compact JSON with a hash, the same bytes for the same pack, quick to load.

The first line is a small header, the second the pack. Mappings travel as lists of rows, because every value of
`entries.py` and `hotline.clocks` carries its own code.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import date
from typing import Any

from city_packs.entries import (
    Area,
    CaseClass,
    CodeEntry,
    EmergencyLine,
    MergedLine,
    Phrase,
    RefusalReason,
    Statement,
    SubCentre,
    Unit,
)
from city_packs.errors import PackDamaged
from city_packs.model import CityPack
from hotline.clocks import Clock, ClockProfile
from hotline.working_days import WorkingCalendar
from hotline.year_files import DaysOff, StatutoryHoliday, YearFile

FORMAT = 4
"""Raised when old loaders could not read what `compile_pack` writes."""
_READS = frozenset({3, FORMAT})
"""In format 3 a phrase was of no class."""

_PLAIN = (
    *("city", "name", "name_en", "version", "time_zone"),
    *("default_profile", "enterprise_profile", "settings"),
)
_Key = Callable[[Any], str]


def _code(entry: Any) -> str:
    return str(entry.code)


def _number(entry: Any) -> str:
    return str(entry.number)


_TABLES: dict[str, tuple[type[Any], _Key]] = {
    "areas": (Area, _code),
    "classes": (CaseClass, _code),
    "units": (Unit, _code),
    "sub_centres": (SubCentre, _code),
    "phrases": (Phrase, _code),
    "refusal_reasons": (RefusalReason, _code),
    "emergency_lines": (EmergencyLine, _number),
    "merged_lines": (MergedLine, _number),
    "falls_back": (Statement, lambda entry: str(entry.part)),
}


def compile_pack(pack: CityPack) -> bytes:
    """Return the pack as bytes, the same for the same pack."""
    body: dict[str, Any] = {name: getattr(pack, name) for name in _PLAIN}
    body["phone_area_codes"] = pack.phone_area_codes
    body["sources"] = [_values(each) for each in pack.sources]
    for table in _TABLES:
        body[table] = [_values(entry) for entry in getattr(pack, table).values()]
    body["code_lists"] = {name: [_values(entry) for entry in entries] for name, entries in pack.code_lists.items()}
    body["clock_profiles"] = [
        [each.code, each.name, each.name_en, [_values(clock) for clock in each.clocks]]
        for each in pack.clock_profiles.values()
    ]
    body["calendar"] = [pack.calendar.years, pack.calendar.statutory]
    packed = _json(body)
    digest = hashlib.sha256(packed).hexdigest()
    header = {"format": FORMAT, "city": pack.city, "version": pack.version, "sha256": digest}
    return _json(header) + b"\n" + packed


def etag_of(data: bytes) -> str:
    """Return the hash that names these compiled bytes, for `ETag`. Raises `PackDamaged`."""
    return str(_header(data)["sha256"])


def load_compiled(data: bytes) -> CityPack:
    """Return the pack of compiled bytes. Raises `PackDamaged` if they are not whole or of another format."""
    header = _header(data)
    packed = data[data.index(b"\n") + 1 :]
    if header.get("format") not in _READS:
        raise PackDamaged("another format of pack")
    if hashlib.sha256(packed).hexdigest() != header["sha256"]:
        raise PackDamaged("the pack does not fit its hash")
    body = json.loads(packed)
    tables: dict[str, Any] = {name: _table(body[name], kind, key) for name, (kind, key) in _TABLES.items()}
    return CityPack(
        **{name: body[name] for name in _PLAIN},
        **tables,
        phone_area_codes=tuple(body["phone_area_codes"]),
        sources=tuple(Statement(*row) for row in body["sources"]),
        code_lists={name: tuple(CodeEntry(*row) for row in rows) for name, rows in body["code_lists"].items()},
        clock_profiles={
            code: ClockProfile(code, name, name_en, tuple(Clock(*_tuples(row)) for row in clocks))
            for code, name, name_en, clocks in body["clock_profiles"]
        },
        calendar=_calendar(body["calendar"]),
    )


def _calendar(body: list[Any]) -> WorkingCalendar:
    years = tuple(
        YearFile(year, revision, source, tuple(map(_days_off, off)), _dates(make_up))
        for year, revision, source, off, make_up in body[0]
    )
    statutory = tuple(StatutoryHoliday(name, name_en, _dates(days)) for name, name_en, days in body[1])
    return WorkingCalendar(years, statutory)


def _days_off(row: list[str]) -> DaysOff:
    first, last, name, name_en = row
    return DaysOff(date.fromisoformat(first), date.fromisoformat(last), name, name_en)


def _dates(written: list[str]) -> tuple[date, ...]:
    return tuple(map(date.fromisoformat, written))


def _header(data: bytes) -> dict[str, Any]:
    try:
        header = json.loads(data[: data.index(b"\n")])
    except ValueError as bad:
        raise PackDamaged("no header") from bad
    if not isinstance(header, dict) or "sha256" not in header:
        raise PackDamaged("no header")
    return header


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=date.isoformat).encode()


def _values(entry: Any) -> list[Any]:
    return [getattr(entry, each.name) for each in fields(entry)]


def _table(rows: list[list[Any]], kind: type[Any], key: _Key) -> dict[str, Any]:
    made: Iterable[Any]
    if any(isinstance(value, list) for row in rows[:1] for value in row):
        made = (kind(*_tuples(row)) for row in rows)
    else:  # the thousands of areas hold no lists
        made = (kind(*row) for row in rows)
    return {key(entry): entry for entry in made}


def _tuples(row: list[Any]) -> list[Any]:
    return [tuple(value) if isinstance(value, list) else value for value in row]
