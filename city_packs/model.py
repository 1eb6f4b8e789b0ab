"""A city as data (城市包): the whole pack with quick look-ups by code.

Its parts are in `entries.py` and `hotline.clocks`: values only, as the console loads a pack on its way to the first
screen.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from typing import TYPE_CHECKING

from city_packs.entries import (
    LEAF_LEVEL,
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
from city_packs.settings import NUMBERS
from hotline.clocks import Clock, ClockProfile, Promise
from hotline.codes import Urgency
from hotline.due_moment import DayClock
from hotline.working_days import NO_CALENDAR, WorkingCalendar
from hotline.year_files import YearFile

if TYPE_CHECKING:
    from hotline.work_order import Intake

DIRECTLY_UNDER = " / "
"""Between the steps of a place or a class on screen."""


@dataclass(frozen=True, slots=True)
class CityPack:
    """All of a city. Mappings are keyed by code and keep the pack's order.

    `settings` holds what `settings.py` names; `falls_back` says by part what the city did not publish.
    """

    city: str
    name: str
    name_en: str
    version: str
    time_zone: str
    phone_area_codes: tuple[str, ...]
    areas: Mapping[str, Area]
    classes: Mapping[str, CaseClass]
    units: Mapping[str, Unit]
    sub_centres: Mapping[str, SubCentre]
    code_lists: Mapping[str, tuple[CodeEntry, ...]]
    phrases: Mapping[str, Phrase]
    refusal_reasons: Mapping[str, RefusalReason]
    emergency_lines: Mapping[str, EmergencyLine]
    merged_lines: Mapping[str, MergedLine]
    clock_profiles: Mapping[str, ClockProfile]
    default_profile: str
    enterprise_profile: str
    settings: Mapping[str, int | float | str]
    sources: tuple[Statement, ...]
    falls_back: Mapping[str, Statement]
    calendar: WorkingCalendar = field(default=NO_CALENDAR, repr=False)
    _units_at: dict[tuple[str, str | None], Unit] = field(init=False, repr=False, compare=False)
    _sub_centre_of: dict[str, SubCentre] = field(init=False, repr=False, compare=False)
    _sub_centre_of_seat: dict[str, SubCentre] = field(init=False, repr=False, compare=False)
    _entries: dict[tuple[str, str], CodeEntry] = field(init=False, repr=False, compare=False)
    _clocks_of: dict[tuple[str, str, str, str | None, str, str], tuple[Clock, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _day_clock: DayClock | None = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Build the look-ups that the fields imply."""
        centres = self.sub_centres.values()
        setter = object.__setattr__  # the dataclass is frozen for everybody else
        setter(self, "_units_at", {(unit.kind, unit.area_code): unit for unit in self.units.values()})
        setter(self, "_sub_centre_of", {area: centre for centre in centres for area in centre.areas})
        setter(self, "_sub_centre_of_seat", {seat: centre for centre in centres for seat in centre.seats})
        setter(self, "_entries", {(name, e.code): e for name, entries in self.code_lists.items() for e in entries})

    def has_area(self, code: str) -> bool:
        """Say whether the territory knows the code."""
        return code in self.areas

    def has_class(self, code: str) -> bool:
        """Say whether the class tree has a leaf of this code; a case is never given a branch."""
        found = self.classes.get(code)
        return found is not None and found.level == LEAF_LEVEL

    def has_unit(self, code: str) -> bool:
        """Say whether the unit table knows the code."""
        return code in self.units

    def has_refusal_reason(self, code: str) -> bool:
        """Say whether the pack names this reason for a refusal."""
        return code in self.refusal_reasons

    def has_entry(self, code_list: str, code: str) -> bool:
        """Say whether a code list has this code."""
        return (code_list, code) in self._entries

    def has_profile(self, code: str) -> bool:
        """Say whether there is a profile of clocks of this code."""
        return code in self.clock_profiles

    def unit_level(self, code: str) -> int:
        """Return the level of a unit, 1 for the city to 4 for a community; 0 for an unknown one."""
        unit = self.units.get(code)
        return unit.level if unit else 0

    def number(self, setting: str) -> float:
        """Return a setting that is a number, its usual one where a pack of before has none. Raises `KeyError`."""
        bounds = NUMBERS.get(setting)
        if setting not in self.settings and bounds is not None and bounds.usual is not None:
            return bounds.usual
        return float(self.settings[setting])

    def usual_profile(self, demand: "Intake") -> str:
        """Return the profile by which such a case is handled."""
        return self.enterprise_profile if demand.is_enterprise else self.default_profile

    def clocks_of(self, profile: str, event: str, demand: "Intake") -> tuple[Clock, ...]:
        """Return the clocks that `event` starts for such a case: of those for the same stop the first that applies.

        An unknown profile, and an empty one, is the usual one.
        """
        known = profile if profile in self.clock_profiles else self.usual_profile(demand)
        time_class = self.time_class(demand.class_code, demand.urgency)
        case = (known, event, time_class, demand.case_type, demand.channel, demand.urgency)
        found = self._clocks_of.get(case)
        if found is None:
            found = self._clocks_of[case] = self._applying(*case)
        return found

    def _applying(
        self, profile: str, event: str, time_class: str, case_type: str | None, channel: str, urgency: str
    ) -> tuple[Clock, ...]:
        of_stop: dict[str, Clock] = {}
        found = self.clock_profiles.get(profile)
        for clock in found.clocks if found else ():
            if clock.start == event and clock.applies(time_class, case_type, channel, urgency):
                of_stop.setdefault(clock.stop, clock)
        return tuple(of_stop.values())

    def area_path(self, code: str) -> tuple[Area, ...]:
        """Return the areas from the city down to `code`. Raises `KeyError` for an unknown code."""
        return tuple(reversed([*self._upwards(code)]))

    def area_label(self, code: str) -> str:
        """Return the place without the city, `路北区 / 机场路街道 / 祥富里社区`; the city itself by its name."""
        path = self.area_path(code)
        return DIRECTLY_UNDER.join(area.name for area in path[1:] or path)

    def class_path(self, code: str) -> tuple[CaseClass, ...]:
        """Return the classes from the top down to `code`. Raises `KeyError` for an unknown code."""
        path: list[CaseClass] = []
        step: str | None = code
        while step is not None:
            path.append(self.classes[step])
            step = path[-1].parent
        return tuple(reversed(path))

    def class_label(self, code: str, language: str = "zh") -> str:
        """Return `公用事业 / 供水 / 小区停水`, or the English names for `en`."""
        return DIRECTLY_UNDER.join(named(step, language) for step in self.class_path(code))

    def leaf_classes(self) -> tuple[CaseClass, ...]:
        """Return the classes that a case may have, in the order of the tree."""
        return tuple(each for each in self.classes.values() if each.level == LEAF_LEVEL)

    def usual_unit(self, class_code: str, area_code: str) -> Unit | None:
        """Return the unit that usually handles this class at this place: the nearest of its kind, else the city's.

        None for an unknown class, for one that is no leaf, or when the place is too coarse for the kind (a matter for
        a street, and only the district is known). An unknown or empty place asks the city's unit.
        """
        found = self.classes.get(class_code)
        if found is None or found.usual_unit_kind is None:
            return None
        kind = found.usual_unit_kind
        for area in self._upwards(area_code) if area_code in self.areas else ():
            unit = self._units_at.get((kind, area.code))
            if unit is not None:
                return unit
        return self._units_at.get((kind, None))

    def sub_centre_of_area(self, code: str) -> SubCentre | None:
        """Return the sub-centre whose territory holds the area; None for the city itself and for unknown codes."""
        if code not in self.areas:
            return None
        return next((self._sub_centre_of[a.code] for a in self._upwards(code) if a.code in self._sub_centre_of), None)

    def sub_centre_of_seat(self, seat: str) -> SubCentre | None:
        """Return the sub-centre where the seat stands, or None for a seat that the pack does not know."""
        return self._sub_centre_of_seat.get(seat)

    def name_of(self, code_list: str, code: str, language: str = "zh") -> str:
        """Return the name of a code in `zh` or `en`. Raises `KeyError` for an unknown list or code."""
        return named(self._entries[code_list, code], language)

    def time_class(self, class_code: str, urgency: str | None) -> str:
        """Return emergency, ordinary or historic: the desk's urgency first, then what the class says."""
        if urgency in (Urgency.CRITICAL, Urgency.URGENT):
            return "emergency"
        if urgency == Urgency.HISTORIC:
            return "historic"
        found = self.classes.get(class_code)
        usual = (found.time_class if found else None) or "ordinary"
        # The desk said "normal": an emergency class is then handled as an ordinary one, a historic one stays historic.
        return "ordinary" if urgency == Urgency.NORMAL and usual == "emergency" else usual

    def promise(
        self,
        class_code: str,
        urgency: str | None,
        *,
        case_type: str | None = None,
        channel: str | None = None,
        enterprise: bool = False,
    ) -> Promise | None:
        """Return how long after dispatch a reply may be promised; None if no clock of the profile applies."""
        profile = self.clock_profiles[self.enterprise_profile if enterprise else self.default_profile]
        wanted = self.time_class(class_code, urgency)
        handling = (clock for clock in profile.clocks if (clock.start, clock.stop) == ("dispatch", "reply"))
        clock = next((each for each in handling if each.applies(wanted, case_type, channel, urgency)), None)
        return Promise(clock, clock.length, clock.unit) if clock else None

    @property
    def day_clock(self) -> DayClock:
        """Return what counts lengths of time here. Raises `KeyError` for a pack without the times of a working day."""
        if self._day_clock is None:
            from zoneinfo import ZoneInfo  # not on the way to the first screen

            begin, end = (time.fromisoformat(str(self.settings[f"working_day_{at}"])) for at in ("begin", "end"))
            made = DayClock(self.calendar, ZoneInfo(self.time_zone), begin, end)
            object.__setattr__(self, "_day_clock", made)
            return made
        return self._day_clock

    def with_year(self, file: YearFile) -> "CityPack":
        """Return the pack with a year file in its calendar. Raises `hotline.working_days.CalendarConflict`."""
        return replace(self, calendar=self.calendar.with_year(file))

    def _upwards(self, code: str) -> Iterator[Area]:
        step: str | None = code
        while step is not None:
            area = self.areas[step]
            yield area
            step = area.parent


def named(entry: CaseClass | CodeEntry | Unit | SubCentre | RefusalReason | EmergencyLine, language: str) -> str:
    """Return the entry's name in `zh` or `en`."""
    return entry.name_en if language.startswith("en") else entry.name
