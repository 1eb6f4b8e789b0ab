"""Reads clocks and profiles. Clocks outside a profile hold in every profile."""

from collections.abc import Container
from itertools import product

from city_packs.code_tables import CLOCK_UNITS, FIXED, TIME_CLASSES
from city_packs.entries import CodeEntry
from city_packs.errors import Known
from city_packs.rows import Row
from city_packs.source import PackSource
from hotline.clocks import Clock, ClockProfile
from hotline.due_moment import ELAPSED_UNITS, WORKING_DAYS
from wording import tr

_FIELDS = {
    *("code", "name", "name_en", "start", "stop", "length", "unit", "yellow", "red", "extension"),
    *("pause_reasons", "time_class", "case_types", "channels", "urgencies"),
}

_TEN_YEARS = 10 * 365 * 24 * 3600
_MOST = {**{unit: _TEN_YEARS // seconds for unit, seconds in ELAPSED_UNITS.items()}, WORKING_DAYS: 2500}
"""The longest that a clock may be, by its unit: ten years."""


def read_clock_profiles(source: PackSource, lists: dict[str, tuple[CodeEntry, ...]]) -> dict[str, ClockProfile]:
    """Return the profiles by code. The city's own profile or clock replaces a shared one of the same code.

    In a profile a clock with conditions stands before one without, so that the first that applies is the special one.
    """
    pauses = Known(source.findings, "code_lists", {entry.code for entry in lists.get("clock_pause", ())})
    files = source.toml_files("clocks")
    common: dict[str, Clock] = {}
    profiles: dict[str, tuple[Row, list[Clock]]] = {}
    for file in files:
        file.only({"clock", "profile"})
        for code, clock in _clocks(file.entries("clock"), pauses).items():
            common.setdefault(code, clock)
        here: set[str] = set()
        for place, row in enumerate(file.entries("profile")):
            file.only({"code", "name", "name_en", "clock"}, "profile", place)
            code = row.code("code")
            if not code:
                source.findings.lose(row.file, None)
            if code in here:
                row.wrong("code", tr("{code} stands here already").format(code=code))
            here.add(code)
            own = list(_clocks(file.entries("profile", place, "clock"), pauses).values())
            profiles.setdefault(code, (row, own))
    found: dict[str, ClockProfile] = {}
    for code, (row, own) in profiles.items():
        clocks = sorted([*own, *common.values()], key=_is_general)
        if not source.findings.lost("clocks"):
            _check_promises(row, clocks)
        found[code] = ClockProfile(code, row.text("name"), row.text("name_en"), tuple(clocks))
    return found


def _is_general(clock: Clock) -> bool:
    return clock.time_class is None and not (clock.case_types or clock.channels or clock.urgencies)


def _clocks(rows: list[Row], pauses: Container[str]) -> dict[str, Clock]:
    clocks: dict[str, Clock] = {}
    for row in rows:
        row.only(_FIELDS)
        code = row.code("code")
        if code in clocks:
            row.wrong("code", tr("{code} stands here already").format(code=code))
        clocks[code] = _clock(row, code, pauses)
    return clocks


def _clock(row: Row, code: str, pauses: Container[str]) -> Clock:
    length = row.number("length", least=0)
    if length == 0 and isinstance(row.values.get("length"), int | float):
        row.wrong("length", tr("must be more than nothing"))
    yellow = row.number("yellow", least=0)
    red = row.number("red", least=0)
    unit = row.one_of("unit", set(CLOCK_UNITS)) or ""
    if length > _MOST.get(unit, length):
        row.wrong("length", tr("must be at most {most}").format(most=_MOST[unit]))
    if 0 < length < yellow:
        row.wrong("yellow", tr("comes after the length"))
    if red < yellow:
        row.wrong("red", tr("comes before yellow"))
    start = row.one_of("start", set(FIXED["clock_event"])) or ""
    stop = row.one_of("stop", set(FIXED["clock_event"])) or ""
    if start and start == stop:
        row.wrong("stop", tr("a clock cannot stop with its own start"))
    return Clock(
        code=code,
        name=row.text("name"),
        name_en=row.text("name_en"),
        start=start,
        stop=stop,
        length=length,
        unit=unit,
        yellow=yellow,
        red=red,
        extension=row.number("extension", least=0, default=0),
        pause_reasons=row.codes("pause_reasons", pauses),
        time_class=row.one_of("time_class", set(TIME_CLASSES), needed=False),
        case_types=row.codes("case_types", set(FIXED["case_type"])),
        channels=row.codes("channels", set(FIXED["channel"])),
        urgencies=row.codes("urgencies", set(FIXED["urgency"])),
    )


def _check_promises(row: Row, clocks: list[Clock]) -> None:
    """A profile must promise a reply to every case, or the desk would have nothing to say."""
    handling = [clock for clock in clocks if (clock.start, clock.stop) == ("dispatch", "reply")]
    for time_class, case_type, channel in product(TIME_CLASSES, FIXED["case_type"], FIXED["channel"]):
        if not any(clock.applies(time_class, case_type, channel, None) for clock in handling):
            message = tr("no clock from dispatch to reply for {time_class}, {case_type}, {channel}")
            row.wrong("clock", message.format(time_class=time_class, case_type=case_type, channel=channel))
            return
